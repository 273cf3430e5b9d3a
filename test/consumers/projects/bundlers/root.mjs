// Not the entry for browsers: the bundler is to find that by the conditions of the package's exports.
import { connect as connectPackage } from "@acme/k8s";
import { connect } from "kubewright/client";
import { use } from "../runtimes/use.mjs";

await use(await connect());
await use(await connectPackage());
