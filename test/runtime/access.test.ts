import { describe, expect, it } from "vitest";
import { canI, whoAmI } from "../../templates/runtime/access.js";
import { rootClient, type RootClient } from "../../templates/runtime/root.js";
import { failure, fakeTransport, someFacts } from "./fake-transport.js";
import { nodes } from "./handles.js";

const pods = { group: "", plural: "pods", kind: "Pod" };

function client(allowed = true) {
  const transport = fakeTransport(() => ({
    status: 201,
    body: { status: { allowed, reason: "because" } },
  }));
  const root = rootClient<RootClient>({ transport, namespace: "team" }, [
    {
      group: "",
      names: ["core"],
      versions: {
        v1: { pods: someFacts(pods), nodes: someFacts(nodes) },
      },
    },
    {
      group: "apps",
      names: ["apps"],
      versions: { v1: { deployments: someFacts() } },
    },
    ...["a.example.com", "b.example.com"].map((group) => ({
      group,
      names: [],
      versions: {
        v1: {
          pods: someFacts({ ...pods, group }),
          widgets: someFacts({ group, plural: "widgets", kind: "Widget" }),
        },
      },
    })),
  ]);
  const asked = () =>
    (transport.requests.at(-1)?.body as { spec: unknown } | undefined)?.spec;
  return { root, transport, asked };
}

describe("can", () => {
  it.each([true, false])("gives a boolean: %s", async (allowed) => {
    const { root, transport } = client(allowed);
    expect(await root.can({ verb: "get", resource: "pods" })).toBe(allowed);
    expect(transport.requests).toMatchObject([
      {
        method: "POST",
        url: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        body: {
          apiVersion: "authorization.k8s.io/v1",
          kind: "SelfSubjectAccessReview",
        },
      },
    ]);
  });

  it("asks about the client's namespace and the resource's group, unless told otherwise", async () => {
    const { root, asked } = client();
    await root.can({ verb: "list", resource: "pods" });
    expect(asked()).toEqual({
      resourceAttributes: {
        verb: "list",
        resource: "pods",
        group: "",
        version: "*",
        namespace: "team",
      },
    });
    await root.can({
      verb: "patch",
      resource: "deployments",
      subresource: "scale",
      name: "web",
      namespace: "other",
    });
    expect(asked()).toMatchObject({
      resourceAttributes: {
        group: "apps",
        subresource: "scale",
        name: "web",
        namespace: "other",
      },
    });
    await root.can({ verb: "get", resource: "pods", group: "metrics.k8s.io" });
    expect(asked()).toMatchObject({
      resourceAttributes: { group: "metrics.k8s.io", namespace: "team" },
    });
  });

  it.each([
    { verb: "get", resource: "nodes" },
    { verb: "get", resource: "pods", allNamespaces: true },
  ])("asks about no namespace with %o", async (access) => {
    const { root, asked } = client();
    await root.can(access);
    const { resourceAttributes } = asked() as { resourceAttributes: object };
    expect(resourceAttributes).not.toHaveProperty("namespace");
  });

  it("asks about a path", async () => {
    const { root, asked } = client();
    await root.can({ verb: "get", path: "/metrics" });
    expect(asked()).toEqual({
      nonResourceAttributes: { verb: "get", path: "/metrics" },
    });
  });

  it.each([
    [{ verb: "get", resource: "pods/log" }, "a plural alone"],
    [{ verb: "get", resource: "deployments.apps" }, "a plural alone"],
    [{ verb: "get", resource: "pods/log", group: "" }, "a plural alone"],
    [{ verb: "get", resource: "gadgets" }, 'name its "group"'],
    [
      { verb: "get", resource: "widgets" },
      'one of "a.example.com", "b.example.com"',
    ],
    [{ verb: "get", resource: "pods", name: "" }, '"name" must not be empty'],
    [
      { verb: "get", resource: "pods", namespace: "" },
      '"namespace" must not be empty',
    ],
    [
      {
        verb: "get",
        resource: "pods",
        namespace: "a",
        allNamespaces: true,
      },
      '"allNamespaces" goes without a "namespace"',
    ],
    [{ verb: "get", path: "metrics" } as const, 'must begin with "/"'],
  ])("refuses %o, to which the answer would be a no", async (access, says) => {
    const { root, transport } = client();
    await expect(root.can(access)).rejects.toThrow(TypeError);
    await expect(root.can(access)).rejects.toThrow(says);
    expect(transport.requests).toEqual([]);
  });

  it("throws what the server refuses", async () => {
    const transport = fakeTransport(() => failure(401, "Unauthorized", "no"));
    await expect(
      canI(transport, { verb: "get", resource: "pods", group: "" }),
    ).rejects.toThrow("401");
  });
});

describe("whoAmI", () => {
  it("gives who the server takes the client for", async () => {
    const userInfo = {
      username: "jane",
      uid: "1",
      groups: ["dev"],
      extra: { scopes: ["view"] },
    };
    const transport = fakeTransport(() => ({ body: { status: { userInfo } } }));
    const root = rootClient<RootClient>({ transport }, []);
    expect(await root.whoAmI()).toEqual(userInfo);
    expect(transport.requests).toMatchObject([
      {
        method: "POST",
        url: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        body: { kind: "SelfSubjectReview" },
      },
    ]);
  });

  it("has no groups and nothing extra where the server names none", async () => {
    const transport = fakeTransport(() => ({
      body: { status: { userInfo: { username: "jane" } } },
    }));
    expect(await whoAmI(transport)).toEqual({
      username: "jane",
      uid: undefined,
      groups: [],
      extra: {},
    });
  });
});
