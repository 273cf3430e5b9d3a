// A server of one watch that never ends: `node server.mjs EVENTS OBJECTS CUTS`. It prints its address, and ends when its standard
// input does. It sends as fast as it is read, and breaks the connection so many times on the way.
import { once } from "node:events";
import { createServer } from "node:http";

import { pod } from "../bench/list/pods.mjs";

const [events, objects, cuts] = process.argv.slice(2).map(Number);
const type = { apiVersion: "v1", kind: "Pod" };
const every = Math.ceil(events / (cuts + 1));
// Version by version, each object is there, gone, and there again; a frame follows from its version alone.
const first = objects * 4 * 10 - 1;

function frame(version) {
  const index = version % objects;
  const round = Math.floor(version / objects);
  const uid = `${index}-${Math.floor(round / 4)}`;
  const object = { ...type, ...pod(index) };
  object.metadata = { ...object.metadata, uid, resourceVersion: `${version}` };
  const kind = ["ADDED", "MODIFIED", "MODIFIED", "DELETED"][round % 4];
  return `${JSON.stringify({ type: kind, object })}\n`;
}

async function stream(response, from) {
  let text = "";
  for (let version = from + 1; version <= first + events; version += 1) {
    text += frame(version);
    if (version % 16 !== 0 && version % every !== 0) continue;
    if (!response.write(text)) await once(response, "drain").catch(() => {});
    text = "";
    if (response.destroyed) return;
    if (version % every === 0) return void response.end();
  }
  response.write(text);
}

createServer((request, response) => {
  response.on("error", () => undefined);
  const { searchParams } = new URL(request.url, "http://server");
  response.writeHead(200, { "content-type": "application/json" });
  if (searchParams.get("sendInitialEvents") !== "true")
    return void stream(response, Number(searchParams.get("resourceVersion")));
  const annotations = { "k8s.io/initial-events-end": "true" };
  const metadata = { resourceVersion: `${first}`, annotations };
  const object = { ...type, metadata };
  response.write(`${JSON.stringify({ type: "BOOKMARK", object })}\n`);
  void stream(response, first);
}).listen(0, "127.0.0.1", function () {
  process.stdout.write(`http://127.0.0.1:${this.address().port}\n`);
});
process.stdin.resume().once("end", () => process.exit());
