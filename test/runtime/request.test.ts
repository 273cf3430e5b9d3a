import { getEventListeners } from "node:events";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  ConnectionError,
  isServiceUnavailable,
  isTooManyRequests,
} from "../../templates/runtime/errors.js";
import { send } from "../../templates/runtime/request.js";
import type { Transport } from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { sendFailure, sendJson, startServer, until } from "./servers.js";

const post = { method: "POST", path: "/x", body: {} } as const;
const get = { method: "GET", path: "/x" } as const;

function to(server: string): Transport {
  const transport = undiciTransport({ server });
  onTestFinished(() => transport.close());
  return transport;
}

describe("sends again", () => {
  it.each([429, 503])(
    "any method on %d with Retry-After, and no sooner",
    async (status) => {
      const server = await startServer((_, response) =>
        server.asked.length === 1
          ? sendFailure(response, status, "X", "busy", { "retry-after": "1" })
          : sendJson(response, { ok: true }),
      );
      const begin = performance.now();
      expect(await send(to(server.url), post)).toEqual({ ok: true });
      expect(performance.now() - begin).toBeGreaterThan(990);
      expect(server.asked).toHaveLength(2);
      expect(server.asked[1]?.body).toBe("{}");
    },
  );

  it("at most four times", async () => {
    const server = await startServer((_, response) =>
      sendFailure(response, 429, "TooManyRequests", "busy", {
        "retry-after": "0",
      }),
    );
    const error: unknown = await send(to(server.url), get).catch((e) => e);
    expect(isTooManyRequests(error)).toBe(true);
    expect(server.asked).toHaveLength(5);
  });

  it("a read whose connection broke", async () => {
    const server = await startServer((_, response) =>
      server.asked.length < 3
        ? response.destroy()
        : sendJson(response, { ok: true }),
    );
    expect(await send(to(server.url), get)).toEqual({ ok: true });
    expect(server.asked).toHaveLength(3);
  });

  it("a read whose answer is cut off in its body, at most four times", async () => {
    let broken = 2;
    const server = await startServer((_, response) => {
      if (broken-- <= 0) return sendJson(response, { ok: true });
      response.writeHead(200, { "content-length": "100" });
      response.write('{"ok":');
      setImmediate(() => response.destroy());
    });
    const transport = to(server.url);
    expect(await send(transport, get)).toEqual({ ok: true });
    expect(server.asked).toHaveLength(3);
    broken = Infinity;
    await expect(send(transport, get)).rejects.toMatchObject({
      name: "ConnectionError",
    });
    expect(server.asked).toHaveLength(3 + 5);
  });

  it("a write whose connection was never made", async () => {
    const first = await startServer((_, response) => sendJson(response, {}));
    await first.stop();
    const answer = send(to(first.url), post);
    const second = await startServer(
      (_, response) => sendJson(response, { ok: true }),
      undefined,
      first.port,
    );
    expect(await answer).toEqual({ ok: true });
    expect(second.asked).toHaveLength(1);
  });
});

describe("does not send again", () => {
  it("a write that may have happened", async () => {
    const server = await startServer((_, response) => response.destroy());
    await expect(send(to(server.url), post)).rejects.toMatchObject({
      name: "ConnectionError",
      sent: true,
    });
    expect(server.asked).toHaveLength(1);
  });

  it("a write whose answer is cut off, whatever the cause", async () => {
    let count = 0;
    const cutOff = new ConnectionError("cut off", {
      code: "EHOSTUNREACH",
      sent: false,
    });
    const transport: Transport = {
      request: async () => {
        count++;
        return {
          status: 200,
          headers: {},
          body: (async function* () {})(),
          text: () => Promise.reject(cutOff),
          dismiss: async () => undefined,
        };
      },
      close: async () => undefined,
    };
    await expect(send(transport, post)).rejects.toBe(cutOff);
    expect(count).toBe(1);
  });

  it("on 429 and 503 without Retry-After: an eviction that is not allowed now", async () => {
    const server = await startServer((_, response) =>
      sendFailure(response, 503, "ServiceUnavailable", "down"),
    );
    const error: unknown = await send(to(server.url), get).catch((e) => e);
    expect(isServiceUnavailable(error)).toBe(true);
    expect(server.asked).toHaveLength(1);
  });

  it("where the server asks to wait for longer than a minute", async () => {
    const server = await startServer((_, response) =>
      sendFailure(response, 429, "TooManyRequests", "x", {
        "retry-after": "61",
      }),
    );
    await expect(send(to(server.url), get)).rejects.toMatchObject({
      status: 429,
      retryAfterSeconds: 61,
    });
    expect(server.asked).toHaveLength(1);
  });

  it("on 500", async () => {
    const server = await startServer((_, response) =>
      sendFailure(response, 500, "InternalError", "x", { "retry-after": "0" }),
    );
    await expect(send(to(server.url), get)).rejects.toThrow(/500/);
    expect(server.asked).toHaveLength(1);
  });
});

