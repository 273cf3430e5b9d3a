import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { fakeTransport, someFacts } from "./fake-transport.js";
import { handle, nodes, path } from "./handles.js";

describe("requests", () => {
  it("get", async () => {
    const { resource, requests } = handle();
    await resource.get("web", {
      resourceVersion: "0",
      headers: { "X-A": "b" },
    });
    expect(requests).toEqual([
      {
        method: "GET",
        url: `${path}/web?resourceVersion=0`,
        headers: { accept: "application/json", "x-a": "b" },
        body: undefined,
      },
    ]);
  });

  it("create and update fill in apiVersion and kind, and leave the caller's object as it is", async () => {
    const { resource, requests } = handle();
    const body = Object.freeze({ metadata: Object.freeze({ name: "web" }) });
    const options = {
      dryRun: true,
      fieldManager: "ci",
      fieldValidation: "Strict",
    } as const;
    await resource.create(body, options);
    await resource.update(body, options);
    const query = "?dryRun=All&fieldManager=ci&fieldValidation=Strict";
    const sent = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
    };
    expect(requests).toMatchObject([
      { method: "POST", url: path + query, body: sent },
      { method: "PUT", url: `${path}/web${query}`, body: sent },
    ]);
    expect(requests[0]?.headers["content-type"]).toBe("application/json");
    expect(Object.keys(requests[0]?.body as object)[0]).toBe("apiVersion");
  });

  it("keep the apiVersion and kind that a body has", async () => {
    const { resource, requests } = handle();
    const body = { apiVersion: "apps/v1beta1", kind: "Deployment" };
    await resource.create(body);
    expect(requests[0]?.body).toEqual(body);
  });

  it.each([
    [undefined, "application/merge-patch+json"],
    ["merge", "application/merge-patch+json"],
    ["json", "application/json-patch+json"],
    ["strategic", "application/strategic-merge-patch+json"],
    ["apply", "application/apply-patch+yaml"],
  ] as const)("patch of type %s", async (type, contentType) => {
    const { resource, requests } = handle();
    const body = type === "json" ? [{ op: "remove", path: "/a" }] : { a: null };
    await resource.patch("web", body, type === undefined ? {} : { type });
    expect(requests[0]).toMatchObject({
      method: "PATCH",
      url: `${path}/web`,
      headers: { "content-type": contentType },
      body,
    });
  });

  it("refuses a type of patch that there is not", async () => {
    const { resource, requests } = handle();
    const options = { type: "yaml" } as unknown as { type: "json" };
    await expect(resource.patch("web", {}, options)).rejects.toThrow(/"yaml"/);
    expect(requests).toEqual([]);
  });

  it("apply says who, what and which", async () => {
    const { resource, requests } = handle();
    await resource.apply("web", { spec: { replicas: 3 } } as KubernetesObject, {
      fieldManager: "ci",
      force: true,
    });
    expect(requests[0]).toMatchObject({
      method: "PATCH",
      url: `${path}/web?fieldManager=ci&force=true`,
      headers: { "content-type": "application/apply-patch+yaml" },
      body: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web" },
        spec: { replicas: 3 },
      },
    });
    const without = {} as { fieldManager: string };
    await expect(resource.apply("web", {}, without)).rejects.toThrow(
      /fieldManager/,
    );
    expect(requests).toHaveLength(1);
  });

  it("apply sends text that is the same as YAML", async () => {
    const sent: unknown[] = [];
    const transport = fakeTransport();
    const resource = new ResourceHandle(
      {
        ...transport,
        request(request) {
          sent.push(request.body);
          return transport.request(request);
        },
      },
      someFacts(),
      "shop",
    );
    const odd = "a \u2028 b\u2029\u0085\u007f\ufeff\uffff 🚢 é";
    const body = { metadata: { annotations: { [odd]: odd } } };
    await resource.apply("web", body as KubernetesObject, {
      fieldManager: "ci",
    });
    // By YAML's rules a quoted text that goes over a line's end is folded.
    const [text] = sent as string[];
    expect(text).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff\uffff]/);
    expect(text).toContain("🚢 é");
    expect(JSON.parse(text ?? "")).toMatchObject(body);
    expect(parse(text ?? "")).toMatchObject(body);
  });

  it("delete has a body only where there is something to say", async () => {
    const { resource, requests } = handle();
    await resource.delete("web");
    await resource.delete("web", {
      dryRun: true,
      gracePeriodSeconds: 0,
      propagationPolicy: "Foreground",
      preconditions: { uid: "u" },
    });
    expect(requests).toMatchObject([
      { method: "DELETE", url: `${path}/web`, body: undefined },
      {
        method: "DELETE",
        url: `${path}/web?dryRun=All`,
        // A server that is sent a body takes none of it from the query.
        body: {
          dryRun: ["All"],
          gracePeriodSeconds: 0,
          propagationPolicy: "Foreground",
          preconditions: { uid: "u" },
        },
      },
    ]);
  });

  it("of cluster-scoped resources have no namespace", async () => {
    const { resource, requests } = handle(undefined, undefined, nodes);
    const transport = fakeTransport();
    const cluster = new ResourceHandle(transport, someFacts(nodes), undefined);
    await cluster.get("n1");
    expect(transport.requests[0]?.url).toBe("/api/v1/nodes/n1");
    expect(resource).toBeDefined();
    expect(requests).toEqual([]);
  });
});

