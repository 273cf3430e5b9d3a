import { expect, onTestFinished, test } from "vitest";
import { ConfigError } from "../../templates/runtime/errors.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { someFacts } from "./fake-transport.js";
import { frame, serve, stream, take } from "./watches.js";

/** A watch that has listed and has had a stream, and has no credentials when it asks for the next one. */
async function watchWithout(error: Error) {
  const { server, watches } = await serve({
    watches: [
      stream([frame("ADDED", "a", "11")], "end"),
      stream([frame("ADDED", "b", "12")]),
    ],
  });
  const inner = undiciTransport({ server: server.url });
  onTestFinished(() => inner.close());
  let requests = 0;
  const transport: typeof inner = {
    request: async (request) => {
      requests++;
      // After the watch that is to stream its list, the list, and the first watch.
      if (requests === 4) throw error;
      return inner.request(request);
    },
    close: () => inner.close(),
  };
  const facts = someFacts({ watch: watchResource });
  const events = new ResourceHandle(transport, facts, "default").watch();
  return { events, watches };
}

test("a watch goes on after a program that gives credentials has failed", async () => {
  const error = new ConfigError("it failed", { transient: true });
  const { events, watches } = await watchWithout(error);
  expect(await take(events, 3)).toEqual(["SYNC  @10", "ADDED a", "ADDED b"]);
  expect(watches()).toHaveLength(2);
});

test("a watch ends where its credentials do not do", async () => {
  const error = new ConfigError("it is not JSON");
  const { events, watches } = await watchWithout(error);
  await expect(take(events, 3)).rejects.toBe(error);
  expect(watches()).toHaveLength(1);
});
