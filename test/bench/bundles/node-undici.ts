import { Pool } from "undici";

const pool = new Pool("https://10.0.0.1:6443");

/** The least there is to do: one request, without pages, errors or types. */
export async function podNames(
  namespace: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const { body } = await pool.request({ method: "GET", path, signal });
  const list = (await body.json()) as {
    items: readonly { metadata: { name: string } }[];
  };
  return list.items.map(({ metadata }) => metadata.name);
}
