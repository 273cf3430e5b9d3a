import type { ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  ApiError,
  InvalidAnswerError,
  isNotFound,
  TimeoutError,
} from "../../templates/runtime/errors.js";
import { askThroughProxy } from "../../templates/runtime/reverse-proxy.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type { ProxyOptions } from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { someFacts } from "./fake-transport.js";
import { sendJson, startServer, type Asked } from "./servers.js";

const facts = someFacts({
  group: "",
  plural: "pods",
  kind: "Pod",
  proxy: askThroughProxy,
});

async function serve(
  answer: (response: ServerResponse, request: Asked) => void = (response) =>
    response.end("hello"),
) {
  const server = await startServer((request, response) =>
    answer(response, request),
  );
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
  const pods = new ResourceHandle(transport, facts, "default");
  const ask = (options?: ProxyOptions) => pods.proxy("web-0", options);
  return { server, pods, ask };
}

const at = "/api/v1/namespaces/default/pods";

describe("a request through a proxy", () => {
  it.each<[ProxyOptions | undefined, string]>([
    [undefined, "web-0/proxy/"],
    [{ path: "" }, "web-0/proxy"],
    [{ path: "/metrics" }, "web-0/proxy/metrics"],
    [{ path: "metrics" }, "web-0/proxy/metrics"],
    [{ path: "/a//b c/%2e%2e/é/" }, "web-0/proxy/a//b%20c/%252e%252e/%C3%A9/"],
    [{ port: 8080 }, "web-0:8080/proxy/"],
    [{ port: "metrics" }, "web-0:metrics/proxy/"],
    [{ scheme: "https", port: 8443 }, "https:web-0:8443/proxy/"],
    [{ scheme: "http" }, "http:web-0:/proxy/"],
    [
      { query: { a: 1, b: ["x", "y&"], none: undefined } },
      "web-0/proxy/?a=1&b=x&b=y%26",
    ],
  ])("goes with %o to %s", async (options, path) => {
    const { server, ask } = await serve();
    expect(await (await ask(options)).text()).toBe("hello");
    expect(server.asked.map(({ url }) => url)).toEqual([`${at}/${path}`]);
  });

  it.each<[string, ProxyOptions, string]>([
    ["web-0", { path: "/../secrets" }, ".."],
    ["web-0", { path: "/a/./b" }, '"."'],
    ["web-0", { path: "/a?b=c" }, 'goes into "query"'],
    ["web-0", { port: 0 }, '"port" is not the number'],
    ["web-0", { port: 1.5 }, '"port" is not the number'],
    ["web-0", { port: "a/b" }, '"port" must not'],
    ["web-0", { port: "a:b" }, '"port" must not hold ":"'],
    ["web-0", { scheme: "ftp" as "http" }, '"scheme" must be'],
    ["https:web-0:1", {}, '"name" must not hold ":"'],
    ["../x", {}, '"name" must not'],
    ["", {}, '"name" must be'],
  ])("is not sent for %s with %o", async (name, options, says) => {
    const { server, pods } = await serve();
    const call = pods.proxy(name, options);
    await expect(call).rejects.toThrow(TypeError);
    await expect(call).rejects.toThrow(says);
    expect(server.asked).toEqual([]);
  });

  it("carries any method, headers and a body as it is", async () => {
    const { server, ask } = await serve();
    await (await ask({ method: "PUT", body: '{"a":1}' })).text();
    const bytes = new Uint8Array([104, 105]);
    const headers = { "Content-Type": "text/csv", "x-own": "1" };
    await (await ask({ method: "PATCH", body: bytes, headers })).text();
    await (await ask({ method: "DELETE" })).text();
    expect(
      server.asked.map(({ method, headers, body }) => [
        method,
        headers["content-type"],
        headers["x-own"],
        headers.accept,
        body,
      ]),
    ).toEqual([
      ["PUT", "text/plain; charset=utf-8", undefined, "*/*", '{"a":1}'],
      ["PATCH", "text/csv", "1", "*/*", "hi"],
      ["DELETE", undefined, undefined, "*/*", ""],
    ]);
  });
});

