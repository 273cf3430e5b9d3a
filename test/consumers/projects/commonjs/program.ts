import { connect } from "./k8s/index.js";

async function main(server: string): Promise<void> {
  const { use } = await import("../runtimes/use.mjs" as string);
  await use(await connect({ server }));
}
void main(process.argv[2] ?? "");
