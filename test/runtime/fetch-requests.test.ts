import { vi } from "vitest";
import type * as Undici from "../../templates/runtime/undici.js";
import { overFetch } from "./fetches.js";

// What is promised of requests, logs and proxies holds over `fetch` too: the same tests, on the other transport.
vi.mock(
  import("../../templates/runtime/undici.js"),
  async (load): Promise<typeof Undici> => ({
    ...(await load()),
    undiciTransport: overFetch,
  }),
);

await import("./request.test.js");
await import("./logs.test.js");
await import("./pod-logs.test.js");
await import("./reverse-proxy.test.js");
await import("./views.test.js");
await import("./wait.test.js");
