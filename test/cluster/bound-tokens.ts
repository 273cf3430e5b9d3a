import { readFile } from "node:fs/promises";

import { expect, inject } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { send } from "./https-request.js";

/** What a token lives with: once it is deleted, the server refuses the token. */
export interface BoundTo {
  readonly kind: "Pod" | "Secret";
  readonly name: string;
  readonly uid: string;
}

/** Makes a token of a service account, good for ten minutes: the shortest that there is. */
export async function boundToken(
  k8s: Kubernetes,
  namespace: string,
  account: string,
  to?: BoundTo,
): Promise<string> {
  const { status } = await k8s.core.v1
    .serviceAccounts(namespace)
    .token.create(account, {
      spec: {
        audiences: [],
        expirationSeconds: 600,
        ...(to === undefined
          ? {}
          : { boundObjectRef: { apiVersion: "v1", ...to } }),
      },
    });
  return status?.token ?? expect.unreachable("no token");
}

/** Waits until the server refuses a token, which it remembers for some seconds as a good one. */
export async function untilRefused(token: string): Promise<void> {
  const { server, certificateAuthority } = inject("cluster");
  const ca = await readFile(certificateAuthority, "utf8");
  const identity = { certificateAuthority: ca, token };
  await expect
    .poll(async () => (await send(server, "/version", identity)).status, {
      timeout: 60_000,
      interval: 200,
    })
    .toBe(401);
}

/** Lets a service account read and write what is in its namespace. */
export async function letEdit(
  k8s: Kubernetes,
  namespace: string,
  account: string,
): Promise<void> {
  await k8s.rbacAuthorization.v1.roleBindings(namespace).create({
    metadata: { name: `${account}-edits` },
    roleRef: {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "ClusterRole",
      name: "edit",
    },
    subjects: [{ kind: "ServiceAccount", namespace, name: account }],
  });
}
