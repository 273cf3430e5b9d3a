import { vi } from "vitest";

import { eachOf } from "../../generator/each-of.js";
import type { Kubernetes, PolicyRule } from "../../output/index.js";
import { uniqueName } from "./live-client.js";

/** What an account may do in a namespace, or in the whole cluster. */
export interface Grant {
  readonly role: "ClusterRole" | "Role";
  readonly rules: readonly PolicyRule[];
}

/**
 * The name of a service account's user that may do what a grant says, and what everyone may.
 *
 * @throws {Error} where the grant is not among those that were asked for
 */
export type UserWith = (grant: Grant) => string;

/**
 * Grants each of these to a service account of its own, in the namespace of a client, and waits until the server's authorizer has
 * heard of it. What is given beside takes back what is not in the namespace.
 */
export async function grantEach(
  k8s: Kubernetes,
  grants: readonly Grant[],
): Promise<readonly [UserWith, takeBack: () => Promise<void>]> {
  const { namespace } = k8s;
  const run = uniqueName("documented");
  const distinct = new Map(
    grants.map((grant) => [JSON.stringify(grant), grant]),
  );
  const names = new Map(
    [...distinct.keys()].map((key, i) => [key, `${run}-${String(i)}`]),
  );
  const waiting = [...distinct].filter(([, { rules }]) => rules.length > 0);
  const grantOne = (name: string, grant: Grant): Promise<void> =>
    grantTo(k8s, { name, run }, grant);
  await eachOf(waiting, ([key, grant]) =>
    grantOne(names.get(key) ?? "", grant),
  );
  // The authorizer hears of roles and bindings in their order: what knows the last of each kind knows all.
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
  for (const role of ["ClusterRole", "Role"] as const) {
    const name = `${run}-last-${role.toLowerCase()}`;
    await grantOne(name, { role, rules });
    await untilAllowed(k8s, name);
  }
  return [
    (grant) => {
      const name = names.get(JSON.stringify(grant));
      if (name === undefined) throw new Error("this was not asked for");
      return userOf(namespace, name);
    },
    () => takeBack(k8s, run),
  ];
}

async function takeBack(
  { rbacAuthorization }: Kubernetes,
  run: string,
): Promise<void> {
  const { clusterRoles, clusterRoleBindings } = rbacAuthorization.v1;
  const made = { labelSelector: { run } };
  await clusterRoleBindings.deleteCollection(made);
  await clusterRoles.deleteCollection(made);
}

const userOf = (namespace: string, name: string): string =>
  `system:serviceaccount:${namespace}:${name}`;

async function grantTo(
  { rbacAuthorization, namespace }: Kubernetes,
  { name, run }: { readonly name: string; readonly run: string },
  { role: kind, rules }: Grant,
): Promise<void> {
  const rbac = rbacAuthorization.v1;
  const metadata = { name, labels: { run } };
  const role = { metadata, rules: [...rules] };
  const binding = {
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name },
    subjects: [{ kind: "ServiceAccount", namespace, name }],
  };
  if (kind === "Role") {
    await rbac.roles(namespace).create(role);
    await rbac.roleBindings(namespace).create(binding);
  } else {
    await rbac.clusterRoles.create(role);
    await rbac.clusterRoleBindings.create(binding);
  }
}

async function untilAllowed(
  { authorization, namespace }: Kubernetes,
  name: string,
): Promise<void> {
  const resourceAttributes = { namespace, verb: "get", resource: "pods" };
  const spec = { user: userOf(namespace, name), resourceAttributes };
  await vi.waitFor(
    async () => {
      const { status } = await authorization.v1.subjectAccessReviews.create({
        spec,
      });
      if (status?.allowed !== true) throw new Error(`${name} is not heard of`);
    },
    { timeout: 60_000, interval: 100 },
  );
}
