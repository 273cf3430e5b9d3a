import { describe, expect, it } from "vitest";
import { withType } from "../../templates/runtime/list.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { failure, type FakeAnswer } from "./fake-transport.js";
import { handle, path } from "./handles.js";

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

  it("go on with the token of the 410 where their own has expired, and remember nothing", async () => {
    const { resource, requests } = handle((_, count) =>
      count === 1
        ? page(["a", "b"], "old")
        : count === 2
          ? failure(410, "Expired", "too old", {
              metadata: { continue: "new" },
            })
          : page(["c"]),
    );
    const all = resource.listAll({ labelSelector: "x" });
    expect(await names(all)).toEqual(["a", "b", "c"]);
    expect(requests[2]?.url).toBe(
      `${path}?labelSelector=x&limit=500&continue=new`,
    );
  });

  it("end with the 410 of a server that gives no token, or an expired one again", async () => {
    for (const metadata of [undefined, { continue: "new" }]) {
      const rest = metadata === undefined ? {} : { metadata };
      const { resource, requests } = handle((_, count) =>
        count === 1
          ? page(["a"], "old")
          : failure(410, "Expired", "too old", rest),
      );
      await expect(names(resource.listAll())).rejects.toThrow(/410 Expired/);
      expect(requests).toHaveLength(metadata === undefined ? 2 : 3);
    }
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

it("an object of a kind that nobody published is given none", () => {
  const unknown = { group: "a.example", version: "v1", kind: "" };
  expect(withType({ metadata: { name: "a" } }, unknown)).toEqual({
    metadata: { name: "a" },
  });
});
