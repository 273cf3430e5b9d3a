import { describe, expect, test } from "vitest";
import { kubernetes } from "../../output/index.js";
import { kubernetes as customKubernetes } from "../golden/custom-resource/expected/index.js";
import { fakeTransport, type FakeAnswer } from "../runtime/fake-transport.js";

function client(answer: FakeAnswer = {}) {
  const transport = fakeTransport(() => answer);
  return { k8s: kubernetes(transport), transport };
}

const web = { metadata: { name: "web" } };
const deployments = "/apis/apps/v1/namespaces/default/deployments";

describe("a subresource", () => {
  const pod = "/api/v1/namespaces/default/pods/web";

  test("of the object's own kind is written with that kind", async () => {
    const { k8s, transport } = client();
    const pods = k8s.core.v1.pods("default");
    await pods.status.update(web);
    await pods.resize.patch("web", { spec: {} });
    await pods.ephemeralcontainers.get("web");
    await k8s.core.v1.namespaces.finalize.update(web);
    await k8s.certificates.v1.certificateSigningRequests.approval.update({
      ...web,
      spec: { request: "", signerName: "" },
    });
    const requests = transport.requests.map(({ method, url, body }) => [
      `${method} ${url}`,
      (body as { kind?: string } | undefined)?.kind,
    ]);
    expect(requests).toEqual([
      [`PUT ${pod}/status`, "Pod"],
      [`PATCH ${pod}/resize`, undefined],
      [`GET ${pod}/ephemeralcontainers`, undefined],
      ["PUT /api/v1/namespaces/web/finalize", "Namespace"],
      [
        "PUT /apis/certificates.k8s.io/v1/certificatesigningrequests/web/approval",
        "CertificateSigningRequest",
      ],
    ]);
  });

  test("of another kind is written with that one", async () => {
    const { k8s, transport } = client();
    const scale = { ...web, spec: { replicas: 3 } };
    await k8s.apps.v1.deployments("default").scale.update(scale);
    await k8s.core.v1.pods("default").eviction.create("web", web);
    await k8s.core.v1
      .pods("default")
      .binding.create("web", { target: { name: "n1" } });
    await k8s.core.v1
      .serviceAccounts("default")
      .token.create("ci", { spec: { audiences: [] } });
    expect(transport.requests).toMatchObject([
      {
        method: "PUT",
        url: `${deployments}/web/scale`,
        body: { apiVersion: "autoscaling/v1", kind: "Scale", ...scale },
      },
      {
        method: "POST",
        url: `${pod}/eviction`,
        body: { apiVersion: "policy/v1", kind: "Eviction" },
      },
      {
        method: "POST",
        url: `${pod}/binding`,
        body: { apiVersion: "v1", kind: "Binding" },
      },
      {
        method: "POST",
        url: "/api/v1/namespaces/default/serviceaccounts/ci/token",
        body: {
          apiVersion: "authentication.k8s.io/v1",
          kind: "TokenRequest",
        },
      },
    ]);
  });

  test("of a custom resource is written with the kind of its schema", async () => {
    const transport = fakeTransport();
    const { stableExampleCom } = customKubernetes(transport);
    const crontabs = stableExampleCom.v1.cronTabs("default");
    await crontabs.scale.update({ metadata: { name: "daily" } });
    await crontabs.status.patch("daily", { status: { replicas: 1 } });
    await crontabs.status.apply(
      "daily",
      { status: { replicas: 1 } },
      { fieldManager: "ci" },
    );
    const at = "/apis/stable.example.com/v1/namespaces/default/crontabs/daily";
    expect(transport.requests).toMatchObject([
      {
        method: "PUT",
        url: `${at}/scale`,
        body: { apiVersion: "autoscaling/v1", kind: "Scale" },
      },
      {
        method: "PATCH",
        url: `${at}/status`,
        headers: { "content-type": "application/merge-patch+json" },
      },
      {
        method: "PATCH",
        url: `${at}/status?fieldManager=ci`,
        body: { apiVersion: "stable.example.com/v1", kind: "CronTab" },
      },
    ]);
  });

  test("that is a log is read as text", async () => {
    const { k8s, transport } = client({ body: "one\ntwo\n" });
    const lines: string[] = [];
    for await (const line of k8s.core.v1
      .pods("default")
      .logs("web", { tailLines: 2 }))
      lines.push(line);
    expect(lines).toEqual(["one", "two"]);
    expect(transport.requests).toMatchObject([
      {
        url: `${pod}/log?tailLines=2`,
        headers: { accept: expect.not.stringContaining("json") },
      },
    ]);
  });

  test("that is a proxy is asked through, by any method", async () => {
    const { k8s, transport } = client({ status: 404, body: "none of ours" });
    const { nodes, pods, services } = k8s.core.v1;
    const answer = await services("default").proxy("web", {
      port: "http",
      method: "POST",
      path: "/a/b/",
      query: { c: 1 },
      body: '{"a":1}',
    });
    expect([answer.status, await answer.text()]).toEqual([404, "none of ours"]);
    await pods("default").proxy("web", { scheme: "https", port: 8443 });
    await nodes.proxy("n1", { path: "metrics" });
    expect(
      transport.requests.map(({ method, url }) => `${method} ${url}`),
    ).toEqual([
      "POST /api/v1/namespaces/default/services/web:http/proxy/a/b/?c=1",
      "GET /api/v1/namespaces/default/pods/https:web:8443/proxy/",
      "GET /api/v1/nodes/n1/proxy/metrics",
    ]);
  });
});
