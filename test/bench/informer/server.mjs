// A server of pods that are listed, by pages, and watched: `node server.mjs COUNT`. It prints its address, and ends when its
// standard input does.
import { once } from "node:events";
import { createServer } from "node:http";

import { pod } from "../list/pods.mjs";

const count = Number(process.argv[2]);
const resourceVersion = String(count + 1_000);

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://server");
  if (pathname !== "/api/v1/namespaces/default/pods") {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  if (searchParams.get("watch") !== "true") list(searchParams, response);
  else if (searchParams.get("sendInitialEvents") === "true") stream(response);
  else response.flushHeaders();
}).listen(0, "127.0.0.1", function () {
  process.stdout.write(`http://127.0.0.1:${this.address().port}\n`);
});
process.stdin.resume().once("end", () => process.exit());

async function list(query, response) {
  const from = Number(query.get("continue") ?? 0);
  const to = Math.min(count, from + Number(query.get("limit") ?? count));
  const metadata = {
    resourceVersion,
    ...(to < count ? { continue: String(to) } : {}),
  };
  const head = { kind: "PodList", apiVersion: "v1", metadata };
  await write(response, `${JSON.stringify(head).slice(0, -1)},"items":[`);
  for (let i = from; i < to; i += 1)
    await write(response, `${i === from ? "" : ","}${JSON.stringify(pod(i))}`);
  response.end("]}");
}

async function stream(response) {
  const type = { apiVersion: "v1", kind: "Pod" };
  for (let i = 0; i < count; i += 1)
    await frame(response, "ADDED", { ...type, ...pod(i) });
  const annotations = { "k8s.io/initial-events-end": "true" };
  const metadata = { resourceVersion, annotations };
  await frame(response, "BOOKMARK", { ...type, metadata });
}

function frame(response, type, object) {
  return write(response, `${JSON.stringify({ type, object })}\n`);
}

async function write(response, text) {
  if (!response.write(text)) await once(response, "drain");
}