describe("what the program answers", () => {
  it.each([
    [200, true],
    [204, true],
    [302, false],
    [404, false],
    [500, false],
  ])("is an answer: %d", async (status, ok) => {
    const { server, ask } = await serve((response) => {
      response.writeHead(status, { location: "/elsewhere", "x-a": "b" });
      response.end();
    });
    const answer = await ask({ method: "POST" });
    expect(answer).toMatchObject({ status, ok, headers: { "x-a": "b" } });
    expect(await answer.text()).toBe("");
    expect(server.asked).toHaveLength(1);
  });

  it("is an answer where it asks to come again, and is not asked twice", async () => {
    const { server, ask } = await serve((response) => {
      response.writeHead(503, { "retry-after": "0" }).end("busy");
    });
    expect(await (await ask()).text()).toBe("busy");
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ["no Status", { error: "no" }],
    [
      "a Status of another code",
      { kind: "Status", status: "Failure", code: 1 },
    ],
    ["a Status of success", { kind: "Status", status: "Success", code: 418 }],
    ["what begins as one", '{"kind":"Status'],
    ["a long one", `{"kind":"Status","x":"${"x".repeat(2 << 20)}"}`],
  ])("is given whole where it is JSON of failure, but %s", async (_, body) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const { ask } = await serve((response) => {
      response.writeHead(418, { "content-type": "application/json" });
      response.end(text);
    });
    const answer = await ask();
    expect(answer.ok).toBe(false);
    expect((await answer.text()) === text).toBe(true);
  });

  it("is given as it comes", async () => {
    let go: (() => void) | undefined;
    const { ask } = await serve((response) => {
      response.write("one");
      go = () => response.end("two");
    });
    const { body } = await ask();
    const parts: string[] = [];
    for await (const chunk of body) {
      parts.push(new TextDecoder().decode(chunk));
      go?.();
    }
    expect(parts).toEqual(["one", "two"]);
  });

  it("is given as JSON and as bytes", async () => {
    const { ask } = await serve((response) => response.end('{"a":"é"}'));
    expect(await (await ask()).json<{ a: string }>()).toEqual({ a: "é" });
    expect([...(await (await ask()).bytes())].slice(0, 2)).toEqual([123, 34]);
  });

  it("is an error as JSON where it is none", async () => {
    const { ask } = await serve();
    const answer = await ask();
    await expect(answer.json()).rejects.toThrow(InvalidAnswerError);
  });

  it("is read once", async () => {
    const { ask } = await serve();
    const answer = await ask();
    await answer.text();
    await expect(answer.bytes()).rejects.toThrow("read already");
    const given = await ask();
    await given.dismiss();
    await expect(given.text()).rejects.toThrow("dismissed");
  });

  it("lets its connection go when its reader stops, and when it is dismissed", async () => {
    const { server, ask } = await serve((response) => response.write("one"));
    for await (const chunk of (await ask()).body) {
      expect(chunk.length).toBe(3);
      break;
    }
    await (await ask()).dismiss();
    await expect.poll(() => server.open()).toBe(0);
  });

  it("ends with its signal, also while it is read", async () => {
    const { ask } = await serve((response) => response.write("one"));
    const controller = new AbortController();
    const { body } = await ask({ signal: controller.signal });
    const read = async () => {
      for await (const chunk of body)
        if (chunk.length > 0) controller.abort(new Error("enough"));
    };
    await expect(read()).rejects.toThrow("enough");
  });

  it("ends when its time is over, also before it begins", async () => {
    const { server, ask } = await serve(() => undefined);
    await expect(ask({ timeoutMs: 20 })).rejects.toThrow(TimeoutError);
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe("what the API server itself answers", () => {
  it.each([
    [403, "Forbidden", 'User "jane" cannot get resource "pods/proxy"'],
    [404, "NotFound", 'pods "web-0" not found'],
    [503, "ServiceUnavailable", "no endpoints available for service"],
  ])("is an error: %d", async (code, reason, message) => {
    const { ask } = await serve((response) =>
      sendJson(
        response,
        { kind: "Status", status: "Failure", code, reason, message },
        code,
      ),
    );
    const error = await ask().catch((e) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toBe(
      `GET ${at}/web-0/proxy/: ${code} ${reason}: ${message}`,
    );
    expect(isNotFound(error)).toBe(code === 404);
  });
});

it("a resource without a proxy says so", async () => {
  const transport = undiciTransport({ server: "http://127.0.0.1:1" });
  onTestFinished(() => transport.close());
  const pods = new ResourceHandle(transport, someFacts(), "default");
  await expect(pods.proxy("web")).rejects.toThrow(
    '"deployments" have no proxy',
  );
});
