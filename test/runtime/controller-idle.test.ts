import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { compiledRuntime } from "./compiled.js";

test("a queue that runs and a recorder that is open keep no process alive while they are idle", async () => {
  const folder = compiledRuntime("module");
  writeFileSync(
    join(folder, "idle.js"),
    `
import { eventRecorder } from "./event-recorder.js";
import { workQueue } from "./work-queue.js";

const written = [];
const api = { create: async ({ reason }) => written.push(reason), patch: async () => undefined };
const recorder = eventRecorder({ events: { events: () => api }, controller: "test" });
const object = { apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace: "b" } };
recorder.event(object, { type: "Normal", reason: "Made", message: "-" });
const queue = workQueue();
let tries = 0;
void queue.run(() => { if (++tries < 3) throw new Error("again"); }, { onError: () => undefined });
queue.add("a");
process.on("exit", () => process.stdout.write(JSON.stringify([tries, written])));
`,
  );
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [join(folder, "idle.js")], (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });
  expect(JSON.parse(output)).toEqual([3, ["Made"]]);
});
