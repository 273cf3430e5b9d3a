import { pods } from "../../../output/core/v1/resources.js";
import { isNotFound } from "../../../output/runtime/types.js";
import { undiciTransport } from "../../../output/runtime/undici.js";
import { listAll, resourceWith } from "../../../output/runtime/verbs.js";

// What docs/client.md shows for a small bundle: one resource, with the verbs that the program uses.
const transport = undiciTransport({ server: "https://10.0.0.1:6443" });
const podsOf = resourceWith(transport, pods, { listAll });

/** Lists pods as a function in somebody's cloud would: by pages, until there is no time left. */
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
