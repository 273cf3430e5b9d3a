// The least there is to do: undici, cut at line feeds, and JSON.parse. `node undici.mjs SERVER EVENTS TIMES OUT`.
import { writeFileSync } from "node:fs";

// The project's own: beside these files there is another, which @kubernetes/client-node brought.
import { Pool } from "../../../node_modules/undici/index.js";

const [, , server, events, times, out] = process.argv;
const pool = new Pool(server);
let versions = 0;
for (let i = 0; i < Number(times); i += 1) {
  const { body } = await pool.request({
    method: "GET",
    path: "/api/v1/namespaces/busy/pods?watch=true&resourceVersion=1",
  });
  const decoder = new TextDecoder();
  let count = 0;
  let rest = "";
  read: for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const { object } = JSON.parse(line);
      versions += Number(object.metadata.resourceVersion);
      count += 1;
      if (count === Number(events)) break read;
    }
  }
}
writeFileSync(out, String(versions));
await pool.close();
