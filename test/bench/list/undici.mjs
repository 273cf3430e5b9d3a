// The least there is to do: undici, and JSON.parse. `node undici.mjs URL CERTIFICATE TIMES COMPRESSION OUT`.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzip } from "node:zlib";
import { promisify } from "node:util";

// The project's own: beside these files there is another, which @kubernetes/client-node brought.
import { Pool } from "../../../node_modules/undici/index.js";

const [, , url, certificate, times, compression, out] = process.argv;
const pool = new Pool(url, { connect: { ca: readFileSync(certificate) } });
let count = 0;
for (let i = 0; i < Number(times); i += 1) {
  const { body } = await pool.request({
    method: "GET",
    path: "/api/v1/namespaces/default/pods",
    headers: {
      accept: "application/json",
      authorization: "Bearer bench",
      ...(compression === "gzip" ? { "accept-encoding": "gzip" } : {}),
    },
  });
  const text =
    compression === "gzip"
      ? (await promisify(gunzip)(await body.arrayBuffer())).toString()
      : await body.text();
  count = JSON.parse(text).items.length;
}
writeFileSync(out, String(count));
await pool.close();
