const { connect: connectPackage } = require("@acme/k8s");
const { connect } = require("kubewright/client");

async function main(server) {
  const { use } = await import("../runtimes/use.mjs");
  await use(await connect({ server }));
  await use(await connectPackage({ server }));
}
main(process.argv[2]);
