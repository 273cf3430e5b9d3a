import { describe, expect, expectTypeOf, test } from "vitest";
import type {
  Deployment,
  DeploymentResource,
  PersistedDeployment,
  PersistedDeploymentList,
} from "../../output/apps/v1/index.js";
import type {
  AppsV1Object,
  DeploymentApply,
} from "../../output/apps/v1/index.js";
import type {
  Event as CoreEvent,
  PersistedPod,
  PodResource,
  PodResourceEverywhere,
} from "../../output/core/v1/index.js";
import { deploymentPath } from "../../output/apps/v1/paths.js";
import type { Event } from "../../output/events.k8s.io/v1/index.js";
import type { Kubernetes } from "../../output/index.js";
import type { KnownObject } from "../../output/manifests.js";
import type { Status } from "../../output/meta/v1/index.js";
import type { Kubernetes as CustomKubernetes } from "../golden/custom-resource/expected/index.js";

/**
 * What the types of a client say, and what they refuse. `npm run check` compiles this file: a `@ts-expect-error` above a line that
 * compiles is an error. Nothing in the functions below is run.
 */
function neverRun(program: (...of: never[]) => unknown): void {
  expect(program).toBeTypeOf("function");
}

describe("types say", () => {
  test("what the server filled in", () => {
    expectTypeOf<
      PersistedDeployment["metadata"]["name"]
    >().toEqualTypeOf<string>();
    expectTypeOf<
      PersistedDeployment["metadata"]["namespace"]
    >().toEqualTypeOf<string>();
    expectTypeOf<
      PersistedDeployment["metadata"]["uid"]
    >().toEqualTypeOf<string>();
    expectTypeOf<
      PersistedDeployment["apiVersion"]
    >().toEqualTypeOf<"apps/v1">();
    expectTypeOf<PersistedDeployment["kind"]>().toEqualTypeOf<"Deployment">();
    expectTypeOf<PersistedDeployment>().toExtend<Deployment>();
    expectTypeOf<PersistedDeploymentList["items"]>().toEqualTypeOf<
      PersistedDeployment[]
    >();
    expectTypeOf<Deployment["metadata"]>().extract<undefined>().not.toBeNever();
  });

  test("what a delete answers, told apart by kind", () => {
    neverRun(async (k8s: Kubernetes) => {
      const answer = await k8s.apps.v1.deployments("a").delete("web");
      if (answer.kind === "Deployment")
        expectTypeOf(answer).toEqualTypeOf<PersistedDeployment>();
      else expectTypeOf(answer).toEqualTypeOf<Status>();
    });
  });

  test("which kind of several an object is", () => {
    neverRun((object: AppsV1Object, known: KnownObject) => {
      if (object.kind === "Deployment") {
        expectTypeOf(object.spec).toEqualTypeOf<Deployment["spec"]>();
        expectTypeOf(object.apiVersion).toEqualTypeOf<"apps/v1">();
      }
      if (known.kind === "Event" && known.apiVersion === "v1")
        expectTypeOf(known.reason).toEqualTypeOf<CoreEvent["reason"]>();
      if (known.kind === "Event" && known.apiVersion === "events.k8s.io/v1")
        expectTypeOf(known.regarding).toEqualTypeOf<Event["regarding"]>();
    });
  });

  test("which path it is", () => {
    expectTypeOf(
      deploymentPath,
    ).returns.toEqualTypeOf<`/apis/apps/v1/namespaces/${string}/deployments/${string}`>();
  });

  test("what a watch gives", () => {
    neverRun(async (pods: PodResource) => {
      for await (const event of pods.watch())
        if (event.type === "SYNC")
          expectTypeOf(event.objects).toEqualTypeOf<PersistedPod[]>();
        else expectTypeOf(event.object).toEqualTypeOf<PersistedPod>();
    });
  });
});

