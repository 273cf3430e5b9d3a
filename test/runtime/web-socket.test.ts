import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import ts from "typescript";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import { isForbidden } from "../../templates/runtime/errors.js";
import { withCredentials } from "../../templates/runtime/credentials.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { open } from "./connections.js";
import { fakeTransport } from "./fake-transport.js";
import { httpProxy, proxyUserInfo, socksProxy } from "./proxies.js";
import { certificates, temporaryFolder, until, writeFiles } from "./servers.js";
import {
  podsOn,
  refuseWith,
  startStreamServer,
  type StreamServerOptions,
} from "./stream-servers.js";

const answer: StreamServerOptions = {
  open(opened) {
    opened.send(1, "hello");
    opened.exit(0);
  },
};

async function serve(options: ConnectOptions, more: StreamServerOptions = {}) {
  const server = await startStreamServer({ ...answer, ...more });
  const { transport } = await open({ server: server.url, ...options });
  return { server, pods: podsOn(transport) };
}

const tls = () => {
  const { ca, serverCertificate: cert, serverKey: key } = certificates();
  return { options: { ca, cert, key, requestCert: true }, ca };
};

describe("a WebSocket", () => {
  it("complaint 22: sends a header for each group that is impersonated, the token and the user agent", async () => {
    const { server, pods } = await serve({
      token: "t0ken",
      userAgent: "test/1",
      as: { user: "jané", groups: ["dev", "a,b"] },
    });
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("hello");
    const [asked] = server.asked;
    const groups = asked?.rawHeaders.filter(
      (_, i, all) => all[i - 1]?.toLowerCase() === "impersonate-group",
    );
    expect(groups).toEqual(["dev", "a,b"]);
    expect(asked?.headers).toMatchObject({
      authorization: "Bearer t0ken",
      "user-agent": "test/1",
      host: new URL(server.url).host,
    });
  });

  it("is observed as a request is", async () => {
    const seen: unknown[] = [];
    const { server, pods } = await serve({
      onRequest: ({ method, path, headers }) => {
        headers["traceparent"] = "00-1";
        return ({ status }) => seen.push([method, path, status]);
      },
    });
    await pods.execOutput("web-0", ["ls"]);
    expect(seen).toEqual([
      ["GET", "/api/v1/namespaces/default/pods/web-0/exec", 101],
    ]);
    expect(server.asked[0]?.headers["traceparent"]).toBe("00-1");
  });

  it("that is refused for its credentials is asked for again with new ones", async () => {
    const server = await startStreamServer({
      ...answer,
      refuse: ({ headers }, socket) =>
        headers.authorization !== "Bearer new" &&
        refuseWith(socket, 401, "Unauthorized", "Unauthorized"),
    });
    let token = "old";
    const transport = withCredentials(undiciTransport({ server: server.url }), {
      authorization: () => Promise.resolve(`Bearer ${token}`),
      async renew() {
        token = "new";
        return true;
      },
    });
    onTestFinished(() => transport.close());
    const { stdout } = await podsOn(transport).execOutput("web-0", ["ls"]);
    expect(stdout).toBe("hello");
    expect(server.asked).toHaveLength(2);
    await until(() => server.open() === 0);
  });

  it("that is refused is what the server says, with the rule that would allow it", async () => {
    const { pods } = await serve(
      {},
      {
        refuse: (_, socket) =>
          refuseWith(
            socket,
            403,
            "Forbidden",
            'pods "web-0" is forbidden: User "jane" cannot create resource "pods/exec" in API group "" in the namespace "default"',
          ),
      },
    );
    const error: unknown = await pods.exec("web-0", ["ls"]).catch((e) => e);
    expect(isForbidden(error)).toBe(true);
    expect((error as Error).message).toContain("pods/exec");
  });

  it("is not asked for twice where the connection breaks: the program may have run", async () => {
    const { server, pods } = await serve(
      {},
      {
        refuse: (_, socket) => {
          socket.destroy();
          return true;
        },
      },
    );
    await expect(pods.exec("web-0", ["ls"])).rejects.toMatchObject({
      name: "ConnectionError",
      code: "ECONNRESET",
    });
    expect(server.asked).toHaveLength(1);
  });

  it("to a server that is not there is an error that says so", async () => {
    const { pods } = await serve({ server: "http://127.0.0.1:1" });
    await expect(
      pods.exec("web-0", ["ls"], { timeoutMs: 100 }),
    ).rejects.toMatchObject({ code: "ECONNREFUSED", sent: false });
  });

  it("presents the client's certificate, and trusts whom the client trusts", async () => {
    const { options, ca } = tls();
    const { clientCertificate, clientKey } = certificates();
    const { pods } = await serve(
      { certificateAuthority: ca, clientCertificate, clientKey },
      { tls: options },
    );
    expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("hello");
    const { pods: others } = await serve({}, { tls: options });
    await expect(others.exec("web-0", ["ls"])).rejects.toThrow(
      /not signed by an authority/,
    );
  });

  it.each([false, true])(
    "goes through proxies (a server of TLS: %o)",
    async (secure) => {
      const { options, ca } = tls();
      const http = await httpProxy({ auth: true });
      const socks = await socksProxy({ auth: true });
      const https = await httpProxy({ auth: true, protocol: "https:" });
      for (const proxyUrl of [
        `http://${proxyUserInfo}127.0.0.1:${http.port}`,
        ...(secure ? [`https://${proxyUserInfo}127.0.0.1:${https.port}`] : []),
        `socks5://${proxyUserInfo}127.0.0.1:${socks.port}`,
      ]) {
        const { pods } = await serve(
          {
            proxyUrl,
            ...(secure ? { certificateAuthority: ca } : {}),
          },
          secure ? { tls: { ...options, requestCert: false } } : {},
        );
        expect((await pods.execOutput("web-0", ["ls"])).stdout).toBe("hello");
      }
      expect(http.targets).toHaveLength(1);
      expect(https.targets).toHaveLength(secure ? 1 : 0);
      expect(http.forwarded()).toBe(0);
    },
  );

  it("of a client that is closed is none", async () => {
    const server = await startStreamServer(answer);
    const transport = undiciTransport({ server: server.url });
    await transport.close();
    await expect(podsOn(transport).exec("web-0", ["ls"])).rejects.toMatchObject(
      { code: "UND_ERR_CLOSED" },
    );
  });

  it("is more than some transports have", async () => {
    await expect(podsOn(fakeTransport()).exec("web-0", ["ls"])).rejects.toThrow(
      /the transport of this client opens no WebSockets/,
    );
  });

  it("needs the package ws, and says how to install it", () => {
    // A folder that no package is installed above.
    const folder = temporaryFolder();
    const compiled = (name: string): string =>
      ts.transpileModule(readFileSync(`templates/runtime/${name}.ts`, "utf8"), {
        compilerOptions: { module: ts.ModuleKind.ESNext },
      }).outputText;
    writeFiles(folder, {
      "package.json": '{ "type": "module" }',
      "ws-package.js": compiled("ws-package"),
      "optional-package.js": compiled("optional-package"),
      "errors.js": "export class ConfigError extends Error {}",
      "main.js":
        'import { loadWs } from "./ws-package.js"; await loadWs().catch((e) => console.log(`${e.constructor.name}: ${e.message}`));',
    });
    const said = execFileSync(process.execPath, [join(folder, "main.js")]);
    expect(String(said)).toBe(
      'ConfigError: exec, attach and port-forward need the package "ws", which is not installed: npm i ws\n',
    );
  });

  it("is ended where nothing is heard of the server for long", async () => {
    vi.useFakeTimers({ toFake: ["setInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const { server, pods } = await serve({}, { open: () => undefined });
    const session = await pods.exec("web-0", ["sleep"]);
    const socket = server.opened[0]?.socket;
    let pings = 0;
    socket?.on("ping", () => pings++);
    vi.advanceTimersByTime(15_000);
    await until(() => pings === 1);
    // A server that stopped reads nothing, and answers nothing.
    socket?.pause();
    vi.advanceTimersByTime(90_000);
    await expect(session.exit).rejects.toMatchObject({ code: "ETIMEDOUT" });
  });

  it("of a server that does not read its input is not ended: its program may be busy for hours", async () => {
    vi.useFakeTimers({ toFake: ["setInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const { server, pods } = await serve({}, { open: () => undefined });
    const session = await pods.exec("web-0", ["psql"], { stdin: true });
    const socket = server.opened[0]?.socket;
    socket?.pause();
    await session.stdin.write("x".repeat(100_000));
    vi.advanceTimersByTime(24 * 3_600_000);
    socket?.resume();
    await session.stdin.end();
    server.opened[0]?.exit(0);
    expect(await session.exit).toMatchObject({ code: 0 });
  });

  it("has one large message on its way at most that the server has not read", async () => {
    const { server, pods } = await serve(
      {},
      { open: () => undefined, answersPings: false },
    );
    const session = await pods.exec("web-0", ["cat"], { stdin: true });
    const [opened] = server.opened;
    const pings: Buffer[] = [];
    opened?.socket.on("ping", (data) => pings.push(data));
    const large = "x".repeat(256 * 1024);
    void session.stdin.write("a");
    void session.stdin.write("b");
    void session.stdin.write(large + large);
    const ended = session.stdin.end();
    // Small ones do not wait for each other, but a large one does for them.
    await until(() => pings.length === 2);
    await setTimeout(20);
    expect(opened?.text(0)).toBe("ab");
    opened?.socket.pong(pings[1]);
    await until(() => pings.length === 3);
    await setTimeout(20);
    expect(opened?.text(0)).toBe(`ab${large}`);
    // One from before, and one that nobody asked for, say nothing.
    for (const data of [pings[0], "unasked"]) opened?.socket.pong(data);
    await setTimeout(20);
    expect(pings).toHaveLength(3);
    opened?.socket.pong(pings[2]);
    await until(() => pings.length === 4);
    opened?.socket.pong(pings[3]);
    await ended;
    await until(() => pings.length === 5);
    expect(opened?.text(0)).toBe(`ab${large}${large}`);
    expect(opened?.received.at(-1)).toEqual(Buffer.of(255, 0));
  });

  it("that breaks fails what waits to be sent", async () => {
    const { server, pods } = await serve(
      {},
      { open: () => undefined, answersPings: false },
    );
    const session = await pods.exec("web-0", ["cat"], { stdin: true });
    const writing = session.stdin.write("x".repeat(1_000_000));
    await until(() => server.opened[0]?.received.length === 1);
    server.opened[0]?.socket.terminate();
    await expect(writing).rejects.toMatchObject({
      name: "ConnectionError",
      message: expect.stringContaining(
        "closed before the answer was whole",
      ) as unknown,
    });
  });
});
