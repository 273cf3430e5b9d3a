import { coreV1 } from "../../../output/core/v1/index.js";
import { isNotFound } from "../../../output/runtime/types.js";
import { fetchTransport } from "../../../output/runtime/fetch-transport.js";

// What docs/fetch.md shows for one group, without the root.
const { pods } = coreV1(fetchTransport({ server: "https://10.0.0.1:6443" }));

/** Lists pods as a page would: by pages, until its reader leaves. */
export async function podNames(
  namespace: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const pod of pods(namespace).listAll({ signal }))
      names.push(pod.metadata.name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return names;
}