describe("what is refused before anything is sent", () => {
  it.each(["", ".", "..", "a/b"])("the name %j", async (name) => {
    const { resource, subresource, requests } = handle();
    const all = [
      resource.get(name),
      resource.patch(name, {}),
      resource.delete(name),
      resource.apply(name, {}, { fieldManager: "ci" }),
      resource.update({ metadata: { name } }),
      subresource("scale").get(name),
    ];
    for (const one of await Promise.allSettled(all))
      expect(one).toMatchObject({
        status: "rejected",
        reason: expect.any(TypeError),
      });
    expect(requests).toEqual([]);
  });

  it("an empty namespace", () => {
    expect(() => new ResourceHandle(fakeTransport(), someFacts(), "")).toThrow(
      /"namespace"/,
    );
  });

  it("an update without a name", async () => {
    const { resource, subresource, requests } = handle();
    await expect(resource.update({})).rejects.toThrow(/metadata.name/);
    await expect(subresource("status").update({})).rejects.toThrow(
      /metadata.name/,
    );
    expect(requests).toEqual([]);
  });

  it("a name without a namespace, for a namespaced resource", async () => {
    const transport = fakeTransport();
    const all = new ResourceHandle(transport, someFacts(), undefined);
    await expect(all.get("web")).rejects.toThrow(/namespaced/);
    await expect(all.deleteCollection()).rejects.toThrow(/namespaced/);
    expect(transport.requests).toEqual([]);
    await all.list();
    expect(transport.requests[0]?.url).toBe("/apis/apps/v1/deployments");
  });
});

describe("subresources", () => {
  it("are of their own kind", async () => {
    const { subresource, requests } = handle();
    const scale = subresource("scale");
    await scale.get("web");
    await scale.update({ metadata: { name: "web" } });
    await scale.patch("web", { spec: { replicas: 3 } });
    await scale.apply("web", {}, { fieldManager: "ci" });
    await subresource("status").update({ metadata: { name: "web" } });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${path}/web/scale`,
      `PUT ${path}/web/scale`,
      `PATCH ${path}/web/scale`,
      `PATCH ${path}/web/scale?fieldManager=ci`,
      `PUT ${path}/web/status`,
    ]);
    expect(requests[1]?.body).toMatchObject({
      apiVersion: "autoscaling/v1",
      kind: "Scale",
    });
    expect(requests[4]?.body).toMatchObject({ kind: "Deployment" });
  });

  it("can be created by name", async () => {
    const facts = {
      subresources: {
        eviction: {
          group: "policy",
          version: "v1",
          kind: "Eviction",
          verbs: ["create"],
        },
      },
    } as const;
    const { subresource, requests } = handle(undefined, "default", facts);
    await subresource("eviction").create("web-0", {}, { dryRun: true });
    expect(requests[0]).toMatchObject({
      method: "POST",
      url: `${path}/web-0/eviction?dryRun=All`,
      body: {
        apiVersion: "policy/v1",
        kind: "Eviction",
        metadata: { name: "web-0" },
      },
    });
  });

  it("never take a verb's place, and are not there for streams", () => {
    const stream = {
      group: "",
      version: "v1",
      kind: "X",
      verbs: ["connect"],
    } as const;
    const taken = { ...stream, verbs: ["get"] } as const;
    const { resource } = handle(undefined, "default", {
      subresources: { tunnel: stream, get: taken },
    });
    expect("tunnel" in resource).toBe(false);
    expect(typeof resource.get).toBe("function");
  });
});
