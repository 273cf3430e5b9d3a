import { describe, expect, inject } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import type { KnownObject } from "../../output/manifests.js";
import type { ResourceHandle } from "../../templates/runtime/resource.js";
import type { SubresourceHandle } from "../../templates/runtime/subresource.js";
import { liveClient, test, uniqueName } from "./live-client.js";
import { writeAgain } from "./write-again.js";
import { resourcesOf, type WrittenResource } from "./written-resources.js";
import { certificateObjects } from "./minimal-objects/certificates.js";
import { clusterScopedObjects } from "./minimal-objects/cluster-scoped.js";
import { namespacedObjects } from "./minimal-objects/namespaced.js";
import { workloads } from "./minimal-objects/workloads.js";

const objects = [
  ...workloads,
  ...namespacedObjects,
  ...clusterScopedObjects,
  ...certificateObjects(),
];

/** What is created to be answered, and not kept: each has a test below. */
const virtual = [
  "authentication.k8s.io/v1 SelfSubjectReview",
  "authentication.k8s.io/v1 TokenReview",
  "authorization.k8s.io/v1 LocalSubjectAccessReview",
  "authorization.k8s.io/v1 SelfSubjectAccessReview",
  "authorization.k8s.io/v1 SelfSubjectRulesReview",
  "authorization.k8s.io/v1 SubjectAccessReview",
];

/** What has no minimal object, and why. */
const impossible: Readonly<Record<string, string>> = {
  "v1 Binding": "it needs a pod, and is tested with the subresources of pods",
};

/** Where an event says what it is about, which has to be in the event's namespace. */
const eventSubjects: Readonly<Record<string, string>> = {
  "events.k8s.io/v1 Event": "regarding",
  "v1 Event": "involvedObject",
};

const nameOf = ({ apiVersion, kind }: KnownObject): string =>
  `${apiVersion} ${kind}`;

const resourceNameOf = ({ directory, facts }: WrittenResource): string =>
  `${facts.group === "" ? facts.version : directory} ${facts.kind}`;

/** The resource as a user reaches it: through the properties of the root. */
const handleOf = (
  k8s: Kubernetes,
  { accessor, facts }: WrittenResource,
  namespace: string,
): ResourceHandle => {
  const group = Reflect.get(k8s, facts.group || "core") as object;
  const client = Reflect.get(group, facts.version) as object;
  const found = Reflect.get(client, accessor) as unknown;
  return facts.namespaced
    ? (found as (namespace: string) => ResourceHandle)(namespace)
    : (found as ResourceHandle);
};

test("each kind that can be created is here, or there is a reason why not", async () => {
  const resources = await resourcesOf(await liveClient());
  const creatable = resources
    .filter(({ facts }) => facts.verbs.includes("create"))
    .map(resourceNameOf);
  const here = [...objects.map(nameOf), ...virtual, ...Object.keys(impossible)];
  expect(here.sort()).toEqual(creatable.sort());
});

