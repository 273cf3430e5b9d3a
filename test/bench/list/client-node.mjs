// Lists as @kubernetes/client-node's own README does: `node client-node.mjs KUBECONFIG TIMES OUT`.
import { writeFileSync } from "node:fs";

import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";

const [, , kubeconfig, times, out] = process.argv;
const config = new KubeConfig();
config.loadFromFile(kubeconfig);
const api = config.makeApiClient(CoreV1Api);
let count = 0;
for (let i = 0; i < Number(times); i += 1) {
  const { items } = await api.listNamespacedPod({ namespace: "default" });
  count = items.length;
}
writeFileSync(out, String(count));
