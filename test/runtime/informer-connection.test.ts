import { describe, expect, it, onTestFinished } from "vitest";
import {
  informer,
  type InformerOptions,
} from "../../templates/runtime/informer.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import { sendFailure, sendJson, until } from "./servers.js";
import { testClock } from "./test-clock.js";
import {
  errorFrame,
  frame,
  initialEnd,
  listOf,
  object,
  serve,
  stream,
  type Script,
} from "./watches.js";

type Step = Script["watches"][number];

/** An informer of a server that follows a script. */
async function follow(
  script: Script,
  options: InformerOptions<KubernetesObject> = {},
) {
  const served = await serve(script);
  const deployments = informer(served.resource, {
    clock: testClock(),
    ...options,
  });
  onTestFinished(() => deployments.close());
  const said: string[] = [];
  for (const type of ["added", "updated", "deleted"] as const)
    deployments.on(type as "added", ({ metadata }) =>
      said.push(`${type} ${metadata?.name}@${metadata?.resourceVersion}`),
    );
  return { ...served, deployments, said };
}

const forbid: Step = (response) =>
  sendFailure(response, 403, "Forbidden", "no");

describe("an informer on a connection", () => {
  it("goes on through all that happens to it, and loses nothing (complaint 1)", async () => {
    const { deployments, said, streamed, watches } = await follow({
      streamed: [
        stream([frame("ADDED", "a", "1"), initialEnd("10")], "break"),
        stream([
          frame("ADDED", "a", "25"),
          frame("ADDED", "c", "22"),
          initialEnd("30"),
          frame("DELETED", "c", "31"),
        ]),
      ],
      watches: [
        stream([frame("ADDED", "b", "11")], "break"),
        (response) => sendFailure(response, 500, "InternalError", "x"),
        stream([frame("MODIFIED", "a", "12")], "end"),
        stream([errorFrame(410, "Expired")], "end"),
      ],
    });
    await until(() => said.length === 7);
    expect(said).toEqual([
      "added a@1",
      "added b@11",
      "updated a@12",
      "updated a@25",
      "added c@22",
      "deleted b@11",
      "deleted c@31",
    ]);
    expect([...deployments.store].map((one) => one.metadata?.name)).toEqual([
      "a",
    ]);
    expect(streamed()).toHaveLength(2);
    expect(watches()).toHaveLength(4);
  });

  it("is not silent where nothing comes, and not cut where nothing need come (complaints 1 and 2)", async () => {
    const { said, watches } = await follow(
      {
        streamed: [stream([initialEnd("10")])],
        watches: [
          (response, { url }) =>
            url.includes("resourceVersion=10")
              ? stream([frame("ADDED", "a", "11")])(response)
              : stream([frame("ADDED", "b", "12")])(response),
        ],
      },
      { idleTimeoutMs: 150 },
    );
    await until(() => said.includes("added b@12"));
    expect(said).toEqual(["added a@11", "added b@12"]);
    expect(watches().length).toBeGreaterThanOrEqual(2);

    const bookmarks: Step = (response) => {
      stream([initialEnd("10")])(response);
      let count = 0;
      const send = (): void => {
        if (response.destroyed) return;
        const next = { type: "BOOKMARK", object: object("", `${11 + count}`) };
        response.write(`${JSON.stringify(next)}\n`);
        if (count++ < 20) setTimeout(send, 50);
        else response.write(`${JSON.stringify(frame("ADDED", "z", "99"))}\n`);
      };
      send();
    };
    const quiet = await follow(
      { streamed: [bookmarks], watches: [] },
      { idleTimeoutMs: 600 },
    );
    await until(() => quiet.said.length === 1);
    // More than a second went by, in steps below the limit.
    expect(quiet.streamed()).toHaveLength(1);
    expect(quiet.watches()).toEqual([]);
  });

  it("waits for rights that it does not have yet, and says so", async () => {
    const told: unknown[] = [];
    const { deployments, said } = await follow(
      {
        streamed: [
          forbid,
          forbid,
          stream([frame("ADDED", "a", "1"), initialEnd("10")]),
        ],
        watches: [],
      },
      { onError: (error) => told.push(error) },
    );
    await deployments.waitForSync();
    expect(said).toEqual(["added a@1"]);
    expect(told).toMatchObject([{ status: 403 }, { status: 403 }]);
    expect(deployments.lastError).toBeUndefined();
  });

  it("says while it is cut off why, and that it is over", async () => {
    let answer: Step = stream([], "end");
    const { deployments, said, watches } = await follow({
      streamed: [stream([initialEnd("10")], "end")],
      watches: [(response, request) => answer(response, request)],
    });
    await deployments.waitForSync();
    answer = (response) => sendFailure(response, 503, "ServiceUnavailable", "");
    await until(() => deployments.lastError !== undefined);
    expect(deployments.lastError).toMatchObject({ status: 503 });
    answer = stream([frame("ADDED", "a", "11")]);
    await until(() => said.length === 1);
    expect(deployments.lastError).toBeUndefined();
    expect(watches().at(-1)).toContain("resourceVersion=10");
  });

  it("reads what there is by pages, of a server that cannot stream it", async () => {
    const { deployments, said, lists } = await follow({
      lists: [listOf(["a"], "10", "more"), listOf(["b"], "10")],
      watches: [stream([frame("MODIFIED", "b", "11")])],
    });
    await until(() => said.length === 3);
    expect(said).toEqual(["added a@1", "added b@1", "updated b@11"]);
    expect(lists()).toHaveLength(2);
    expect(deployments.store.get("b")).toMatchObject({
      apiVersion: "apps/v1",
      kind: "Deployment",
    });
  });

  it("a line that is no event is told, and all is read again", async () => {
    const told: unknown[] = [];
    const { said } = await follow(
      {
        streamed: [
          stream([frame("ADDED", "a", "1"), initialEnd("10"), "garbage\n"]),
          stream([frame("ADDED", "b", "2"), initialEnd("20")]),
        ],
        watches: [],
      },
      { onError: (error) => told.push(error) },
    );
    await until(() => said.length === 3);
    expect(said).toEqual(["added a@1", "added b@2", "deleted a@1"]);
    expect(told).toMatchObject([{ name: "InvalidAnswerError" }]);
  });

  it("stores what transform gives, and what was read before stays as it is", async () => {
    const { deployments, said } = await follow(
      {
        streamed: [
          stream([
            frame("ADDED", "a", "1"),
            initialEnd("10"),
            errorFrame(410, "Expired"),
          ]),
          stream([frame("ADDED", "a", "1"), initialEnd("20")]),
        ],
        watches: [],
      },
      {
        transform: (one) => ({ metadata: one.metadata ?? {} }),
      },
    );
    await deployments.waitForSync();
    const first = deployments.store.get("a");
    expect(first).toEqual(object("a", "1"));
    await until(() => deployments.resourceVersion === "20");
    expect(deployments.store.get("a")).toBe(first);
    expect(said).toEqual(["added a@1"]);
  });

  it("times are texts, from the list and from the watch (complaint 12)", async () => {
    const creationTimestamp = "2026-01-02T03:04:05Z";
    const dated = (name: string): object => ({
      metadata: { name, resourceVersion: "11", creationTimestamp },
    });
    const { deployments, said } = await follow({
      lists: [
        (response) =>
          sendJson(response, {
            metadata: { resourceVersion: "10" },
            items: [dated("a")],
          }),
      ],
      watches: [stream([{ type: "ADDED", object: dated("b") }])],
    });
    await until(() => said.length === 2);
    for (const one of deployments.store)
      expect(one.metadata).toMatchObject({ creationTimestamp });
  });
});