describe("is created, read, listed, replaced, patched, applied and deleted:", () => {
  test.for(objects.map((object) => [nameOf(object), object] as const))(
    "%s",
    async ([kindName, minimal], { k8s, live, namespace }) => {
      const resources = await resourcesOf(await liveClient());
      const resource = resources.find(
        (one) => resourceNameOf(one) === kindName,
      );
      if (resource === undefined) throw new Error(`there is no ${kindName}`);
      const { facts } = resource;
      const handle = handleOf(k8s, resource, namespace);
      const { apiVersion, kind } = minimal;
      const name = minimal.metadata?.name ?? uniqueName("minimal");
      const about = eventSubjects[kindName];
      const object = {
        ...minimal,
        ...(about === undefined ? {} : { [about]: { namespace } }),
        metadata: { name },
      };

      const created = await handle.create(object);
      const uid = created.metadata?.uid;
      const same = { apiVersion, kind, metadata: { name, uid } };
      expect(created).toMatchObject(same);
      expect(uid).toBeTypeOf("string");
      expect(await handle.get(name)).toMatchObject(same);
      const list = await handle.list({
        fieldSelector: { "metadata.name": name },
      });
      expect(list.kind).toBe(`${kind}List`);
      expect(list.items).toMatchObject([same]);

      for (const [subresource, { verbs, ...of }] of Object.entries(
        facts.subresources ?? {},
      )) {
        if (!verbs.includes("get") || subresource === "log") continue;
        const one = Reflect.get(handle, subresource) as SubresourceHandle;
        expect(await one.get(name), subresource).toMatchObject({
          kind: of.kind,
          metadata: { name, uid },
        });
      }

      const labels = { "example.com/patched": "yes" };
      await handle.patch(name, { metadata: { labels } });
      const replaced = await writeAgain(live, async () =>
        handle.update(await handle.get(name)),
      );
      expect(replaced).toMatchObject({ ...same, metadata: { labels } });
      const applied = await handle.apply(name, object, {
        fieldManager: "kubewright-test",
        force: true,
        dryRun: true,
      });
      expect(applied).toMatchObject(same);

      await handle.delete(name);
      if (!inject("cluster").whole) await letGo(handle, name);
      await expect
        .poll(() => handle.get(name).catch((error: unknown) => error), {
          timeout: 60_000,
        })
        .toSatisfy(live.isNotFound);
    },
  );
});

/** Takes away what a controller would have to do first, where there may be none. */
async function letGo(handle: ResourceHandle, name: string): Promise<void> {
  const left = await handle.get(name).catch(() => undefined);
  if (left === undefined) return;
  if (left.kind === "Namespace") {
    const finalize = Reflect.get(handle, "finalize") as SubresourceHandle;
    await finalize.update({ ...left, ...{ spec: { finalizers: [] } } });
  } else if (left.kind !== "CustomResourceDefinition") {
    await handle.patch(name, { metadata: { finalizers: null } });
  }
}

describe("is answered:", () => {
  test("SelfSubjectReview", async ({ k8s }) => {
    const { status } = await k8s.authentication.v1.selfSubjectReviews.create(
      {},
    );
    expect(status?.userInfo?.groups).toContain("system:authenticated");
  });

  test("TokenReview", async ({ k8s }) => {
    const { tokenReviews } = k8s.authentication.v1;
    const { weakToken, weakUser } = inject("cluster");
    const known = await tokenReviews.create({ spec: { token: weakToken } });
    expect(known.status).toMatchObject({
      authenticated: true,
      user: { username: weakUser },
    });
    const unknown = await tokenReviews.create({ spec: { token: "nobody's" } });
    expect(unknown.status?.authenticated).not.toBe(true);
  });

  test("LocalSubjectAccessReview and SubjectAccessReview", async ({
    k8s,
    namespace,
  }) => {
    const { localSubjectAccessReviews, subjectAccessReviews } =
      k8s.authorization.v1;
    const user = inject("cluster").weakUser;
    const spec = {
      user,
      resourceAttributes: { namespace, verb: "list", resource: "pods" },
    };
    const local = await localSubjectAccessReviews(namespace).create({
      metadata: { namespace },
      spec,
    });
    expect(local).toMatchObject({
      kind: "LocalSubjectAccessReview",
      status: { allowed: false },
    });
    const weak = await subjectAccessReviews.create({ spec });
    expect(weak.status?.allowed).toBe(false);
    const strong = await subjectAccessReviews.create({
      spec: { ...spec, groups: ["system:masters"] },
    });
    expect(strong.status?.allowed).toBe(true);
  });

  test("SelfSubjectAccessReview and SelfSubjectRulesReview", async ({
    k8s,
    namespace,
  }) => {
    const { selfSubjectAccessReviews, selfSubjectRulesReviews } =
      k8s.authorization.v1;
    const access = await selfSubjectAccessReviews.create({
      spec: { nonResourceAttributes: { path: "/metrics", verb: "get" } },
    });
    expect(access.status?.allowed).toBe(true);
    const rules = await selfSubjectRulesReviews.create({ spec: { namespace } });
    expect(rules.status?.resourceRules).toContainEqual({
      apiGroups: ["*"],
      resources: ["*"],
      verbs: ["*"],
    });
  });
});
