import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import { send } from "../../templates/runtime/request.js";
import { certificates } from "./certificates.js";
import { compiledRuntime } from "./compiled.js";
import { open } from "./connections.js";
import {
  httpProxy,
  listening,
  proxyUserInfo,
  socksProxy,
  type TestProxy,
} from "./proxies.js";
import { sendJson, startServer, until } from "./servers.js";

const get = { method: "GET", path: "/version" } as const;
const {
  ca,
  otherCa,
  serverCertificate,
  serverKey,
  clientCertificate,
  clientKey,
} = certificates();

/** A server that says by which name and by which certificate it was asked. */
async function tlsServer() {
  return startServer(
    ({ url }, response, incoming) => {
      if (url === "/hang") return void response.writeHead(200).write("x");
      const socket = incoming.socket as TLSSocket & { servername?: unknown };
      sendJson(response, {
        servername: socket.servername,
        user: socket.getPeerCertificate().subject?.CN,
      });
    },
    {
      ...{ ca, cert: serverCertificate, key: serverKey },
      ...{ requestCert: true, rejectUnauthorized: false },
      keepAliveTimeout: 60_000,
    },
  );
}

type Kind = "http:" | "https:" | "socks5:";

async function proxyOf(protocol: Kind, auth = false): Promise<TestProxy> {
  return protocol === "socks5:"
    ? socksProxy({ auth })
    : httpProxy({ protocol, auth });
}

const kinds = ["http:", "https:", "socks5:"] as const;

