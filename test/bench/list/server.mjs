// A server of one list, over TLS: `node server.mjs CERTIFICATE KEY`. It prints its address, and ends when its standard input does.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { gzipSync } from "node:zlib";

import { podList } from "./pods.mjs";

const [, , certificate, key] = process.argv;
const plain = Buffer.from(podList(10_000));
// As API servers do: quickly rather than well.
const compressed = gzipSync(plain, { level: 1 });

const server = createServer(
  {
    cert: readFileSync(certificate),
    key: readFileSync(key),
    // On a busy machine more than the usual five seconds may pass until the next request.
    keepAliveTimeout: 0,
  },
  (request, response) => {
    const { pathname } = new URL(request.url, "https://server");
    if (pathname !== "/api/v1/namespaces/default/pods") {
      response.writeHead(404).end();
      return;
    }
    const takesGzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    response.writeHead(200, {
      "content-type": "application/json",
      ...(takesGzip ? { "content-encoding": "gzip" } : {}),
    });
    response.end(takesGzip ? compressed : plain);
  },
);
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`https://127.0.0.1:${server.address().port}\n`);
});
process.stdin.resume().once("end", () => process.exit());
