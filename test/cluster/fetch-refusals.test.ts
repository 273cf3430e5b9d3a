import { vi } from "vitest";

// Refusals and subresources over `fetch`: the same tests, each client connected by `fetch.ts`. One file has one namespace, and so what goes together.
vi.mock(import("./live-client.js"), async (load) => {
  const { overFetch } = await import("./over-fetch.js");
  return overFetch(await load());
});

await import("./errors.test.js");
await import("./subresources.test.js");