describe.each(kinds)("C5: through a proxy at %s//", (protocol) => {
  it("a TLS server is reached, with its name, its authority and the client's certificate", async () => {
    const server = await tlsServer();
    const proxy = await proxyOf(protocol);
    const options = {
      certificateAuthority: ca,
      ...{ clientCertificate, clientKey },
      proxyUrl: `${protocol}//127.0.0.1:${proxy.port}`,
    };
    const ask = async (more: ConnectOptions): Promise<unknown> => {
      const connection = await open({ ...options, ...more });
      return send(connection.transport, get);
    };
    const localhost = `https://localhost:${server.port}`;
    // An address has no SNI.
    for (const [more, servername] of [
      [{ server: server.url }, false],
      [{ server: localhost }, "localhost"],
      [{ server: server.url, tlsServerName: "kube.example" }, "kube.example"],
      [{ server: localhost, tlsServerName: "127.0.0.1" }, false],
    ] as const)
      expect(await ask(more)).toEqual({ servername, user: "jane" });
    for (const tlsServerName of ["other.example", "10.0.0.1"])
      await expect(
        ask({ server: server.url, tlsServerName }),
      ).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(new Set(proxy.targets)).toEqual(
      new Set([`127.0.0.1:${server.port}`, `localhost:${server.port}`]),
    );
    expect(proxy.forwarded()).toBe(0);
  });

  it("a server that is not trusted, is not", async () => {
    const server = await tlsServer();
    const proxy = await proxyOf(protocol === "https:" ? "http:" : protocol);
    const kind = protocol === "https:" ? "http:" : protocol;
    const { transport } = await open({
      server: server.url,
      certificateAuthority: otherCa,
      proxyUrl: `${kind}//127.0.0.1:${proxy.port}`,
    });
    await expect(send(transport, get)).rejects.toThrow(
      `no answer from ${server.url}: its certificate is not signed`,
    );
    expect(server.asked).toEqual([]);
  });

  it("a plain HTTP server is reached", async () => {
    const server = await startServer(({ headers }, response) =>
      sendJson(response, {
        host: headers.host,
        hidden: headers["proxy-authorization"],
      }),
    );
    const proxy = await proxyOf(protocol, true);
    const connection = await open({
      server: `${server.url}/prefix`,
      certificateAuthority: ca,
      proxyUrl: `${protocol}//${proxyUserInfo}127.0.0.1:${proxy.port}`,
    });
    expect(await send(connection.transport, get)).toEqual({
      host: `127.0.0.1:${server.port}`,
    });
    expect(server.asked[0]?.url).toBe("/prefix/version");
    expect(proxy.targets).toContain(`127.0.0.1:${server.port}`);
    expect(proxy.forwarded() > 0).toBe(protocol === "http:");
  });

  it("connections are used again, and ended by close", async () => {
    const server = await tlsServer();
    const proxy = await proxyOf(protocol);
    const { transport } = await open({
      server: server.url,
      certificateAuthority: ca,
      proxyUrl: `${protocol}//127.0.0.1:${proxy.port}`,
    });
    for (let i = 0; i < 20; i++) await send(transport, get);
    expect(server.connections()).toBe(1);
    expect(proxy.targets).toHaveLength(1);
    // Nor is one opened in place of one that was given up.
    const hanging = await transport.request({ method: "GET", path: "/hang" });
    await hanging.dismiss();
    await until(() => server.open() === 0);
    await send(transport, get);
    expect(server.connections()).toBe(2);
    await transport.close();
    await until(() => server.open() === 0);
  });

  it("its user and password are used, and never shown", async () => {
    const server = await tlsServer();
    const proxy = await proxyOf(protocol, true);
    const address = `127.0.0.1:${proxy.port}`;
    const options = { server: server.url, certificateAuthority: ca };
    const good = await open({
      ...options,
      proxyUrl: `${protocol}//${proxyUserInfo}${address}`,
    });
    expect(await send(good.transport, get)).toMatchObject({});
    for (const user of ["", "me:wr0ng-s3cr3t@"]) {
      const connection = await open({
        ...options,
        proxyUrl: `${protocol}//${user}${address}`,
      });
      const error: unknown = await send(connection.transport, {
        ...get,
        method: "POST",
      }).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: "ConnectionError", sent: false });
      expect((error as Error).message).toMatch(
        new RegExp(
          `^POST /version: no answer from ${server.url}: the proxy ${protocol}//${address} does not do: it .* (URL|name and the password)`,
        ),
      );
      for (const value of [error, connection, good])
        expect(
          inspect(value, { depth: 10, showHidden: true, getters: true }) +
            JSON.stringify(value),
        ).not.toMatch(/s3cr3t|p%25/);
    }
    expect(server.asked).toHaveLength(1);
  });

  it("a proxy that is not there is named, and a write is sent again", async () => {
    const server = await tlsServer();
    const port = await listening((socket) => socket.destroy());
    const { transport } = await open({
      server: server.url,
      certificateAuthority: ca,
      proxyUrl: `${protocol}//${proxyUserInfo}127.0.0.1:${port}`,
    });
    const error: unknown = await transport
      .request({ method: "POST", path: "/x" })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ sent: false, code: "ECONNRESET" });
    expect((error as Error).message).toContain(
      `the proxy ${protocol}//127.0.0.1:${port} does not do: `,
    );
    const unreachable = await open({
      server: server.url,
      proxyUrl: `${protocol}//127.0.0.1:1`,
    });
    await expect(unreachable.transport.request(get)).rejects.toMatchObject({
      sent: false,
      code: "ECONNREFUSED",
      message: expect.stringContaining(
        `the proxy ${protocol}//127.0.0.1:1 does not do: the connection was refused`,
      ),
    });
  });

  it("an idle client does not keep the process alive, nor prints anything", async () => {
    const server = await tlsServer();
    const proxy = await proxyOf(protocol);
    const folder = compiledRuntime("module");
    const options = {
      server: server.url,
      certificateAuthority: ca,
      proxyUrl: `${protocol}//127.0.0.1:${proxy.port}`,
    };
    writeFileSync(
      join(folder, "main.js"),
      `import { openConnection } from "./connect.js";
      const { transport } = await openConnection(${JSON.stringify(options)});
      console.log(await (await transport.request({ method: "GET", path: "/x" })).text());`,
    );
    const child = spawn(process.execPath, [join(folder, "main.js")]);
    onTestFinished(() => void child.kill());
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    const begin = performance.now();
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(0);
    expect(output).toBe('{"servername":false}\n');
    // The client keeps the connection for 30 s, and the server for 60.
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});
