import { vi } from "vitest";
import type * as Undici from "../../templates/runtime/undici.js";
import { overFetch } from "./fetches.js";

// What is promised of watches and informers holds over `fetch` too: the same tests, on the other transport.
vi.mock(
  import("../../templates/runtime/undici.js"),
  async (load): Promise<typeof Undici> => ({
    ...(await load()),
    undiciTransport: overFetch,
  }),
);

await import("./watch.test.js");
await import("./watch-end.test.js");
await import("./watch-leaks.test.js");
await import("./watch-list.test.js");
await import("./watch-refused.test.js");
await import("./watch-credentials.test.js");
await import("./informer-connection.test.js");
await import("./shared-informers.test.js");
