import { inject } from "vitest";

import type { TestCluster } from "./test-cluster.js";

/**
 * Makes the storage forget every state but the present one, as it does by itself after some minutes: what was listed or watched
 * before can then not be continued. Whether it did; it cannot in a cluster that is not ours.
 *
 * @see https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/
 */
export async function compactStorage(
  { etcd }: Pick<TestCluster, "etcd"> = inject("cluster"),
): Promise<boolean> {
  if (etcd === undefined) return false;
  // The state that it is asked to forget up to is still there afterwards: so it is one that nobody has seen.
  const key = Buffer.from("kubewright-test").toString("base64");
  const { header } = await call(etcd, "put", { key, value: "" });
  await call(etcd, "compaction", {
    revision: header.revision,
    physical: true,
  });
  return true;
}

interface EtcdAnswer {
  readonly header: { readonly revision: string };
}

async function call(
  etcd: string,
  method: string,
  body: object,
): Promise<EtcdAnswer> {
  const answer = await fetch(`${etcd}/v3/kv/${method}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`etcd ${method}: ${await answer.text()}`);
  return (await answer.json()) as EtcdAnswer;
}
