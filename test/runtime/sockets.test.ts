import { getEventListeners, setMaxListeners } from "node:events";
import { Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { send } from "../../templates/runtime/request.js";
import { certificates } from "./certificates.js";
import { open } from "./connections.js";
import { httpProxy, socksProxy } from "./proxies.js";
import { sendJson, startServer, until } from "./servers.js";

const get = { method: "GET", path: "/x" } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** What this process waits for, by kind. */
const resources = (): number =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => /Timeout|TCP(Socket|Wrap)|TLS/.test(kind)).length;

describe("complaint 3: sockets, timers and listeners", () => {
  it("are where they were after 300 requests one after another, 100 at once, and close", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const before = resources();
    const connection = await open({ server: server.url, token: "t" });
    const ask = (): Promise<unknown> =>
      send(connection.transport, {
        ...get,
        ...{ signal: controller.signal, timeoutMs: 60_000 },
      });
    for (let i = 0; i < 300; i++) await ask();
    expect(server.connections()).toBe(1);
    await Promise.all(Array.from({ length: 100 }, ask));
    expect(server.connections()).toBeLessThanOrEqual(101);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await connection.transport.close();
    await until(() => server.open() === 0);
    await until(() => resources() <= before);
  });

  it.each(["http:", "socks5:"])(
    "are through a proxy at %s// as well",
    async (protocol) => {
      const { ca, serverCertificate, serverKey } = certificates();
      const server = await startServer(
        (_, response) => sendJson(response, {}),
        {
          cert: serverCertificate,
          key: serverKey,
        },
      );
      const proxy = await (protocol === "http:" ? httpProxy() : socksProxy());
      const before = resources();
      const stranger = await open({
        server: server.url,
        proxyUrl: `${protocol}//127.0.0.1:${proxy.port}`,
      });
      await expect(stranger.transport.request(get)).rejects.toThrow("trusted");
      await stranger.transport.close();
      await until(() => resources() <= before);
      const { transport } = await open({
        server: server.url,
        certificateAuthority: ca,
        proxyUrl: `${protocol}//127.0.0.1:${proxy.port}`,
      });
      for (let i = 0; i < 100; i++) await send(transport, get);
      await Promise.all(Array.from({ length: 20 }, () => send(transport, get)));
      expect(server.connections()).toBeLessThanOrEqual(21);
      await transport.close();
      await until(() => server.open() === 0);
      await until(() => resources() <= before);
    },
  );
});

describe("C12: connections", () => {
  it.each([undefined, "socks5:"])(
    "ask every 30 s whether the other side is there (proxy: %s)",
    async (protocol) => {
      const server = await startServer((_, response) => sendJson(response, {}));
      const proxy = await socksProxy();
      const asked = vi.spyOn(Socket.prototype, "setKeepAlive");
      const { transport } = await open({
        server: server.url,
        ...(protocol === undefined
          ? {}
          : { proxyUrl: `socks5://127.0.0.1:${proxy.port}` }),
      });
      await send(transport, get);
      expect(asked.mock.calls).toContainEqual([true, 30_000]);
    },
  );
});
