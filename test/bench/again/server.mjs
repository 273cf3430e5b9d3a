// A server that publishes documents: `node server.mjs FOLDER CERTIFICATE KEY`, with those of a folder beside Kubernetes' own. A POST to
// `/change` changes one kind of one document. It prints its address, and ends when its standard input does.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";

import { builtinDocuments } from "../captures.mjs";

const [, , folder, certificate, key] = process.argv;
const published = new Map();
let version;
for (const [file, document] of Object.entries(builtinDocuments())) {
  if (file === "_version.json") version = JSON.stringify(document);
  else if (document.openapi !== undefined)
    publish(file.slice(0, -".json".length), JSON.stringify(document));
}
for (const file of readdirSync(folder).sort()) {
  const name = file.slice(0, -"_openapi.json".length).replaceAll("__", "/");
  publish(name, readFileSync(join(folder, file), "utf8"));
}
const changing = [...published.keys()].at(-1);
let changes = 0;

function publish(name, text) {
  const hash = createHash("sha512").update(text).digest("hex");
  published.set(name, { text, hash: hash.toUpperCase() });
}

function change() {
  const document = JSON.parse(published.get(changing).text);
  const { properties } = Object.values(document.components.schemas).find(
    (schema) => schema.properties?.spec?.properties !== undefined,
  );
  changes += 1;
  properties.spec.properties[`added${changes}`] = {
    description: "A field of a newer version.",
    type: "string",
  };
  publish(changing, JSON.stringify(document));
}

function answer(path) {
  if (path === "/version") return version;
  if (path !== "/openapi/v3")
    return published.get(path.slice("/openapi/v3/".length))?.text;
  const paths = [...published].map(([name, { hash }]) => [
    name,
    { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` },
  ]);
  return JSON.stringify({ paths: Object.fromEntries(paths) });
}

const options = { cert: readFileSync(certificate), key: readFileSync(key) };
createServer(options, (request, response) => {
  const { pathname } = new URL(request.url, "https://server");
  if (request.method === "POST" && pathname === "/change") {
    change();
    response.end();
    return;
  }
  const text = answer(decodeURIComponent(pathname));
  const type = { "content-type": "application/json" };
  if (text === undefined) response.writeHead(404, type).end("{}");
  else response.writeHead(200, type).end(text);
}).listen(0, "127.0.0.1", function () {
  process.stdout.write(`https://127.0.0.1:${this.address().port}\n`);
});
process.stdin.resume().once("end", () => process.exit());
