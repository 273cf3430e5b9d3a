import { connectOverFetch } from "./fetch-client.js";
import { importClient } from "./generated-client.js";
import type * as LiveClient from "./live-client.js";

/** What tests on a real server import, with each client connected by `fetch.ts` in place of `index.ts`. */
export function overFetch(actual: typeof LiveClient): typeof LiveClient {
  const test = actual.test.extend<Pick<LiveClient.LiveFixtures, "live">>({
    live: [
      async ({}, use) => {
        const client = await actual.liveClient();
        await use({
          ...(await importClient(client)),
          connect: (options) => connectOverFetch(client, options),
        });
      },
      { scope: "file" },
    ],
  });
  return { ...actual, test };
}
