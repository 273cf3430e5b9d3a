import { execFile } from "node:child_process";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { someFacts } from "./fake-transport.js";
import { certificates, startServer } from "./servers.js";

const count = 100_000;
const padding = "x".repeat(2_000);

function frame(version: number): string {
  const metadata = {
    name: "counter",
    namespace: "default",
    resourceVersion: `${version}`,
    annotations: { padding },
  };
  return `${JSON.stringify({ type: "MODIFIED", object: { metadata } })}\n`;
}

/** Sends events as fast as they are taken, and says how many have left. */
async function send(
  response: ServerResponse,
  sent: (count: number) => void,
): Promise<void> {
  response.writeHead(200, { "content-type": "application/json" });
  for (let version = 1; version <= count; version += 1) {
    const more = response.write(frame(version));
    sent(version);
    if (!more) await once(response, "drain");
  }
}

test("a reader that is slow holds the server up, over 100,000 events, and holds none of them itself", async () => {
  const { ca, serverCertificate: cert, serverKey: key } = certificates();
  let sent = 0;
  const server = await startServer(
    (_, response) =>
      void send(response, (one) => (sent = one)).catch(() => undefined),
    { cert, key },
  );
  const transport = undiciTransport({
    server: server.url,
    certificateAuthority: ca,
  });
  onTestFinished(() => transport.close());
  const facts = someFacts({ watch: watchResource });
  const resource = new ResourceHandle(transport, facts, "default");
  let taken = 0;
  let modified = 0;
  let furthest = 0;
  for await (const event of resource.watch({ resourceVersion: "1" })) {
    taken += 1;
    if (event.type === "MODIFIED") modified += 1;
    if (taken === 1) await sleep(1_000);
    if (taken % 1_000 === 0) await sleep(1);
    furthest = Math.max(furthest, sent - taken);
    if (taken === count) break;
  }
  expect(modified).toBe(count);
  expect(server.connections()).toBe(1);
  // What sockets hold, in the kernel and in both processes: some megabytes of 200.
  expect(furthest * padding.length).toBeLessThan(40_000_000);
});

test("50,000 events over connections that break leave memory as it was", async () => {
  const root = join(import.meta.dirname, "../..");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--expose-gc", join(root, "test/soak/soak.mjs"), "50000"],
    { cwd: root },
  );
  expect(stdout).toMatch(/^50000 events, \d+ of them seen by the loop/m);
});
