import { describe, expect, it } from "vitest";
import { sendAction } from "../../templates/runtime/action.js";
import { ApiError } from "../../templates/runtime/errors.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type {
  ActionOptions,
  ProxyAnswer,
  ProxyMethod,
} from "../../templates/runtime/types.js";
import { fakeTransport, someFacts, type FakeAnswer } from "./fake-transport.js";

type Action = (name: string, options?: ActionOptions) => Promise<ProxyAnswer>;

const machines = (
  methods: readonly ProxyMethod[],
  answer: FakeAnswer = { body: "done" },
) => {
  const transport = fakeTransport(() => answer);
  const of = { group: "example.com", version: "v1", kind: "" };
  const facts = someFacts({
    subresources: {
      start: { ...of, verbs: ["connect"], methods },
      // Only its server knows it, but every client has a method of that name.
      exec: { ...of, verbs: ["connect"], methods },
    },
    action: sendAction,
  });
  const handle = new ResourceHandle(transport, facts, "shop");
  const start = Reflect.get(handle, "start") as Action;
  return { handle, start, requests: transport.requests };
};
const path = "/apis/apps/v1/namespaces/shop/deployments/web/start";

describe("a subresource that only its server knows the meaning of", () => {
  it.each([
    [["PUT"], "PUT"],
    [["DELETE", "GET"], "GET"],
    [["PATCH", "POST"], "PATCH"],
  ] as const)("of methods %s is called with %s", async (methods, expected) => {
    const { start, requests } = machines(methods);
    const answer = await start("web");
    expect(await answer.text()).toBe("done");
    expect(requests).toEqual([
      {
        method: expected,
        url: path,
        headers: { accept: "*/*" },
        body: undefined,
      },
    ]);
  });

  it("is sent a query, a path below it, and an object as JSON", async () => {
    const { start, requests } = machines(["GET", "POST"]);
    const answer = await start("web", {
      method: "POST",
      path: "disks/a b",
      query: { force: true, disk: ["a", "b"] },
      body: { paused: true },
    });
    await answer.dismiss();
    expect(requests).toMatchObject([
      {
        method: "POST",
        url: `${path}/disks/a%20b?force=true&disk=a&disk=b`,
        headers: { "content-type": "application/json" },
        body: { paused: true },
      },
    ]);
  });

  it("gives what its server answers, and throws what an API server refuses", async () => {
    const odd = machines(["PUT"], { status: 409, body: "it runs" });
    const answer = await odd.start("web");
    expect([answer.ok, answer.status]).toEqual([false, 409]);
    expect(await answer.text()).toBe("it runs");

    const status = { kind: "Status", status: "Failure", code: 404 };
    const gone = machines(["PUT"], {
      status: 404,
      headers: { "content-type": "application/json" },
      body: status,
    });
    await expect(gone.start("web")).rejects.toThrow(ApiError);
  });

  it("refuses what is no name, and takes no method's place", async () => {
    const { handle, start, requests } = machines(["PUT"]);
    await expect(start("a/b")).rejects.toThrow(/"name"/);
    await expect(start("web", { path: "../other" })).rejects.toThrow(/"path"/);
    expect(handle.exec).toBe(ResourceHandle.prototype.exec);
    expect(requests).toEqual([]);
  });
});
