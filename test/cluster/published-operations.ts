import { readFileSync } from "node:fs";

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

/** How many operations a server publishes, counted in its documents without the generator. */
export async function countOperations({
  server,
  certificateAuthority,
  adminToken,
}: TestCluster): Promise<number> {
  const identity = {
    certificateAuthority: readFileSync(certificateAuthority, "utf8"),
    token: adminToken,
  };
  const read = async <T>(path: string): Promise<T> =>
    JSON.parse((await send(server, path, identity)).body) as T;
  const index = await read<{
    paths: Record<string, { serverRelativeURL: string }>;
  }>("/openapi/v3");
  let count = 0;
  for (const { serverRelativeURL } of Object.values(index.paths)) {
    const { paths = {} } = await read<{ paths?: Record<string, object> }>(
      serverRelativeURL,
    );
    for (const item of Object.values(paths))
      count += Object.keys(item).filter((key) => methods.has(key)).length;
  }
  return count;
}
