import { connect } from "../../k8s-ts/index.ts";
import type { Pod } from "../../k8s-ts/core/v1/types.ts";
import { use } from "./use.mjs";

const pod: Pod = { apiVersion: "v1", kind: "Pod" };
console.log(pod.kind);
await use(await connect({ server: process.argv[2] }));
