import { describe, expect, it, onTestFinished } from "vitest";
import { collectionOf } from "../../templates/runtime/collection.js";
import { connectionError } from "../../templates/runtime/connection-errors.js";
import { ApiError } from "../../templates/runtime/errors.js";
import { explainErrors } from "../../templates/runtime/explain-errors.js";
import { explanations } from "../../templates/runtime/explanations.js";
import type {
  GetOptions,
  KubernetesList,
  KubernetesObject,
  ListOptions,
  WatchEvent,
  WatchOptions,
} from "../../templates/runtime/types.js";
import {
  create,
  deleteObject,
  get,
  list,
  listAll,
  logs,
  resourceWith,
  watch,
  type ClusterResource,
  type NamespacedResource,
} from "../../templates/runtime/verbs.js";
import { fakeTransport } from "./fake-transport.js";

interface Pod extends KubernetesObject {
  kind?: "Pod";
}
interface PodResource {
  get(name: string, options?: GetOptions): Promise<Pod>;
  list(options?: ListOptions): Promise<KubernetesList<Pod>>;
  listAll(options?: ListOptions): AsyncIterable<Pod>;
  watch(options?: WatchOptions): AsyncIterable<WatchEvent<Pod>>;
  create(body: Pod): Promise<Pod>;
  delete(name: string): Promise<Pod>;
}
type PodResourceEverywhere = Pick<PodResource, "list" | "listAll">;
interface NodeResource {
  get(name: string): Promise<KubernetesObject>;
}

const pods: NamespacedResource<PodResource, PodResourceEverywhere> = {
  group: "",
  version: "v1",
  plural: "pods",
  kind: "Pod",
  namespaced: true,
};
const nodes: ClusterResource<NodeResource> = {
  group: "",
  version: "v1",
  plural: "nodes",
  kind: "Node",
  namespaced: false,
};

describe("a resource with single verbs", () => {
  it("sends what the client of its group would", async () => {
    const transport = fakeTransport(({ method }) => ({
      body: method === "GET" ? { items: [{ metadata: { name: "a" } }] } : {},
    }));
    const podsOf = resourceWith(transport, pods, {
      get,
      list,
      listAll,
      create,
      delete: deleteObject,
    });
    const here = podsOf("default");
    await here.get("a");
    const names: unknown[] = [];
    for await (const { kind, metadata } of podsOf().listAll())
      names.push([kind, metadata?.name]);
    await here.create({ metadata: { name: "b" } });
    await here.delete("b");
    await resourceWith(transport, nodes, { get }).get("n1");
    expect(names).toEqual([["Pod", "a"]]);
    expect(transport.requests.map(({ method, url }) => [method, url])).toEqual([
      ["GET", "/api/v1/namespaces/default/pods/a"],
      ["GET", "/api/v1/pods?limit=500"],
      ["POST", "/api/v1/namespaces/default/pods"],
      ["DELETE", "/api/v1/namespaces/default/pods/b"],
      ["GET", "/api/v1/nodes/n1"],
    ]);
    expect(transport.requests[2]?.body).toMatchObject({
      apiVersion: "v1",
      kind: "Pod",
    });
  });

  it("has the methods that were named, and no others", () => {
    const podsOf = resourceWith(fakeTransport(), pods, { get });
    expect(Object.keys(podsOf("default"))).toEqual(["get"]);
    // @ts-expect-error: it was not named
    expect(podsOf("default").list).toBeUndefined();
    // @ts-expect-error: the server does not read one without its namespace
    expect(podsOf().get).toBeDefined();
    // @ts-expect-error: the server cannot list nodes, by this interface
    resourceWith(fakeTransport(), nodes, { list });
    // @ts-expect-error: pods have logs, but not by this interface
    resourceWith(fakeTransport(), pods, { logs });
    // @ts-expect-error: a verb under another's name
    resourceWith(fakeTransport(), pods, { list: get });
  });

  it("refuses a namespace or a name that cannot be one, before anything is sent", async () => {
    const transport = fakeTransport();
    const podsOf = resourceWith(transport, pods, { get });
    expect(() => podsOf("")).toThrow(/"namespace"/);
    await expect(podsOf("default").get("a/b")).rejects.toThrow(/"name"/);
    expect(transport.requests).toEqual([]);
  });

  it("says which collection it is, as informers want to know", () => {
    const podsOf = resourceWith(fakeTransport(), pods, { watch });
    expect(collectionOf(podsOf("default"))).toMatchObject({
      apiVersion: "v1",
      kind: "Pod",
      namespaced: true,
      namespace: "default",
    });
  });
});

describe("errors that nobody explains", () => {
  function withoutExplanations(): void {
    Object.assign(explanations, {
      denied: undefined,
      refusal: undefined,
      message: undefined,
      connection: undefined,
      failedFetch: undefined,
    });
    onTestFinished(explainErrors);
  }
  const asked = { method: "GET", path: "/x" };

  it("say what the server says", () => {
    withoutExplanations();
    const message =
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" at the cluster scope';
    const body = { kind: "Status", reason: "Forbidden", code: 403, message };
    const error = new ApiError({ ...asked, status: 403, body });
    expect(error.message).toBe(`GET /x: 403 Forbidden: ${message}`);
    expect(error.denied).toBeUndefined();
    explainErrors();
    expect(new ApiError({ ...asked, status: 403, body }).denied?.user).toBe(
      "jane",
    );
  });

  it("say what the platform says, and know as well whether anything was sent", () => {
    const request = { ...asked, server: "https://10.0.0.1" };
    const codes = [
      ["ECONNREFUSED", false],
      ["ERR_TLS_CERT_ALTNAME_INVALID", false],
      ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", false],
      ["ECONNRESET", true],
      ["ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC", true],
      ["UND_ERR_HEADERS_TIMEOUT", true],
    ] as const;
    for (const [code, sent] of codes) {
      const cause = Object.assign(new Error("as it is"), { code });
      withoutExplanations();
      expect(connectionError(cause, request)).toMatchObject({
        message: `GET /x: no answer from https://10.0.0.1: as it is (${code})`,
        sent,
      });
      explainErrors();
      expect(connectionError(cause, request)).toMatchObject({ sent });
    }
  });
});
