import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { send } from "../../templates/runtime/request.js";
import type { Transport } from "../../templates/runtime/types.js";
import {
  undiciTransport,
  type UndiciTransportOptions,
} from "../../templates/runtime/undici.js";
import { compiledRuntime } from "./compiled.js";
import { sendJson, startServer, until } from "./servers.js";
import { certificates } from "./certificates.js";

const get = { method: "GET", path: "/version" } as const;

function to(options: UndiciTransportOptions): Transport {
  const transport = undiciTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

async function messageOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no error",
    (error: Error) => error.message,
  );
}

describe("requests", () => {
  it("share one connection while they come one after another", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const transport = to({ server: server.url });
    for (let i = 0; i < 5; i++) await send(transport, get);
    expect(server.connections()).toBe(1);
    await Promise.all([1, 2, 3].map(() => send(transport, get)));
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  it("say who they are from, unless the caller does", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const transport = to({ server: server.url });
    await send(transport, get);
    await send(transport, { ...get, headers: { "User-Agent": "mine" } });
    expect(server.asked.map(({ headers }) => headers["user-agent"])).toEqual([
      `kubewright-client node/${process.version} (${process.platform}/${process.arch})`,
      "mine",
    ]);
  });
});

describe("TLS", () => {
  const {
    ca,
    otherCa,
    serverCertificate,
    serverKey,
    clientCertificate,
    clientKey,
  } = certificates();
  const tls = { cert: serverCertificate, key: serverKey };

  it("takes a server that the authority has signed, and no other", async () => {
    const server = await startServer((_, r) => sendJson(r, { ok: 1 }), tls);
    const { url } = server;
    const good = to({ server: url, certificateAuthority: ca });
    expect(await send(good, get)).toEqual({ ok: 1 });
    for (const certificateAuthority of [otherCa, undefined])
      expect(
        await messageOf(send(to({ server: url, certificateAuthority }), get)),
      ).toMatch(
        new RegExp(
          `^GET /version: no answer from ${url}: its certificate is not signed by an authority that is trusted here; check the certificate authority`,
        ),
      );
    expect(server.asked).toHaveLength(1);
    const blind = to({ server: url, insecureSkipTlsVerify: true });
    expect(await send(blind, get)).toEqual({ ok: 1 });
  });

  it("checks the name, and can be told another", async () => {
    const names: (string | false | undefined)[] = [];
    const server = await startServer((_, response, incoming) => {
      names.push(
        (incoming.socket as TLSSocket & { servername?: string | false })
          .servername,
      );
      sendJson(response, {});
    }, tls);
    const options = { server: server.url, certificateAuthority: ca };
    await send(to({ ...options, tlsServerName: "kube.example" }), get);
    // An address has no SNI, but is checked for all that.
    await send(to({ ...options, tlsServerName: "127.0.0.1" }), get);
    expect(names).toEqual(["kube.example", false]);
    for (const tlsServerName of ["other.example", "10.0.0.1"])
      expect(
        await messageOf(send(to({ ...options, tlsServerName }), get)),
      ).toContain("its certificate is for other names");
  });

  it("shows the client certificate", async () => {
    const server = await startServer(
      (_, response, incoming) => {
        const { subject } = (incoming.socket as TLSSocket).getPeerCertificate();
        sendJson(response, { user: subject.CN });
      },
      { ...tls, ca, requestCert: true, rejectUnauthorized: true },
    );
    const options = { server: server.url, certificateAuthority: ca };
    const jane = to({ ...options, clientCertificate, clientKey });
    expect(await send(jane, get)).toEqual({ user: "jane" });
    expect(await messageOf(send(to(options), get))).toContain("no answer");
  });

  it("refuses what is not PEM when the transport is made", () => {
    const options = {
      server: "https://127.0.0.1:1",
      clientCertificate: "x",
      clientKey: "y",
    };
    expect(() => undiciTransport(options)).toThrow(
      expect.objectContaining({ name: "ConfigError" }),
    );
  });
});

describe("connections", () => {
  it("are let go of when a body is dismissed, or not read to its end", async () => {
    const server = await startServer(({ url }, response) => {
      if (url === "/done") return sendJson(response, {});
      response.writeHead(200);
      response.write("first\n");
    });
    const transport = to({ server: server.url });
    await (await transport.request(get)).dismiss();
    await until(() => server.open() === 0);
    for await (const chunk of (await transport.request(get)).body) {
      expect(Buffer.from(chunk).toString()).toBe("first\n");
      break;
    }
    await until(() => server.open() === 0);
    // Nor is another one opened in their place.
    await send(transport, { method: "GET", path: "/done" });
    expect(server.connections()).toBe(3);
  });

  it("are ended by close, after which nothing is sent", async () => {
    const server = await startServer((_, response) => sendJson(response, {}));
    const transport = undiciTransport({ server: server.url });
    await send(transport, get);
    await transport.close();
    await until(() => server.open() === 0);
    expect(await messageOf(send(transport, get))).toContain(
      "the client is closed",
    );
  });

  it.each(["module", "commonjs"] as const)(
    "do not keep a process alive while they are idle (%s)",
    async (type) => {
      const server = await startServer((_, response) => sendJson(response, {}));
      const folder = compiledRuntime(type);
      const [load, file] =
        type === "module"
          ? ['import { openConnection } from "./connect.js";', "main.js"]
          : ['const { openConnection } = require("./connect.js");', "main.cjs"];
      writeFileSync(
        join(folder, file),
        `${load}
        openConnection({ server: ${JSON.stringify(server.url)}, token: "t" })
          .then(({ transport }) => transport.request({ method: "GET", path: "/x" }))
          .then((answer) => answer.text())
          .then((text) => console.log("answer", text));`,
      );
      const child = spawn(process.execPath, [join(folder, file)]);
      let output = "";
      child.stdout.on("data", (chunk) => (output += chunk));
      child.stderr.on("data", (chunk) => (output += chunk));
      let alive = 0;
      let answered = 0;
      await new Promise<void>((resolve) => {
        child.stdout.once("data", () => (answered = performance.now()));
        child.on("exit", () => {
          alive = performance.now() - answered;
          resolve();
        });
      });
      expect(output).toBe("answer {}\n");
      // The connection itself is kept for 30 s, and by this server for 5 s.
      expect(alive).toBeLessThan(3_000);
    },
  );
});
