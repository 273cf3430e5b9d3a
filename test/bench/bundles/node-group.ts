import { coreV1 } from "../../../output/core/v1/index.js";
import { isNotFound } from "../../../output/runtime/types.js";
import { undiciTransport } from "../../../output/runtime/undici.js";

const { pods } = coreV1(undiciTransport({ server: "https://10.0.0.1:6443" }));

/** Lists pods as a function in somebody's cloud would: by pages, until there is no time left. */
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
