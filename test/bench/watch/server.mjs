// A server of pods: `node server.mjs COUNT EVENTS`. There are so many in namespace `default`, listed, by pages, and watched; in
// namespace `busy` there are none, and a watch brings so many changes at once. It prints its address, and ends when its standard
// input does.
import { once } from "node:events";
import { createServer } from "node:http";

import { pod } from "../list/pods.mjs";

const [count, events] = process.argv.slice(2).map(Number);
const resourceVersion = String(count + 1_000);
let busy;

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://server");
  const [, namespace] =
    /^\/api\/v1\/namespaces\/(default|busy)\/pods$/.exec(pathname) ?? [];
  if (namespace === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  if (namespace === "busy") response.write((busy ??= changes()));
  else if (searchParams.get("watch") !== "true") list(searchParams, response);
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

function changes() {
  const frames = Array.from({ length: events }, (_, i) => {
    const object = { apiVersion: "v1", kind: "Pod", ...pod(i) };
    return `${JSON.stringify({ type: "MODIFIED", object })}\n`;
  });
  return Buffer.from(frames.join(""));
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