describe("what does not compile:", () => {
  test("a verb that the server does not have", () => {
    neverRun(async (k8s: Kubernetes) => {
      // @ts-expect-error a review is not kept, so there is none to read
      await k8s.authorization.v1.selfSubjectAccessReviews.get("x");
      // @ts-expect-error bindings are only created
      await k8s.core.v1.bindings("a").list();
      // @ts-expect-error nothing is created in all namespaces at once
      await k8s.core.v1.pods().create({});
      // @ts-expect-error a scale is not deleted
      await k8s.apps.v1.deployments("a").scale.delete("web");
      // @ts-expect-error a component's status is not written
      await k8s.core.v1.componentStatuses.update({});
    });
  });

  test("a subresource or a scope that there is not", () => {
    neverRun(async (k8s: Kubernetes, everywhere: PodResourceEverywhere) => {
      // @ts-expect-error a config map has no status
      await k8s.core.v1.configMaps("a").status;
      // @ts-expect-error a node is in no namespace
      k8s.core.v1.nodes("a");
      // @ts-expect-error a stream has a path and no method
      await k8s.core.v1.pods("a").exec("web");
      // @ts-expect-error a proxied request is no object
      await k8s.core.v1.pods("a").proxy.get("web");
      // @ts-expect-error one pod is in one namespace
      await everywhere.get("web");
    });
  });

  test("a patch that the resource does not take", () => {
    neverRun(async (k8s: Kubernetes, custom: CustomKubernetes) => {
      const crontabs = custom.stableExampleCom.v1.cronTabs("a");
      await crontabs.patch("daily", { spec: { replicas: 2 } });
      // @ts-expect-error custom resources have no strategic merge patch
      await crontabs.patch("daily", {}, { type: "strategic" });
      // @ts-expect-error a JSON patch is a list of operations
      await k8s.apps.v1.deployments("a").patch("web", {}, { type: "json" });
      const deployments = k8s.apps.v1.deployments("a");
      // @ts-expect-error a merge patch has the fields of the kind
      await deployments.patch("web", { spec: { replica: 3 } });
      // @ts-expect-error an apply says who applies
      await deployments.apply("web", {}, {});
    });
  });

  test("a field selector that the server does not know", () => {
    neverRun(async (k8s: Kubernetes, custom: CustomKubernetes) => {
      const pods = k8s.core.v1.pods("a");
      await pods.list({ fieldSelector: { "spec.nodeName": "n" } });
      // @ts-expect-error pods are not indexed by their image
      await pods.list({ fieldSelector: { "spec.image": "x" } });
      const nodes = k8s.core.v1.nodes;
      // @ts-expect-error a node is in no namespace
      await nodes.list({ fieldSelector: { "metadata.namespace": "a" } });
      const crontabs = custom.stableExampleCom.v1.cronTabs("a");
      await crontabs.list({ fieldSelector: { "spec.schedule": "@daily" } });
      // @ts-expect-error it is not among the kind's selectable fields
      await crontabs.list({ fieldSelector: { "spec.replicas": "1" } });
    });
  });

  test("a body that is not of the kind", () => {
    neverRun(async (k8s: Kubernetes, deployments: DeploymentResource) => {
      const spec = { selector: {}, template: {} };
      await deployments.create({ kind: "Deployment", spec });
      // @ts-expect-error replicas are a number
      await deployments.create({ spec: { ...spec, replicas: "3" } });
      // @ts-expect-error it is another kind
      await deployments.create({ kind: "StatefulSet", spec });
      // @ts-expect-error a spec needs its template
      await deployments.create({ spec: { selector: {} } });
      // @ts-expect-error data are text
      await k8s.core.v1.configMaps("a").create({ data: { a: 1 } });
    });
  });

  test("an apply of an item without its key", () => {
    neverRun((): DeploymentApply[] => [
      { spec: { template: { spec: { containers: [{ name: "web" }] } } } },
      // @ts-expect-error a container is told by its name
      { spec: { template: { spec: { containers: [{ image: "nginx" }] } } } },
    ]);
  });

  test("a change of what the client knows", () => {
    neverRun((k8s: Kubernetes) => {
      // @ts-expect-error the groups of a client do not change
      k8s.apps = k8s.apps;
    });
  });
});
