import { describe, expect, test } from "vitest";
import { appsV1 } from "../../output/apps/v1/index.js";
import { podPath, podProxyPath } from "../../output/core/v1/paths.js";
import { kubernetes } from "../../output/index.js";
import { kubernetes as customKubernetes } from "../golden/custom-resource/expected/index.js";
import { fakeTransport, type FakeAnswer } from "../runtime/fake-transport.js";

function client(answer: FakeAnswer = {}) {
  const transport = fakeTransport(() => answer);
  const sent = () => transport.requests.at(-1);
  return { k8s: kubernetes(transport), transport, sent };
}

const json = "application/json";
const web = { metadata: { name: "web" } };
const deployments = "/apis/apps/v1/namespaces/default/deployments";

describe("an object of a namespace", () => {
  test("is read", async () => {
    const { k8s, sent } = client();
    await k8s.apps.v1.deployments("default").get("web");
    expect(sent()).toEqual({
      method: "GET",
      url: `${deployments}/web`,
      headers: { accept: json },
      body: undefined,
    });
  });

  test("is created and replaced with the apiVersion and kind of its resource", async () => {
    const { k8s, transport } = client();
    const handle = k8s.apps.v1.deployments("default");
    const deployment = { ...web, spec: { selector: {}, template: {} } };
    await handle.create(deployment, { dryRun: true, fieldManager: "ci" });
    await handle.update(deployment);
    const headers = { accept: json, "content-type": json };
    const body = { apiVersion: "apps/v1", kind: "Deployment", ...deployment };
    expect(transport.requests).toEqual([
      {
        method: "POST",
        url: `${deployments}?dryRun=All&fieldManager=ci`,
        headers,
        body,
      },
      { method: "PUT", url: `${deployments}/web`, headers, body },
    ]);
  });

  test("is patched in four formats, each by its media type", async () => {
    const { k8s, transport } = client();
    const handle = k8s.apps.v1.deployments("default");
    await handle.patch("web", { spec: { replicas: null } });
    await handle.patch("web", [{ op: "remove", path: "/spec" }], {
      type: "json",
    });
    await handle.patch(
      "web",
      { spec: { template: { $patch: "replace" } } },
      { type: "strategic" },
    );
    await handle.apply(
      "web",
      { spec: { replicas: 3 } },
      { fieldManager: "ci", force: true },
    );
    const requests = transport.requests.map(
      ({ method, url, headers, body }) => [
        `${method} ${url}`,
        headers["content-type"],
        body,
      ],
    );
    const patch = `PATCH ${deployments}/web`;
    expect(requests).toEqual([
      [patch, "application/merge-patch+json", { spec: { replicas: null } }],
      [patch, "application/json-patch+json", [{ op: "remove", path: "/spec" }]],
      [
        patch,
        "application/strategic-merge-patch+json",
        { spec: { template: { $patch: "replace" } } },
      ],
      [
        `${patch}?fieldManager=ci&force=true`,
        "application/apply-patch+yaml",
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          ...web,
          spec: { replicas: 3 },
        },
      ],
    ]);
  });

  test("is deleted, alone and with all that are selected", async () => {
    const { k8s, transport } = client();
    const handle = k8s.apps.v1.deployments("default");
    await handle.delete("web", {
      propagationPolicy: "Foreground",
      preconditions: { uid: "1" },
    });
    await handle.deleteCollection({ labelSelector: { app: "web" } });
    expect(transport.requests).toMatchObject([
      {
        method: "DELETE",
        url: `${deployments}/web`,
        body: { propagationPolicy: "Foreground", preconditions: { uid: "1" } },
      },
      {
        method: "DELETE",
        url: `${deployments}?labelSelector=app%3Dweb`,
        body: undefined,
      },
    ]);
  });
});

describe("a collection", () => {
  const answer: FakeAnswer = {
    body: { kind: "PodList", items: [{ metadata: { name: "web" } }] },
  };

  test("is listed in a namespace, in all, and of the cluster", async () => {
    const { k8s, transport } = client(answer);
    await k8s.core.v1.pods("default").list({ limit: 5 });
    await k8s.core.v1.pods().list({
      fieldSelector: {
        "status.phase": "Running",
        "spec.nodeName": { not: "a" },
      },
      labelSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] },
    });
    await k8s.core.v1.nodes.list();
    expect(
      transport.requests.map(({ url }) => decodeURIComponent(url)),
    ).toEqual([
      "/api/v1/namespaces/default/pods?limit=5",
      "/api/v1/pods?labelSelector=app&fieldSelector=status.phase=Running,spec.nodeName!=a",
      "/api/v1/nodes",
    ]);
  });

  test("gives items that say what they are", async () => {
    const { k8s } = client(answer);
    const { items } = await k8s.core.v1.pods().list();
    expect(items).toEqual([
      { apiVersion: "v1", kind: "Pod", metadata: { name: "web" } },
    ]);
    const names: string[] = [];
    for await (const pod of k8s.core.v1.pods().listAll())
      names.push(`${pod.kind} ${pod.metadata.name}`);
    expect(names).toEqual(["Pod web"]);
  });

  test("is watched where its list is", async () => {
    const bookmark = {
      type: "BOOKMARK",
      object: {
        metadata: {
          resourceVersion: "1",
          annotations: { "k8s.io/initial-events-end": "true" },
        },
      },
    };
    const { k8s, transport } = client({
      body: `${JSON.stringify(bookmark)}\n`,
    });
    for await (const event of k8s.core.v1.pods("default").watch()) {
      expect(event.type).toBe("SYNC");
      break;
    }
    expect(transport.requests[0]?.url).toMatch(
      /^\/api\/v1\/namespaces\/default\/pods\b/,
    );
  });
});

describe("what is not kept", () => {
  test("is created, and answered", async () => {
    const { k8s, sent } = client({ body: { status: { allowed: true } } });
    const review = await k8s.authorization.v1.selfSubjectAccessReviews.create({
      spec: {},
    });
    expect(review.status?.allowed).toBe(true);
    expect(sent()).toMatchObject({
      method: "POST",
      url: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      body: {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
      },
    });
  });
});

describe("a group", () => {
  test("is there under its short name and under its full one", () => {
    const { k8s } = client();
    expect(k8s["networking.k8s.io"]).toBe(k8s.networking);
    const custom = customKubernetes(fakeTransport());
    expect(custom["stable.example.com"]).toBe(custom.stableExampleCom);
  });

  test("can be had without the others", async () => {
    const transport = fakeTransport();
    await appsV1(transport).deployments("default").get("web");
    expect(transport.requests[0]?.url).toBe(`${deployments}/web`);
  });
});

describe("a path", () => {
  test("is encoded, but for the rest that follows it", () => {
    expect(podPath("default", "a b")).toBe(
      "/api/v1/namespaces/default/pods/a%20b",
    );
    expect(podProxyPath("default", "web", "a/b?c")).toBe(
      "/api/v1/namespaces/default/pods/web/proxy/a/b%3Fc",
    );
    expect(() => podPath("default", "../secrets/x")).toThrow(TypeError);
    expect(() => podPath("", "web")).toThrow(TypeError);
  });
});
