import { describe, expect, it } from "vitest";
import type { Deployment } from "../../output/apps/v1/types.js";
import { KindNotServedError } from "../../templates/runtime/errors.js";
import type { ResourceHandle } from "../../templates/runtime/resource.js";
import {
  rootClient,
  type RootClient,
  type RootGroups,
} from "../../templates/runtime/root.js";
import {
  failure,
  fakeTransport,
  someFacts,
  type FakeAnswer,
  type RecordedRequest,
} from "./fake-transport.js";

const groups: RootGroups = [
  {
    group: "apps",
    names: ["apps"],
    versions: { v1: { deployments: someFacts() } },
  },
  {
    group: "",
    names: ["core"],
    versions: {
      v1: {
        nodes: someFacts({
          group: "",
          plural: "nodes",
          kind: "Node",
          namespaced: false,
        }),
      },
    },
  },
];

const widgets: FakeAnswer = {
  body: {
    kind: "APIResourceList",
    groupVersion: "example.com/v1",
    resources: [
      {
        name: "widgets",
        singularName: "widget",
        namespaced: true,
        kind: "Widget",
        verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
      },
      {
        name: "widgets/scale",
        namespaced: true,
        group: "autoscaling",
        version: "v1",
        kind: "Scale",
        verbs: ["get"],
      },
      { name: "realms", namespaced: false, kind: "Realm", verbs: ["get"] },
    ],
  },
};

function client(
  answer?: (request: RecordedRequest, count: number) => FakeAnswer,
  more: RootGroups = [],
) {
  const transport = fakeTransport(answer);
  const root = rootClient<RootClient & { [name: string]: unknown }>(
    { transport, namespace: "team" },
    [...groups, ...more],
  );
  const asked = (): string[] =>
    transport.requests.map(({ method, url }) => `${method} ${url}`);
  return { root, transport, asked };
}

const discovered = ({ url }: RecordedRequest): FakeAnswer =>
  url === "/apis/example.com/v1" ? widgets : {};

describe("groups", () => {
  it("are properties, and their versions are theirs", async () => {
    const { root, asked } = client();
    const apps = root["apps"] as {
      v1: { deployments(namespace?: string): ResourceHandle };
    };
    expect(apps.v1).toBe(apps.v1);
    await apps.v1.deployments("x").get("web");
    expect(asked()).toEqual(["GET /apis/apps/v1/namespaces/x/deployments/web"]);
  });

  it("can have any name, but take none from the client", async () => {
    const names = [
      "__proto__",
      "constructor",
      "toString",
      "then",
      "cert-manager.io",
      "close",
      "server",
    ];
    const { root, transport } = client(undefined, [
      { group: "odd", names, versions: { v1: {} } },
    ]);
    for (const name of names.slice(0, 5))
      expect(Object.keys(root[name] as object)).toEqual(["v1"]);
    expect(await Promise.resolve(root)).toBe(root);
    expect(root.server).toHaveProperty("version");
    await root.close();
    expect(transport.closed).toBe(true);
  });

  it("are not needed to begin with", async () => {
    const transport = fakeTransport();
    const root = rootClient({ transport }, []);
    expect(root.namespace).toBe("default");
    await root[Symbol.asyncDispose]();
    expect(transport.closed).toBe(true);
    expect(() => rootClient({ transport, namespace: "" }, [])).toThrow(
      TypeError,
    );
  });
});

