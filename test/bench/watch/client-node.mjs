// Watches as @kubernetes/client-node's own README does: `node client-node.mjs SERVER EVENTS TIMES OUT`.
import { writeFileSync } from "node:fs";

import { KubeConfig, Watch } from "@kubernetes/client-node";

const [, , server, events, times, out] = process.argv;
const config = new KubeConfig();
config.loadFromClusterAndUser(
  { name: "bench", server, skipTLSVerify: true },
  { name: "bench" },
);
let versions = 0;
for (let i = 0; i < Number(times); i += 1) {
  let count = 0;
  await new Promise((resolve, reject) => {
    const started = new Watch(config).watch(
      "/api/v1/namespaces/busy/pods",
      { resourceVersion: "1" },
      (_, object) => {
        versions += Number(object.metadata.resourceVersion);
        count += 1;
        if (count === Number(events)) resolve(started);
      },
      (error) => (count < Number(events) ? reject(error) : undefined),
    );
    started.catch(reject);
  }).then((controller) => controller.abort());
}
writeFileSync(out, String(versions));
