// Lists as a user of the generated client does: `node kubewright.mjs KUBECONFIG TIMES COMPRESSION OUT`.
import { writeFileSync } from "node:fs";

import { coreV1 } from "../../../dist/output/core/v1/index.js";
import { openConnection } from "../../../dist/output/runtime/connect.js";

const [, , kubeconfig, times, compression, out] = process.argv;
const { transport } = await openConnection({
  kubeconfig,
  ...(compression === "default"
    ? {}
    : { disableCompression: compression === "none" }),
});
const pods = coreV1(transport).pods("default");
let count = 0;
for (let i = 0; i < Number(times); i += 1) {
  count = (await pods.list()).items.length;
}
writeFileSync(out, String(count));
await transport.close();
