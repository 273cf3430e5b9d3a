import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  fetchTransport,
  type FetchTransportOptions,
} from "../../templates/runtime/fetch-transport.js";
import { send } from "../../templates/runtime/request.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type { Transport } from "../../templates/runtime/types.js";
import { attachToContainer } from "../../templates/runtime/container-streams.js";
import { forwardPorts } from "../../templates/runtime/port-forward.js";
import { someFacts } from "./fake-transport.js";
import { sendFailure, sendJson, startServer, until } from "./servers.js";

type Fetch = typeof globalThis.fetch;

const get = { method: "GET", path: "/version" } as const;
const server = "https://kube.example";

function to(options: FetchTransportOptions): Transport {
  const transport = fetchTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

async function errorOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => expect.unreachable("it succeeded"),
    (error: Error) => error,
  );
}

describe("what fetch cannot do", () => {
  it("is an error before anything is sent: a header of several values", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const transport = to({ server: server.url });
    const headers = { "impersonate-group": ["a", "b"] };
    expect(
      (await errorOf(transport.request({ ...get, headers }))).message,
    ).toBe(
      'GET /version: the header "impersonate-group" has 2 values, which fetch would join to one',
    );
    await (
      await transport.request({
        ...get,
        headers: { "impersonate-group": ["a"], "x-none": [] },
      })
    ).text();
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.headers).toMatchObject({
      "impersonate-group": "a",
    });
    expect(server.asked[0]?.headers).not.toHaveProperty("x-none");
  });

  it("is an error before anything is sent: streams of a container, and ports", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const target = {
      transport: to({ server: server.url }),
      facts: someFacts({ group: "", plural: "pods" }),
      namespace: "default",
    };
    const path = "GET /api/v1/namespaces/default/pods/a";
    const why =
      "exec, attach and port-forward need the client of index.js, on Node.js or in Deno";
    expect(await errorOf(attachToContainer(target, "a", {}))).toMatchObject({
      name: "ConfigError",
      message: `${path}/attach: ${why}`,
    });
    const ports = forwardPorts(target, "a", [80], {});
    expect(await errorOf(ports.connect())).toMatchObject({
      message: `${path}/portforward: ${why}`,
    });
    expect(server.asked).toEqual([]);
  });
});

describe("bodies", () => {
  it("come compressed where they are read at once, and else not", async () => {
    const server = await startServer(({ headers }, response) => {
      const gzip = String(headers["accept-encoding"]).includes("gzip");
      if (gzip) response.setHeader("content-encoding", "gzip");
      const text = JSON.stringify({ gzip });
      response.end(gzip ? gzipSync(text) : text);
    });
    const transport = to({ server: server.url });
    expect(await send(transport, get)).toEqual({ gzip: true });
    const answer = await transport.request(get);
    expect(await answer.text()).toBe('{"gzip":false}');
    const own = { ...get, headers: { "accept-encoding": "br" } };
    expect(await send(transport, own)).toEqual({ gzip: false });
  });

  it("may be none", async () => {
    const server = await startServer((_, response) =>
      response.writeHead(204).end(),
    );
    const transport = to({ server: server.url });
    expect(await (await transport.request(get)).text()).toBe("");
    for await (const chunk of (await transport.request(get)).body)
      expect.unreachable(String(chunk));
  });

  it("have no limit of silence while their reader is busy", async () => {
    let end = (): void => undefined;
    const server = await startServer((_, response) => {
      response.writeHead(200).write("x");
      end = () => void response.end("y");
    });
    const request = { ...get, idleTimeoutMs: 1_000 };
    const answer = await to({ server: server.url }).request(request);
    let text = "";
    for await (const chunk of answer.body) {
      text += new TextDecoder().decode(chunk);
      if (text !== "x") continue;
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      end();
    }
    expect(text).toBe("xy");
  });

  it("hold the server up where their reader is slow", async () => {
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const server = await startServer((_, response) => {
      const write = (): void => {
        while (sent < 2_000 * chunk.length) {
          sent += chunk.length;
          if (!response.write(chunk)) break;
        }
        if (sent >= 2_000 * chunk.length) response.end();
      };
      response.on("drain", write);
      write();
    });
    const answer = await to({ server: server.url }).request(get);
    let taken = 0;
    let furthest = 0;
    for await (const { length } of answer.body) {
      if (taken === 0) {
        // Until the server gets rid of no more.
        let before = -1;
        while (before !== sent) {
          before = sent;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
      taken += length;
      furthest = Math.max(furthest, sent - taken);
    }
    expect(taken).toBe(2_000 * chunk.length);
    // What sockets hold, in the kernel and in both programs: some of 131 megabytes.
    expect(furthest).toBeLessThan(40_000_000);
  });
});

describe("a signal", () => {
  it("ends what waits for an answer, and what reads one, at once and with its reason", async () => {
    const ended: string[] = [];
    const server = await startServer(({ url }, response) => {
      response.on("close", () => ended.push(url));
      if (url !== "/silent") response.writeHead(200).write("x");
    });
    const transport = to({ server: server.url });
    const reason = new Error("enough");
    for (const path of ["/silent", "/open"]) {
      const abort = new AbortController();
      const call = (async () => {
        const { signal } = abort;
        const answer = await transport.request({ ...get, path, signal });
        await answer.text();
      })();
      await until(() => server.asked.at(-1)?.url === path);
      abort.abort(reason);
      expect(await errorOf(call)).toBe(reason);
      await until(() => ended.at(-1) === path);
    }
    const signal = AbortSignal.abort(reason);
    expect(await errorOf(transport.request({ ...get, signal }))).toBe(reason);
    expect(server.asked).toHaveLength(2);
  });

  it("also where a fetch that is handed in does not listen to it", async () => {
    const fetch: Fetch = () => new Promise(() => undefined);
    const transport = to({ server, fetch });
    const reason = new Error("enough");
    const abort = new AbortController();
    const call = transport.request({ ...get, signal: abort.signal });
    abort.abort(reason);
    expect(await errorOf(call)).toBe(reason);
    expect(
      await errorOf(transport.request({ ...get, headersTimeoutMs: 10 })),
    ).toMatchObject({ code: "UND_ERR_HEADERS_TIMEOUT" });
  });
});

describe("a client", () => {
  it("sends nothing once it is closed; what runs goes on", async () => {
    let end = (): void => undefined;
    const server = await startServer((_, response) => {
      end = () => sendJson(response, { done: true });
    });
    const transport = to({ server: server.url });
    const running = send(transport, get);
    await until(() => server.asked.length === 1);
    await transport.close();
    end();
    expect(await running).toEqual({ done: true });
    expect((await errorOf(send(transport, get))).message).toContain(
      "the client is closed",
    );
    expect(server.asked).toHaveLength(1);
  });

  it("lists page by page, and throws the server's own Status", async () => {
    const server = await startServer(({ url }, response) => {
      if (url.includes("/web"))
        return sendFailure(response, 404, "NotFound", "no web");
      const first = !url.includes("continue=");
      sendJson(response, {
        metadata: first ? { continue: "next" } : {},
        items: [{ metadata: { name: first ? "a" : "b" } }],
      });
    });
    const transport = to({ server: server.url });
    const resource = new ResourceHandle(transport, someFacts(), "default");
    const names: unknown[] = [];
    for await (const { metadata } of resource.listAll())
      names.push(metadata?.name);
    expect(names).toEqual(["a", "b"]);
    expect(await errorOf(resource.get("web"))).toMatchObject({
      name: "ApiError",
      status: 404,
      reason: "NotFound",
    });
  });
});
