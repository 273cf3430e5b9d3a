import { connect } from "@acme/k8s";
import { use } from "../runtimes/use.mjs";

await use(await connect({ server: process.argv[2] }));
