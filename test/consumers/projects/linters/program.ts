import { connect, isNotFound } from "./k8s/index.js";

/** The names of the pods of a namespace, and whether one is there. */
export async function look(namespace: string, name: string): Promise<string[]> {
  const k8s = await connect();
  const names: string[] = [];
  for await (const { metadata } of k8s.core.v1.pods(namespace).listAll()) {
    names.push(metadata.name);
  }
  try {
    const { status } = await k8s.core.v1.pods(namespace).get(name);
    names.push(status?.phase ?? "");
  } catch (error) {
    if (!isNotFound(error)) throw error;
    names.push(error.reason);
  }
  await k8s.close();
  return names;
}