describe("ends at once", () => {
  const waits: [name: string, answer: Parameters<typeof startServer>[0]][] = [
    ["while the server is silent", () => undefined],
    [
      "in the middle of a body",
      (_, response) => {
        response.writeHead(200);
        response.write('{"a":');
      },
    ],
    [
      "in a wait before the next try",
      (_, response) =>
        sendFailure(response, 429, "X", "x", { "retry-after": "50" }),
    ],
  ];

  it.each(waits)("%s, with the signal's reason", async (_, answer) => {
    const server = await startServer(answer);
    const controller = new AbortController();
    const { signal } = controller;
    const call = send(to(server.url), { ...post, signal });
    const outcome = call.catch((error: unknown) => error);
    await until(() => server.asked.length > 0);
    // Let the answer, where there is one, come in.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await outcome).toBe(reason);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  it.each(waits.slice(0, 2))("%s, when its time is over", async (_, answer) => {
    const server = await startServer(answer);
    await expect(
      send(to(server.url), { ...post, timeoutMs: 300 }),
    ).rejects.toMatchObject({
      name: "TimeoutError",
      message: "POST /x: not done after 300 ms",
    });
  });

  it("complaint 21: with the server's own error, where the wait that it asks for would go beyond the time", async () => {
    const server = await startServer((_, response) =>
      sendFailure(response, 429, "TooManyRequests", "busy", {
        "retry-after": "50",
      }),
    );
    const error: unknown = await send(to(server.url), {
      ...post,
      timeoutMs: 40_000,
    }).catch((e: unknown) => e);
    expect(isTooManyRequests(error)).toBe(true);
    expect(error).toMatchObject({ retryAfterSeconds: 50 });
    expect(server.asked).toHaveLength(1);
  });

  it("while a connection is being made", async () => {
    // Takes the connection, and never answers the handshake of TLS.
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) =>
      silent.listen(0, "127.0.0.1", resolve),
    );
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const transport = undiciTransport({ server: `https://127.0.0.1:${port}` });
    const begin = performance.now();
    await expect(
      send(transport, { ...get, timeoutMs: 200 }),
    ).rejects.toMatchObject({ name: "TimeoutError" });
    // The limit for connections is 10 s.
    expect(performance.now() - begin).toBeLessThan(8_000);
  });

  it("before anything is sent, where the signal is aborted already", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const signal = AbortSignal.abort(new Error("no"));
    await expect(send(to(server.url), { ...get, signal })).rejects.toThrow(
      "no",
    );
    expect(server.connections()).toBe(0);
  });

  it("and leaves no listener behind when it succeeds", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const { signal } = new AbortController();
    const transport = to(server.url);
    for (let i = 0; i < 3; i++) await send(transport, { ...get, signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("answers that cannot be read", () => {
  it("are an error that shows their beginning", async () => {
    const server = await startServer((_, response) =>
      response.end("<html>hello</html>"),
    );
    await expect(send(to(server.url), get)).rejects.toThrow(
      /^GET \/x: 200, but the answer is not JSON .*<html>hello/,
    );
  });

  it("are not shown where they begin as an object, which may be a Secret", async () => {
    const server = await startServer((_, response) =>
      response.end('{"data":{"password":"aHVudGVyMg=="'),
    );
    const error: unknown = await send(to(server.url), get).catch((e) => e);
    expect(String(error)).toContain("not JSON");
    expect(String(error)).not.toContain("aHVudGVyMg");
  });
});
