// Watches a million events through an informer and a loop, over connections that break, and says what memory they take on the
// way: `node --expose-gc soak.mjs [EVENTS]`, a multiple of 5,000. It fails where what is held grows, or where an event is missed. It needs a built
// tree (`npm run build`).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { coreV1 } from "../../dist/output/core/v1/index.js";
import { informer } from "../../dist/output/runtime/root.js";
import { undiciTransport } from "../../dist/output/runtime/undici.js";

const events = Number(process.argv[2] ?? 1_000_000);
const objects = 1_000;
const cuts = 20;
// What the engine keeps of its own comes and goes. An event is 3.4 kB.
const mayGrowBytes = 4_000_000;

const server = spawn(
  process.execPath,
  [join(import.meta.dirname, "server.mjs"), events, objects, cuts],
  { stdio: ["pipe", "pipe", "inherit"] },
);
const [address] = await once(server.stdout, "data");
const transport = undiciTransport({ server: String(address).trim() });
const pods = informer(coreV1(transport).pods("default"), {
  clock: {
    now: () => performance.now(),
    sleep: () => new Promise((resolve) => setTimeout(resolve, 10)),
  },
});

let told = 0;
const heaps = [];
const tell = () => {
  told += 1;
  if (told % (events / 10) === 0) note();
};
for (const type of ["added", "updated", "deleted"]) pods.on(type, tell);
let looped = 0;
const loop = (async () => {
  for await (const { object } of pods)
    if (object.metadata.name !== "") looped += 1;
})();

while (told < events) await new Promise((resolve) => setTimeout(resolve, 100));
await pods.close();
await loop;
await transport.close();
server.stdin.end();

// The first fifth fills the store and warms the code up; the store is then as full as it is at the end.
const growth = heaps.at(-1) - heaps[1];
process.stdout.write(
  `${told} events, ${looped} of them seen by the loop; the heap grew by ${growth} bytes\n`,
);
if (told !== events || growth > mayGrowBytes) process.exitCode = 1;

function note() {
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  heaps.push(heapUsed);
  const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  process.stdout.write(
    `${told}: heap ${mb(heapUsed)}, resident ${mb(rss)}, store ${pods.store.size}\n`,
  );
}
