import { describe, expect, inject, onTestFinished } from "vitest";

import type { ApiError, Kubernetes, PolicyRule } from "../../output/index.js";
import type { Impersonation } from "../../output/index.js";
import type { ClientModule } from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";

const cluster = inject("cluster");

/** The weak user, who asks to be somebody else. */
const acting = async (
  live: ClientModule,
  as: Impersonation,
): Promise<Kubernetes> => {
  const { kubeconfig } = cluster;
  const client = await live.connect({ kubeconfig, context: "weak", as });
  onTestFinished(() => client.close());
  return client;
};

describe("impersonation", () => {
  test("is refused without a rule, and shows in who one is", async ({
    k8s,
    live,
  }) => {
    const as = {
      user: "alice",
      uid: "42",
      groups: ["developers", "on call"],
      extra: { "example.com/reason": ["one", "two"] },
    };
    const alice = await acting(live, as);
    await expect(alice.whoAmI()).rejects.toSatisfy(live.isForbidden);

    await letImpersonate(k8s);
    await expect
      .poll(() => alice.whoAmI().catch(String), { timeout: 60_000 })
      .toEqual({
        username: "alice",
        uid: "42",
        groups: ["developers", "on call", "system:authenticated"],
        extra: { "example.com/reason": ["one", "two"] },
      });
    const query = { verb: "list", resource: "nodes", group: "" } as const;
    expect(await alice.can(query)).toBe(false);
  });

  test("is allowed by the rules that the errors name, one after another", async ({
    k8s,
    live,
  }) => {
    const as = { user: "bob", groups: ["testers"] };
    const bob = await acting(live, as);
    const metadata = { name: uniqueName("named") };
    const { clusterRoles } = k8s.rbacAuthorization.v1;
    await clusterRoles.create({ metadata });
    onTestFinished(async () => {
      await clusterRoles.delete(metadata.name);
    });
    await bindToWeak(k8s, metadata.name);

    const rules: PolicyRule[] = [];
    const ask = async (): Promise<Error | undefined> =>
      bob.whoAmI().then(
        () => undefined,
        (error: unknown) => error as Error,
      );
    for (let last = await ask(); last !== undefined;) {
      const { denied } = last as ApiError;
      expect(denied?.user).toBe(cluster.weakUser);
      expect(denied?.verb).toMatch(/^impersonate/);
      // By the rules that a user and a group take, at the most.
      expect(rules.length).toBeLessThan(4);
      if (denied !== undefined) rules.push(denied.rule);
      await clusterRoles.patch(metadata.name, { rules });
      const { message } = last;
      await expect
        .poll(async () => (await ask())?.message, { timeout: 60_000 })
        .not.toBe(message);
      last = await ask();
    }
    const { username, groups } = await bob.whoAmI();
    expect({ username, groups }).toEqual({
      username: "bob",
      groups: ["testers", "system:authenticated"],
    });
  });
});

/** Lets the weak user be alice with her groups, and nobody else. */
async function letImpersonate(k8s: Kubernetes): Promise<void> {
  const { clusterRoles } = k8s.rbacAuthorization.v1;
  const name = uniqueName("impersonator");
  const metadata = { name };
  const rule = (resource: string, group: string, resourceNames: string[]) => ({
    apiGroups: [group],
    resources: [resource],
    resourceNames,
    verbs: ["impersonate"],
  });
  const apiGroup = "authentication.k8s.io";
  await clusterRoles.create({
    metadata,
    rules: [
      rule("users", "", ["alice"]),
      rule("groups", "", ["developers", "on call"]),
      rule("uids", apiGroup, ["42"]),
      rule("userextras/example.com/reason", apiGroup, ["one", "two"]),
    ],
  });
  onTestFinished(async () => {
    await clusterRoles.delete(name);
  });
  await bindToWeak(k8s, name);
}

/** Gives a cluster role to the weak user: a service account in a cluster that is not ours, a user in ours. */
async function bindToWeak(k8s: Kubernetes, name: string): Promise<void> {
  const { clusterRoleBindings } = k8s.rbacAuthorization.v1;
  const { weakUser } = cluster;
  const [, , namespace, account] = weakUser.split(":");
  const apiGroup = "rbac.authorization.k8s.io";
  await clusterRoleBindings.create({
    metadata: { name },
    roleRef: { apiGroup, kind: "ClusterRole", name },
    subjects: [
      namespace === undefined || account === undefined
        ? { apiGroup, kind: "User", name: weakUser }
        : { kind: "ServiceAccount", namespace, name: account },
    ],
  });
  onTestFinished(async () => {
    await clusterRoleBindings.delete(name);
  });
}
