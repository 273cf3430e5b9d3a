// Holds pods in memory in one way, and writes how much the heap grew by that, after garbage is collected:
// `node --expose-gc hold.mjs WAY SERVER COUNT OUT`.
import { writeFileSync } from "node:fs";

const [, , way, server, wanted, out] = process.argv;
const count = Number(wanted);
const path = "/api/v1/namespaces/default/pods";

const ways = {
  /** The objects alone, each parsed by itself, as a watch brings them. */
  async objects() {
    const query = "watch=true&sendInitialEvents=true";
    const response = await fetch(`${server}${path}?${query}`);
    const decoder = new TextDecoder();
    const held = [];
    let rest = "";
    for await (const chunk of response.body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(
        "\n",
      );
      rest = lines.pop();
      for (const line of lines) {
        const { type, object } = JSON.parse(line);
        if (type === "BOOKMARK") return held;
        held.push(object);
      }
    }
  },
  async kubewright(options = {}) {
    const root = "../../../dist/output";
    const { coreV1 } = await import(`${root}/core/v1/index.js`);
    const { undiciTransport } = await import(`${root}/runtime/undici.js`);
    const { informer } = await import(`${root}/runtime/root.js`);
    const pods = coreV1(undiciTransport({ server })).pods("default");
    const held = informer(pods, options);
    await held.waitForSync();
    if (held.store.size !== count) throw new Error("not all of them");
    return held;
  },
  "kubewright-metadata-only": () =>
    ways.kubewright({
      transform: ({ metadata: { managedFields, ...metadata } }) => ({
        metadata,
      }),
    }),
  async "client-node"() {
    const { CoreV1Api, KubeConfig, makeInformer } =
      await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      { name: "bench", server, skipTLSVerify: true },
      { name: "bench" },
    );
    const api = config.makeApiClient(CoreV1Api);
    const held = makeInformer(config, path, () =>
      api.listNamespacedPod({ namespace: "default" }),
    );
    await held.start();
    if (held.list().length !== count) throw new Error("not all of them");
    return held;
  },
};

const before = process.memoryUsage().heapUsed;
globalThis.held = await ways[way]();
await new Promise((resolve) => setTimeout(resolve, 500));
for (let i = 0; i < 4; i += 1) globalThis.gc();
const heldMiB = (process.memoryUsage().heapUsed - before) / 2 ** 20;
writeFileSync(out, JSON.stringify({ heldMiB }));
process.exit();
