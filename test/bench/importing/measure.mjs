// Loads a client in one way, and writes how long that took and by how much the process grew: `node measure.mjs WAY KUBECONFIG OUT`.
import { writeFileSync } from "node:fs";

const [, , way, kubeconfig, out] = process.argv;
const client = "../../../dist/output";

const ways = {
  kubewright: () => import(`${client}/index.js`),
  "kubewright-group": () => import(`${client}/apps/v1/index.js`),
  "kubewright-connect": async () => {
    const { connect } = await import(`${client}/index.js`);
    return (await connect({ kubeconfig })).apps.v1.deployments("default");
  },
  "client-node": () => import("@kubernetes/client-node"),
  "client-node-connect": async () => {
    const { AppsV1Api, KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    return config.makeApiClient(AppsV1Api);
  },
};

const before = process.memoryUsage().rss;
const started = performance.now();
globalThis.held = await ways[way]();
const importMs = performance.now() - started;
const importMiB = (process.memoryUsage().rss - before) / 2 ** 20;
writeFileSync(out, JSON.stringify({ importMs, importMiB }));
