import { describe, expect, expectTypeOf, test } from "vitest";
import type {
  ConfigMap,
  PersistedConfigMap,
  PersistedPod,
} from "../../output/core/v1/index.js";
import type { PersistedDeployment } from "../../output/apps/v1/index.js";
import {
  createOrUpdate,
  exists,
  hasCondition,
  isDeleted,
  isRolledOut,
  metadataOf,
  retryOnConflict,
  table,
  waitFor,
  type ApiError,
  type Denied,
  type Kubernetes,
  type KubernetesList,
  type PartialObjectMetadata,
  type ProxyAnswer,
  type Table,
  type UntypedObject,
  type WatchEvent,
} from "../../output/index.js";
import type { CoreV1 } from "../golden/connect/expected/core/v1/client.js";

/** As in calls-types.test.ts: nothing in the functions below is run. */
function neverRun(program: (...of: never[]) => unknown): void {
  expect(program).toBeTypeOf("function");
}

describe("types say", () => {
  test("what was waited for", () => {
    neverRun(async (k8s: Kubernetes) => {
      const pods = k8s.core.v1.pods("a");
      const deployments = k8s.apps.v1.deployments("a");
      expectTypeOf(
        await waitFor(pods, "web", hasCondition("Ready")),
      ).toEqualTypeOf<PersistedPod>();
      expectTypeOf(
        await waitFor(deployments, "web", isRolledOut),
      ).toEqualTypeOf<PersistedDeployment>();
      expectTypeOf(
        await waitFor(pods, "web", isDeleted),
      ).toEqualTypeOf<undefined>();
      expectTypeOf(
        await waitFor(
          pods,
          "web",
          (pod) => pod === undefined || pod.status?.phase === "Failed",
        ),
      ).toEqualTypeOf<PersistedPod | undefined>();
      expectTypeOf(
        await waitFor(k8s.core.v1.nodes, "n1", exists),
      ).not.toBeAny();
      expectTypeOf(
        await waitFor(k8s.resource("a/v1", "B"), "b", exists),
      ).toEqualTypeOf<UntypedObject>();
    });
  });

  test("what a table's rows have", () => {
    neverRun(async (k8s: Kubernetes) => {
      const pods = k8s.core.v1.pods();
      expectTypeOf(await table(pods)).toEqualTypeOf<
        Table<PartialObjectMetadata>
      >();
      const fieldSelector = { "status.phase": "Running" } as const;
      expectTypeOf(
        await table(pods, { includeObject: "Object", fieldSelector }),
      ).toEqualTypeOf<Table<PersistedPod>>();
      expectTypeOf(
        (await table(pods, { includeObject: "None" })).rows[0]!.object,
      ).toEqualTypeOf<null>();
    });
  });

  test("which reads there are of metadata", () => {
    neverRun(async (k8s: Kubernetes) => {
      const pods = metadataOf(k8s.core.v1.pods("a"));
      expectTypeOf(
        await pods.get("web"),
      ).toEqualTypeOf<PartialObjectMetadata>();
      expectTypeOf(await pods.list()).toEqualTypeOf<
        KubernetesList<PartialObjectMetadata>
      >();
      expectTypeOf(pods.watch()).toEqualTypeOf<
        AsyncIterable<WatchEvent<PartialObjectMetadata>>
      >();
      await pods.list({ fieldSelector: { "status.phase": "Running" } });
    });
  });

  test("what was stored, and how", () => {
    neverRun(async (k8s: Kubernetes) => {
      const result = await createOrUpdate(
        k8s.core.v1.configMaps("a"),
        "settings",
        (existing) => {
          expectTypeOf(existing).toEqualTypeOf<
            PersistedConfigMap | undefined
          >();
          return { ...existing, data: { a: "b" } } satisfies ConfigMap;
        },
      );
      expectTypeOf(result.object).toEqualTypeOf<PersistedConfigMap>();
      expectTypeOf(result.outcome).toEqualTypeOf<
        "created" | "unchanged" | "updated"
      >();
      expectTypeOf(
        await retryOnConflict(() => k8s.core.v1.pods("a").get("web")),
      ).toEqualTypeOf<PersistedPod>();
    });
  });

  test("what was denied, what is allowed, and what a program answered", () => {
    neverRun(async (k8s: Kubernetes, error: ApiError) => {
      expectTypeOf(error.denied).toEqualTypeOf<Denied | undefined>();
      expectTypeOf(
        await k8s.can({ verb: "get", resource: "pods" }),
      ).toEqualTypeOf<boolean>();
      const { rule } = error.denied!;
      await k8s.rbacAuthorization.v1
        .roles("a")
        .create({ metadata: { name: "a" }, rules: [rule] });
      expectTypeOf(
        await k8s.core.v1.services("a").proxy("web", { port: "http" }),
      ).toEqualTypeOf<ProxyAnswer>();
    });
  });
});

describe("what does not compile:", () => {
  test("a wait in all namespaces, or for a state that the kind does not have", () => {
    neverRun(async (k8s: Kubernetes) => {
      // @ts-expect-error which namespace's?
      await waitFor(k8s.core.v1.pods(), "web", exists);
      // @ts-expect-error a pod has no rollout
      await waitFor(k8s.core.v1.pods("a"), "web", isRolledOut);
      await waitFor(
        k8s.core.v1.pods("a"),
        "web",
        // @ts-expect-error it is status.phase
        (pod) => pod?.phase === "Running",
      );
    });
  });

  test("a read that the resource does not have", () => {
    neverRun(async (k8s: Kubernetes) => {
      // @ts-expect-error all namespaces have no object of a name
      await metadataOf(k8s.core.v1.pods()).get("web");
      // @ts-expect-error a view is read
      await metadataOf(k8s.core.v1.pods("a")).create({});
      // @ts-expect-error reviews are not kept
      await table(k8s.authorization.v1.selfSubjectAccessReviews);
      const pods = k8s.core.v1.pods("a");
      // @ts-expect-error pods are not indexed by their image
      await table(pods, { fieldSelector: { "spec.image": "x" } });
      const view = metadataOf(pods);
      // @ts-expect-error pods are not indexed by their image
      await view.list({ fieldSelector: { "spec.image": "x" } });
    });
  });

  test("a body of another kind", () => {
    neverRun(async (k8s: Kubernetes) => {
      const configMaps = k8s.core.v1.configMaps("a");
      // @ts-expect-error data are text
      await createOrUpdate(configMaps, "a", () => ({ data: { a: 1 } }));
      const pods = k8s.core.v1.pods();
      // @ts-expect-error nothing is created in all namespaces
      await createOrUpdate(pods, "a", () => ({}));
    });
  });

  test("a question that is none", () => {
    neverRun(async (k8s: Kubernetes) => {
      // @ts-expect-error it does not say of what
      await k8s.can({ verb: "get" });
      // @ts-expect-error a path has no resource
      await k8s.can({ verb: "get", path: "/metrics", resource: "pods" });
    });
  });

  test("a method that is not published, or a proxy where there is none", () => {
    neverRun(async (k8s: Kubernetes, core: CoreV1) => {
      await core.services("a").proxy("web", { method: "POST" });
      // @ts-expect-error this server publishes GET and POST
      await core.services("a").proxy("web", { method: "PUT" });
      // @ts-expect-error a schema is none
      await k8s.core.v1.pods("a").proxy("web", { scheme: "ftp" });
      // @ts-expect-error there is no program behind a ConfigMap
      await k8s.core.v1.configMaps("a").proxy("web");
    });
  });
});
