import { connect as connectPackage } from "@acme/k8s";
import { connect } from "kubewright/client";
import { use } from "./use.mjs";

const [, , server] = process.argv;
await use(await connect({ server }));
await use(await connectPackage({ server }));
