import { pods } from "../../../output/core/v1/resources.js";
import { isNotFound } from "../../../output/runtime/types.js";
import { fetchTransport } from "../../../output/runtime/fetch-transport.js";
import { listAll, resourceWith } from "../../../output/runtime/verbs.js";

// What docs/fetch.md shows for a small bundle: one resource, with the verbs that the page uses.
const transport = fetchTransport({ server: "https://10.0.0.1:6443" });
const podsOf = resourceWith(transport, pods, { listAll });

/** Lists pods as a page would: by pages, until its reader leaves. */
export async function podNames(
  namespace: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const pod of podsOf(namespace).listAll({ signal }))
      names.push(pod.metadata.name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return names;
}
