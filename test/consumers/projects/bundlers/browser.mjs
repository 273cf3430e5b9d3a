import { connect } from "@acme/k8s/fetch";
import { use } from "../runtimes/use.mjs";

await use(await connect());
