import { describe, expect, it } from "vitest";
import { rootClient, type RootClient } from "../../templates/runtime/root.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { metadataOf, table } from "../../templates/runtime/views.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { failure, fakeTransport, someFacts } from "./fake-transport.js";
import { handle, path } from "./handles.js";
import { sendJson } from "./servers.js";
import { serve, stream } from "./watches.js";

const tableType = "application/json;as=Table;v=v1;g=meta.k8s.io";
const metadataType = (kind: string) =>
  `application/json;as=${kind};v=v1;g=meta.k8s.io`;

const page = (names: string[], token = "") => ({
  body: {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { resourceVersion: "10", continue: token },
    columnDefinitions: [{ name: "Name" }],
    rows: names.map((name) => ({ cells: [name], object: null })),
  },
});
const rowsOf = ({ rows }: { rows: { cells: unknown[] }[] }) =>
  rows.map(({ cells }) => cells[0]);

describe("table", () => {
  it("is asked for as one, page by page", async () => {
    const { resource, requests } = handle((_, count) =>
      count === 1 ? page(["a", "b"], "more") : page(["c"]),
    );
    const all = await table(resource, {
      labelSelector: { app: "web" },
      includeObject: "None",
      limit: 2,
    });
    expect(rowsOf(all)).toEqual(["a", "b", "c"]);
    expect(all).toMatchObject({
      kind: "Table",
      columnDefinitions: [{ name: "Name" }],
      metadata: { resourceVersion: "10" },
    });
    expect(all.metadata).not.toHaveProperty("continue");
    expect(requests.map(({ url }) => url)).toEqual([
      `${path}?labelSelector=app%3Dweb&limit=2&includeObject=None`,
      `${path}?labelSelector=app%3Dweb&limit=2&continue=more&includeObject=None`,
    ]);
    expect(requests.map(({ headers }) => headers["accept"])).toEqual([
      tableType,
      tableType,
    ]);
  });

  it("is read whole, once more, where its version is no longer kept", async () => {
    const { resource, requests } = handle((_, count) =>
      count === 1
        ? page(["a", "b"], "more")
        : count === 2
          ? failure(410, "Expired", "too old")
          : page(["a", "c"]),
    );
    expect(rowsOf(await table(resource))).toEqual(["a", "c"]);
    expect(requests[2]?.url).toBe(path);
  });

  it("has no rows where the server has none", async () => {
    const { resource } = handle(() => ({
      body: { kind: "Table", rows: null },
    }));
    expect((await table(resource)).rows).toEqual([]);
  });

  it("is there of a kind that the client was not generated for", async () => {
    const transport = fakeTransport(({ url }) =>
      url.endsWith("/v1")
        ? {
            body: {
              kind: "APIResourceList",
              groupVersion: "example.com/v1",
              resources: [
                {
                  name: "widgets",
                  kind: "Widget",
                  namespaced: true,
                  verbs: ["list"],
                },
              ],
            },
          }
        : page(["a"]),
    );
    const root = rootClient<RootClient>({ transport }, []);
    const widgets = root.resource("example.com/v1", "Widget");
    expect(rowsOf(await table(widgets))).toEqual(["a"]);
    const names: unknown[] = [];
    await metadataOf(widgets).list();
    expect(transport.requests.at(-1)).toMatchObject({
      url: "/apis/example.com/v1/widgets",
      headers: { accept: metadataType("PartialObjectMetadataList") },
    });
    expect(names).toEqual([]);
  });

  it.each([undefined, null, {}, { list: async () => ({ items: [] }) }])(
    "is refused of what is no resource: %o",
    async (other) => {
      const resource = other as unknown as ResourceHandle;
      await expect(table(resource)).rejects.toThrow(
        "not one of this client, such as k8s.core.v1.pods()",
      );
      expect(() => metadataOf(resource)).toThrow(TypeError);
    },
  );
});

describe("metadataOf", () => {
  const partial = {
    apiVersion: "meta.k8s.io/v1",
    kind: "PartialObjectMetadata",
    metadata: { name: "web" },
  };

  it("asks for one, for many and for all, and keeps what the server says they are", async () => {
    const { resource, requests } = handle(({ url }) =>
      url.startsWith(`${path}/`)
        ? { body: partial }
        : { body: { kind: "PartialObjectMetadataList", items: [partial] } },
    );
    const view = metadataOf(resource);
    expect(await view.get("web")).toEqual(partial);
    const selection = {
      labelSelector: { app: "web" },
      headers: { accept: "application/json" },
    };
    expect((await view.list(selection)).items).toEqual([partial]);
    for await (const object of view.listAll()) expect(object).toEqual(partial);
    expect(
      requests.map(({ url, headers }) => [url, headers["accept"]]),
    ).toEqual([
      [`${path}/web`, metadataType("PartialObjectMetadata")],
      [
        `${path}?labelSelector=app%3Dweb`,
        metadataType("PartialObjectMetadataList"),
      ],
      [`${path}?limit=500`, metadataType("PartialObjectMetadataList")],
    ]);
  });

  it("watches: lists as a list, and then one by one", async () => {
    const { resource, server } = await serve({
      lists: [
        (response) =>
          sendJson(response, {
            metadata: { resourceVersion: "10" },
            items: [partial],
          }),
      ],
      watches: [
        stream([
          {
            type: "MODIFIED",
            object: { ...partial, metadata: { resourceVersion: "11" } },
          },
        ]),
      ],
    });
    const kinds: unknown[] = [];
    for await (const event of metadataOf(resource).watch()) {
      if (event.type === "SYNC") kinds.push(event.objects[0]?.kind);
      else {
        kinds.push(event.object.kind);
        break;
      }
    }
    expect(kinds).toEqual(["PartialObjectMetadata", "PartialObjectMetadata"]);
    expect(server.asked.map(({ headers }) => headers.accept)).toEqual([
      // A watch that is to stream its list, which this server does not know.
      metadataType("PartialObjectMetadata"),
      metadataType("PartialObjectMetadataList"),
      metadataType("PartialObjectMetadata"),
    ]);
  });

  it("leaves the resource itself as it is, and has its namespace", async () => {
    const facts = someFacts({ watch: watchResource });
    const transport = fakeTransport();
    const own = new ResourceHandle(transport, facts, "default");
    await metadataOf(own).get("web");
    await own.get("web");
    expect(
      transport.requests.map(({ url, headers }) => [url, headers["accept"]]),
    ).toEqual([
      [`${path}/web`, metadataType("PartialObjectMetadata")],
      [`${path}/web`, "application/json"],
    ]);
  });
});
