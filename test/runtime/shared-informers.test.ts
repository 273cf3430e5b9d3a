import { describe, expect, it, onTestFinished } from "vitest";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import {
  sharedInformers,
  type SharedInformers,
} from "../../templates/runtime/shared-informers.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { someFacts } from "./fake-transport.js";
import { scriptedWatch, thing } from "./scripted-watch.js";
import { until } from "./servers.js";
import { frame, initialEnd, serve, stream } from "./watches.js";

function share(): SharedInformers {
  const shared = sharedInformers();
  onTestFinished(() => shared.close());
  return shared;
}

/** A server of two deployments, and handles of it. */
async function deployments() {
  const { server, streamed } = await serve({
    streamed: [
      stream([
        frame("ADDED", "a", "1"),
        frame("ADDED", "b", "2"),
        initialEnd("10"),
      ]),
    ],
    watches: [],
  });
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
  const facts = someFacts({ watch: watchResource });
  const handle = (namespace?: string): ResourceHandle =>
    new ResourceHandle(transport, facts, namespace);
  return { server, streamed, handle };
}

describe("shared informers", () => {
  it("are one watch and one store, for as long as anybody has one", async () => {
    const { server, streamed, handle } = await deployments();
    const shared = share();
    const one = shared.get(handle("default"));
    const other = shared.get(handle("default"));
    await Promise.all([one.waitForSync(), other.waitForSync()]);
    expect(one.store.has("a")).toBe(true);
    expect(one.store.get("a")).toBe(other.store.get("a", "default"));
    expect(shared.size).toBe(1);
    await one.close();
    expect(shared.size).toBe(1);
    expect(server.open()).toBe(1);
    await other.close();
    await other.close();
    expect(shared.size).toBe(0);
    await until(() => server.open() === 0);
    expect(streamed()).toHaveLength(1);
    await shared.get(handle("default")).waitForSync();
    expect(streamed()).toHaveLength(2);
  });

  it("do not share what differs in what is asked for", async () => {
    const { streamed, handle } = await deployments();
    const shared = share();
    const all = [
      shared.get(handle("default")),
      shared.get(handle("other")),
      shared.get(handle()),
      shared.get(handle("default"), { labelSelector: { app: "web" } }),
      shared.get(handle("default"), { labelSelector: "app=web" }),
      shared.get(handle("default"), { headers: { accept: "x" } }),
      shared.get(handle("default"), {
        fieldSelector: { "metadata.name": "a" },
      }),
    ];
    await Promise.all(all.map((one) => one.waitForSync()));
    expect(shared.size).toBe(6);
    expect(streamed()).toHaveLength(6);
  });

  it("have handlers, loops and errors of their own", async () => {
    const source = scriptedWatch();
    const shared = share();
    const told: string[] = [];
    const one = shared.get(source, { onError: () => told.push("one") });
    const other = shared.get(source, { onError: () => told.push("other") });
    one.on("added", () => told.push("added"));
    one.on("added", () => {
      throw new Error("of one");
    });
    await source.sync("10", thing("a", "1"));
    expect(told).toEqual(["added", "one"]);
    await one.close();
    await source.send({ type: "ADDED", object: thing("b", "11") });
    expect(told).toHaveLength(2);
    expect(other.store.size).toBe(2);
    expect(source.started).toHaveLength(1);
  });

  it("that are opened while others are told of a change are told of it once, and of the sync", async () => {
    const source = scriptedWatch();
    const shared = share();
    const told: string[] = [];
    const first = shared.get(source);
    const second = shared.get(source);
    let third: Promise<void> | undefined;
    first.on("added", ({ metadata }) => {
      if (metadata.name !== "a") return;
      const opened = shared.get(source);
      opened.on("added", (one) => told.push(`third ${one.metadata.name}`));
      third = opened.waitForSync({ timeoutMs: 1_000 });
      second.on("added", (one) => told.push(`second ${one.metadata.name}`));
      second.on("deleted", (one) => told.push(`lost ${one.metadata.name}`));
    });
    await source.sync("10", thing("a", "1"), thing("b", "2"));
    await third;
    expect(told).toEqual(["third a", "third b", "second a", "second b"]);
  });

  it("share their indexes, and refuse another transform", async () => {
    const source = scriptedWatch();
    const shared = share();
    const transform = <T>(object: T): T => object;
    const byName = ({ metadata }: KubernetesObject): string[] => [
      metadata?.name ?? "",
    ];
    const one = shared.get(source, { transform, indexers: { byName } });
    await source.sync("10", thing("a", "1"));
    const byNode = (): string[] => ["n1"];
    const other = shared.get(source, { transform, indexers: { byNode } });
    expect(other.store.byIndex("byNode", "n1")).toHaveLength(1);
    expect(one.store.byIndex("byName", "a")).toHaveLength(1);
    expect(() => shared.get(source)).toThrow(
      'is shared already with another "transform": give the same function each time',
    );
    expect(shared.size).toBe(1);
  });

  it("are closed together", async () => {
    const { server, handle } = await deployments();
    const shared = share();
    for (const namespace of ["one", "other"])
      await shared.get(handle(namespace)).waitForSync();
    await shared[Symbol.asyncDispose]();
    expect(shared.size).toBe(0);
    await until(() => server.open() === 0);
  });
});

it("UI re-subscribes on every event: whoever does so asks the server for nothing", async () => {
  const source = scriptedWatch();
  const shared = share();
  const page = shared.get(source);
  let views = 0;
  const subscribe = (): void => {
    const view = shared.get(source);
    const seen: string[] = [];
    view.on("added", ({ metadata }) => seen.push(metadata.name));
    expect(seen).toHaveLength(page.store.size);
    views++;
    void view.close();
  };
  page.on("added", subscribe);
  page.on("updated", subscribe);
  await source.sync("10", thing("a", "1"));
  for (let version = 11; version < 111; version++)
    await source.send({ type: "MODIFIED", object: thing("a", `${version}`) });
  expect(views).toBe(101);
  expect(source.started).toHaveLength(1);
  expect(shared.size).toBe(1);
});
