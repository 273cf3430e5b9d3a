// `program.mjs CLIENT TASK INPUT` does a task of tasks.mjs, or one of its own, with the client that it imports as CLIENT, and prints
// what came of it as JSON. INPUT is JSON too.
import { writeFile } from "node:fs/promises";

import { perform } from "./tasks.mjs";

const [name, task, text] = process.argv.slice(2);
const input = JSON.parse(text);
const client = await import(name);

const clients = { replaced, undici };

const used = Object.hasOwn(clients, task) ? clients[task]() : client;
const outcome = await perform(used, used === client ? task : "who", input);
console.log(JSON.stringify(outcome));

/** Writes a file between `connect()` and the first request. */
function replaced() {
  return {
    async connect(options) {
      const k8s = await client.connect(options);
      await writeFile(input.replaced.file, input.replaced.text);
      return k8s;
    },
  };
}

/** On undici, or on what is imported by that name here. */
function undici() {
  return {
    async connect(options) {
      const { undiciTransport } = await import(`${name}/runtime/undici`);
      return client.kubernetes(undiciTransport(options));
    },
  };
}
