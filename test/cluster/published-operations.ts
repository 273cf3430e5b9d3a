import { readFileSync } from "node:fs";

import { vi } from "vitest";
import { send } from "./https-request.js";
import type { TestCluster } from "./test-cluster.js";

const methods: ReadonlySet<string> = new Set([
  "delete",
  "get",
  "head",
  "options",
  "patch",
  "post",
  "put",
  "trace",
]);

/** Waits until the server publishes nothing more of what other tests have made and deleted: it takes a while to forget. */
export async function onlyOwnGroups(cluster: TestCluster): Promise<void> {
  await vi.waitUntil(
    async () => {
      const { paths } = await readIndex(cluster);
      return !Object.keys(paths).some((key) => key.includes("example.com"));
    },
    { timeout: 60_000, interval: 200 },
  );
}

/** How many operations a server publishes, counted in its documents without the generator. */
export async function countOperations(cluster: TestCluster): Promise<number> {
  const index = await readIndex(cluster);
  let count = 0;
  for (const { serverRelativeURL } of Object.values(index.paths)) {
    const { paths = {} } = await readJson<{ paths?: Record<string, object> }>(
      cluster,
      serverRelativeURL,
    );
    for (const item of Object.values(paths))
      count += Object.keys(item).filter((key) => methods.has(key)).length;
  }
  return count;
}

interface Index {
  readonly paths: Readonly<Record<string, { serverRelativeURL: string }>>;
}

function readIndex(cluster: TestCluster): Promise<Index> {
  return readJson(cluster, "/openapi/v3");
}

async function readJson<T>(
  { server, certificateAuthority, adminToken }: TestCluster,
  path: string,
): Promise<T> {
  const identity = {
    certificateAuthority: readFileSync(certificateAuthority, "utf8"),
    token: adminToken,
  };
  return JSON.parse((await send(server, path, identity)).body) as T;
}
