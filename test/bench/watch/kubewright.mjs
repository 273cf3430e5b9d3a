// Watches as a user of the generated client does: `node kubewright.mjs SERVER EVENTS TIMES OUT`.
import { writeFileSync } from "node:fs";

import { coreV1 } from "../../../dist/output/core/v1/index.js";
import { undiciTransport } from "../../../dist/output/runtime/undici.js";

const [, , server, events, times, out] = process.argv;
const transport = undiciTransport({ server });
const pods = coreV1(transport).pods("busy");
let versions = 0;
for (let i = 0; i < Number(times); i += 1) {
  let count = 0;
  for await (const { object } of pods.watch({ resourceVersion: "1" })) {
    versions += Number(object.metadata.resourceVersion);
    count += 1;
    if (count === Number(events)) break;
  }
}
writeFileSync(out, String(versions));
await transport.close();
