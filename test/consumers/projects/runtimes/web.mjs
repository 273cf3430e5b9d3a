import { connect as connectPackage } from "@acme/k8s/fetch";
import { connect } from "kubewright/client/fetch";
import { use } from "./use.mjs";

const [server] = globalThis.Deno?.args ?? process.argv.slice(2);
await use(await connect({ server }));
await use(await connectPackage({ server }));
