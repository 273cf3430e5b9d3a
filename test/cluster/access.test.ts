import { describe, expect, inject, onTestFinished } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import type { ClientModule } from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";

const { kubeconfig, weakUser } = inject("cluster");
const apiGroup = "rbac.authorization.k8s.io";

async function weakClient(live: ClientModule): Promise<Kubernetes> {
  const weak = await live.connect({ kubeconfig, context: "weak" });
  onTestFinished(() => weak.close());
  return weak;
}

/** Allows the weak user what an error says was denied, with the very rule that it names. */
async function allow(
  k8s: Kubernetes,
  { denied }: InstanceType<ClientModule["ApiError"]>,
): Promise<void> {
  if (denied === undefined) return expect.unreachable("nothing was denied");
  const rbac = k8s.rbacAuthorization.v1;
  const metadata = { name: uniqueName("allow") };
  const { namespace, rule, role: kind } = denied;
  const binding = {
    metadata,
    roleRef: { apiGroup, kind, name: metadata.name },
    subjects: [{ apiGroup, kind: "User", name: denied.user }],
  };
  const role = { metadata, rules: [rule] };
  if (namespace === undefined) {
    await rbac.clusterRoles.create(role);
    await rbac.clusterRoleBindings.create(binding);
    onTestFinished(async () => {
      await rbac.clusterRoleBindings.delete(metadata.name);
      await rbac.clusterRoles.delete(metadata.name);
    });
  } else {
    await rbac.roles(namespace).create(role);
    await rbac.roleBindings(namespace).create(binding);
  }
}

describe("what is denied", () => {
  const cases: readonly [
    what: string,
    call: (weak: Kubernetes, namespace: string) => Promise<unknown>,
    denied: object,
  ][] = [
    [
      "a named object of a namespace",
      (weak, namespace) => weak.core.v1.secrets(namespace).get("one"),
      { verb: "get", resource: "secrets", name: "one", role: "Role" },
    ],
    [
      "a subresource",
      (weak, namespace) => weak.apps.v1.deployments(namespace).scale.get("web"),
      { group: "apps", resource: "deployments", subresource: "scale" },
    ],
    [
      "a collection",
      (weak, namespace) =>
        weak.core.v1
          .configMaps(namespace)
          .deleteCollection({ labelSelector: "a=b" }),
      { verb: "deletecollection", resource: "configmaps", name: undefined },
    ],
    [
      "all namespaces",
      (weak) => weak.core.v1.serviceAccounts().list(),
      { verb: "list", namespace: undefined, role: "ClusterRole" },
    ],
    [
      "a cluster-scoped object",
      (weak) => weak.storage.v1.storageClasses.get("one"),
      { group: "storage.k8s.io", name: "one", role: "ClusterRole" },
    ],
    [
      "a path",
      (weak) => weak.server.metrics(),
      { verb: "get", path: "/metrics", resource: undefined },
    ],
  ];

  test.for(cases)(
    "is told, and its rule allows it: %s",
    async ([, call, denied], { k8s, live, namespace }) => {
      const weak = await weakClient(live);
      const error = await call(weak, namespace).catch((e: unknown) => e);
      if (!live.isForbidden(error)) throw error;
      expect(error.denied).toMatchObject({ user: weakUser, ...denied });
      await allow(k8s, error);
      // The authorizer hears of it a little later; then there may still be no such object.
      const isForbidden = async () => {
        const again = await call(weak, namespace).catch((e: unknown) => e);
        return live.isForbidden(again);
      };
      await expect.poll(isForbidden, { timeout: 60_000 }).toBe(false);
    },
  );

  test("is told of an impersonation too, and what it takes, one rule after another", async ({
    k8s,
    live,
  }) => {
    const weak = await weakClient(live);
    const headers = { "impersonate-user": uniqueName("jane") };
    const allowed = new Set<string>();
    const ask = async (): Promise<boolean> => {
      const error = await weak
        .request({ path: "/version", headers })
        .catch((e: unknown) => e);
      if (!live.isForbidden(error)) return true;
      expect(error.denied).toMatchObject({
        user: weakUser,
        verb: expect.stringMatching(/^impersonate/),
      });
      const rule = JSON.stringify(error.denied?.rule);
      if (!allowed.has(rule)) await allow(k8s, error);
      allowed.add(rule);
      return false;
    };
    await expect.poll(ask, { timeout: 60_000 }).toBe(true);
    expect([...allowed].join()).toContain(headers["impersonate-user"]);
  });

  test("has no rule where admission refuses, and the server's message", async ({
    k8s,
    live,
    namespace,
  }) => {
    await k8s.core.v1.namespaces.patch(namespace, {
      metadata: {
        labels: { "pod-security.kubernetes.io/enforce": "baseline" },
      },
    });
    const create = () =>
      k8s.core.v1.pods(namespace).create({
        metadata: { name: "web" },
        spec: {
          hostNetwork: true,
          containers: [{ name: "web", image: "web" }],
        },
      });
    const error = await create().catch((e: unknown) => e);
    if (!live.isForbidden(error)) throw error;
    expect(error.denied).toBeUndefined();
    expect(error.message).toContain('violates PodSecurity "baseline:latest"');
    expect(error.message).not.toContain("RBAC rule");
  });
});

describe("can", () => {
  test("says what the server says", async ({ k8s, live, namespace }) => {
    const weak = await weakClient(live);
    const patch = { verb: "patch", resource: "deployments", namespace };
    expect(await k8s.can(patch)).toBe(true);
    expect(await weak.can(patch)).toBe(false);
    expect(await weak.can({ verb: "list", resource: "nodes" })).toBe(false);
    expect(await weak.can({ verb: "get", path: "/version" })).toBe(true);
    expect(await weak.can({ verb: "get", path: "/logs" })).toBe(false);
    expect(
      await k8s.can({ verb: "*", resource: "*", allNamespaces: true }),
    ).toBe(true);
  });

  test("knows one name from another", async ({ k8s, live, namespace }) => {
    const weak = await weakClient(live);
    const one = { verb: "get", resource: "configmaps", namespace };
    const error = await weak.core.v1
      .configMaps(namespace)
      .get("mine")
      .catch((e: unknown) => e);
    if (!live.isForbidden(error)) throw error;
    await allow(k8s, error);
    await expect
      .poll(() => weak.can({ ...one, name: "mine" }), { timeout: 60_000 })
      .toBe(true);
    expect(await weak.can({ ...one, name: "other" })).toBe(false);
    expect(await weak.can(one)).toBe(false);
  });
});

describe("whoAmI", () => {
  test("gives the user that the server sees", async ({ live }) => {
    const weak = await weakClient(live);
    const { username, groups } = await weak.whoAmI();
    expect(username).toBe(weakUser);
    expect(groups).toContain("system:authenticated");
    expect(await live.whoAmI(weak.transport)).toMatchObject({ username });
  });
});
