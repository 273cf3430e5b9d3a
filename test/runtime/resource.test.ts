import { describe, expect, it } from "vitest";
import { groupVersionClient } from "../../templates/runtime/group-version.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { SubresourceHandle } from "../../templates/runtime/subresource.js";
import type {
  KubernetesObject,
  ResourceFacts,
} from "../../templates/runtime/types.js";
import {
  failure,
  fakeTransport,
  someFacts,
  type FakeAnswer,
} from "./fake-transport.js";

const nodes: Partial<ResourceFacts> = {
  group: "",
  plural: "nodes",
  kind: "Node",
  namespaced: false,
};

function handle(
  answer?: Parameters<typeof fakeTransport>[0],
  namespace: string | undefined = "default",
  facts: Partial<ResourceFacts> = {},
) {
  const transport = fakeTransport(answer);
  const resource = new ResourceHandle(transport, someFacts(facts), namespace);
  const subresource = (name: string): SubresourceHandle =>
    (resource as unknown as { [name: string]: SubresourceHandle })[name]!;
  return { resource, subresource, requests: transport.requests };
}

const path = "/apis/apps/v1/namespaces/default/deployments";

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

  it("deleteCollection selects by the query, and says how in the body", async () => {
    const { resource, requests } = handle();
    await resource.deleteCollection({
      labelSelector: { app: "web" },
      fieldSelector: { "metadata.name": { not: "a" } },
      propagationPolicy: "Background",
    });
    expect(requests[0]).toMatchObject({
      method: "DELETE",
      url: `${path}?labelSelector=app%3Dweb&fieldSelector=metadata.name!%3Da`,
      body: { propagationPolicy: "Background" },
    });
  });

  it("never widen a selection that has no value", async () => {
    const { resource, requests } = handle();
    const labelSelector = { app: undefined };
    await expect(resource.deleteCollection({ labelSelector })).rejects.toThrow(
      /no value for "app"/,
    );
    expect(requests).toEqual([]);
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
      body: { apiVersion: "policy/v1", kind: "Eviction" },
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
      subresources: { exec: stream, get: taken },
    });
    expect("exec" in resource).toBe(false);
    expect(typeof resource.get).toBe("function");
  });
});

describe("lists", () => {
  const item = (name: string): KubernetesObject => ({
    metadata: { name, uid: `uid-${name}` },
  });
  const page = (names: string[], token = ""): FakeAnswer => ({
    body: {
      metadata: { resourceVersion: "7", continue: token },
      items: names.map(item),
    },
  });
  const names = async (objects: AsyncIterable<KubernetesObject>) => {
    const all: string[] = [];
    for await (const { metadata } of objects) all.push(metadata?.name ?? "");
    return all;
  };

  it("are one request, whose items say what they are", async () => {
    const { resource, requests } = handle(() => page(["a"], "more"));
    const list = await resource.list({ limit: 1, labelSelector: "app=web" });
    expect(list).toEqual({
      metadata: { resourceVersion: "7", continue: "more" },
      items: [
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "a", uid: "uid-a" },
        },
      ],
    });
    expect(requests.map(({ url }) => url)).toEqual([
      `${path}?labelSelector=app%3Dweb&limit=1`,
    ]);
  });

  it("are empty where the server's items are null", async () => {
    const { resource } = handle(() => ({ body: { items: null } }));
    expect((await resource.list()).items).toEqual([]);
  });

  it("are read page by page, 500 at a time", async () => {
    const { resource, requests } = handle((_, count) =>
      count === 1
        ? page(["a", "b"], "t 1")
        : count === 2
          ? page(["c"], "t2")
          : page(["d"]),
    );
    const all = resource.listAll({ resourceVersion: "5", labelSelector: "x" });
    expect(await names(all)).toEqual(["a", "b", "c", "d"]);
    // A token has its version in itself, and servers refuse to be told both.
    expect(requests.map(({ url }) => url)).toEqual([
      `${path}?labelSelector=x&limit=500&resourceVersion=5`,
      `${path}?labelSelector=x&limit=500&continue=t%201`,
      `${path}?labelSelector=x&limit=500&continue=t2`,
    ]);
  });

  it("ask for no more than what is read", async () => {
    const { resource, requests } = handle(() => page(["a"], "again"));
    for await (const object of resource.listAll({ limit: 1 })) {
      expect(object.kind).toBe("Deployment");
      break;
    }
    expect(requests).toHaveLength(1);
  });

  it("start over without a limit where the token has expired, and give nothing twice", async () => {
    const { resource, requests } = handle((_, count) =>
      count === 1
        ? page(["a", "b"], "old")
        : count === 2
          ? failure(410, "Expired", "too old")
          : page(["a", "b", "c"]),
    );
    expect(await names(resource.listAll({ labelSelector: "x" }))).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(requests[2]?.url).toBe(`${path}?labelSelector=x`);
  });

  it("pass on a 410 that is not of a token", async () => {
    const { resource, requests } = handle(() =>
      failure(410, "Expired", "too old"),
    );
    await expect(
      names(resource.listAll({ resourceVersion: "1" })),
    ).rejects.toThrow(/410 Expired/);
    expect(requests).toHaveLength(1);
  });
});

describe("groupVersionClient", () => {
  interface Client {
    deployments(namespace?: string): ResourceHandle;
    readonly nodes: ResourceHandle;
  }
  it("has methods for namespaced resources, and properties for the others", async () => {
    const transport = fakeTransport();
    const client = groupVersionClient<Client>(transport, {
      deployments: someFacts(),
      nodes: someFacts(nodes),
    });
    await client.deployments("prod").get("web");
    await client.deployments().list();
    await client.nodes.list();
    expect(transport.requests.map(({ url }) => url)).toEqual([
      "/apis/apps/v1/namespaces/prod/deployments/web",
      "/apis/apps/v1/deployments",
      "/api/v1/nodes",
    ]);
    expect(Object.keys(client)).toEqual(["deployments", "nodes"]);
    expect(() => client.deployments("")).toThrow(/"namespace"/);
  });
});