describe("object", () => {
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web" },
  };

  it("finds its resource among those of the client, and its namespace", async () => {
    const { root, asked, transport } = client();
    const handle = root.object(deployment);
    await handle.get();
    await handle.create({ dryRun: true });
    await handle.update();
    await handle.patch({ metadata: null });
    await handle.apply({ fieldManager: "ci" });
    await handle.delete();
    const path = "/apis/apps/v1/namespaces/team/deployments";
    expect(asked()).toEqual([
      `GET ${path}/web`,
      `POST ${path}?dryRun=All`,
      `PUT ${path}/web`,
      `PATCH ${path}/web`,
      `PATCH ${path}/web?fieldManager=ci`,
      `DELETE ${path}/web`,
    ]);
    expect(transport.requests[4]?.body).toEqual(deployment);
  });

  it("has the namespace that it says, or none where its kind has none", async () => {
    const { root, asked } = client();
    const metadata = { name: "web", namespace: "prod" };
    await root.object({ ...deployment, metadata }).get();
    await root
      .object({ apiVersion: "v1", kind: "Node", metadata: { name: "n1" } })
      .get();
    expect(asked()).toEqual([
      "GET /apis/apps/v1/namespaces/prod/deployments/web",
      "GET /api/v1/nodes/n1",
    ]);
  });

  it("asks the server for what the client was not generated for, once", async () => {
    const { root, asked } = client(discovered);
    const widget = { apiVersion: "example.com/v1", kind: "Widget" };
    const named = (name: string) => ({ ...widget, metadata: { name } });
    await Promise.all(["a", "b"].map((name) => root.object(named(name)).get()));
    await root.object({ ...named("r"), kind: "Realm" }).get();
    expect(asked().sort()).toEqual([
      "GET /apis/example.com/v1",
      "GET /apis/example.com/v1/namespaces/team/widgets/a",
      "GET /apis/example.com/v1/namespaces/team/widgets/b",
      "GET /apis/example.com/v1/realms/r",
    ]);
  });

  it("refuses what does not say what it is, before anything is sent", async () => {
    const { root, asked } = client();
    expect(() => root.object({ kind: "Pod" })).toThrow(/apiVersion/);
    expect(() => root.object({ apiVersion: "v1" })).toThrow(/kind/);
    await expect(
      root.object({ ...deployment, metadata: {} }).get(),
    ).rejects.toThrow(/metadata.name/);
    expect(asked()).toEqual([]);
  });
});

describe("resource", () => {
  it("is found on the server, when it is first asked", async () => {
    const { root, asked } = client(({ url }) =>
      url.includes("widgets?") || url.endsWith("widgets")
        ? { body: { metadata: {}, items: [{ metadata: { name: "a" } }] } }
        : discovered({ url } as RecordedRequest),
    );
    const resource = root.resource("example.com/v1", "Widget");
    expect(asked()).toEqual([]);
    const { items } = await resource.list();
    expect(items).toEqual([
      { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" } },
    ]);
    for await (const { kind } of resource.listAll())
      expect(kind).toBe("Widget");
    const inTeam = root.resource("example.com/v1", "Widget", {
      namespace: "x",
    });
    await inTeam.patch("a", { spec: null });
    expect(asked()).toEqual([
      "GET /apis/example.com/v1",
      "GET /apis/example.com/v1/widgets",
      "GET /apis/example.com/v1/widgets?limit=500",
      "PATCH /apis/example.com/v1/namespaces/x/widgets/a",
    ]);
    await expect(resource.get("a")).rejects.toThrow(/namespaced/);
  });

  it("that is not there is an error that says what is, and is looked for again", async () => {
    let installed = false;
    const { root, asked } = client(({ url }) =>
      installed || url !== "/apis/example.com/v1"
        ? discovered({ url } as RecordedRequest)
        : failure(404, "NotFound", "not found"),
    );
    const resource = root.resource("example.com/v1", "Widget", {
      namespace: "x",
    });
    await expect(resource.get("a")).rejects.toThrow(
      new KindNotServedError("example.com/v1", "Widget", []),
    );
    installed = true;
    await resource.get("a");
    expect(asked()).toHaveLength(3);
    await expect(
      root.resource("example.com/v1", "Gadget").list(),
    ).rejects.toThrow('"example.com/v1" has Realm, Widget');
  });

  it("takes what has an interface, and literals with any fields", async () => {
    interface Widget {
      apiVersion?: string;
      kind?: string;
      metadata?: { name?: string; labels?: { [label: string]: string } };
      spec?: { size: number };
    }
    const { root, transport } = client(discovered);
    const resource = root.resource("example.com/v1", "Widget", {
      namespace: "x",
    });
    // `npm run check` is what this holds: neither type may be refused.
    const widget: Widget = { metadata: { name: "a" }, spec: { size: 1 } };
    const deployment: Deployment = {
      metadata: { name: "a" },
      spec: { selector: {}, template: {} },
    };
    await resource.create(widget);
    await resource.update(widget);
    await resource.apply("a", widget, { fieldManager: "ci" });
    await resource.create({ metadata: { name: "a", labels: {} }, spec: {} });
    await resource.create(deployment);
    // @ts-expect-error: no object has such a name
    await resource.create({ metadata: { name: 1 } });
    expect(transport.requests).toHaveLength(1 + 6);
  });

  it("refuses what is not an apiVersion", () => {
    const { root } = client();
    for (const apiVersion of ["", "a/b/c", "/v1", "apps/"])
      expect(() => root.resource(apiVersion, "X")).toThrow(TypeError);
    expect(() => root.resource("v1", "Pod", { namespace: "" })).toThrow(
      TypeError,
    );
  });
});
