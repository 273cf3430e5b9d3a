import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { send } from "../../templates/runtime/request.js";
import { makeAuthority, type TestAuthority } from "./certificates.js";
import { open } from "./connections.js";
import {
  sendFailure,
  sendJson,
  startServer,
  temporaryFolder,
  until,
  writeFiles,
  type TestServer,
} from "./servers.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const get = { method: "GET", path: "/x" } as const;

/** A server of an authority, which says who asks; `/watch` does not end. */
async function serverOf(
  authority: TestAuthority,
  { port = 0, refuses = "" }: { port?: number; refuses?: string } = {},
): Promise<TestServer> {
  const { certificate: cert, key } = authority.server;
  return startServer(
    ({ url }, response, incoming) => {
      if (url === "/watch")
        return void response.writeHead(200).write("begun\n");
      const socket = incoming.socket as TLSSocket;
      const user = socket.getPeerCertificate().subject?.CN;
      if (refuses !== "" && user === refuses)
        return sendFailure(response, 401, "Unauthorized", "Unauthorized");
      return sendJson(response, { user });
    },
    {
      ...{ cert, key, ca: authority.certificate },
      ...{ requestCert: true, rejectUnauthorized: false },
      keepAliveTimeout: 60_000,
    },
    port,
  );
}

/** Lets the files be looked at again. */
function clock(): { pass(): void } {
  let now = 1_000_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  return { pass: () => void (now += 5_000) };
}

describe("C11: a certificate authority that is replaced in its file", () => {
  it("is trusted by new connections, at once when a server is not trusted", async () => {
    clock();
    const [before, after] = [makeAuthority("before"), makeAuthority("after")];
    const file = join(temporaryFolder(), "ca.crt");
    writeFileSync(file, before.certificate);
    const first = await serverOf(before);
    const { transport } = await open({
      server: first.url,
      certificateAuthority: file,
    });
    expect(await send(transport, get)).toEqual({});
    await first.stop();
    const second = await serverOf(after, { port: first.port });
    await expect(send(transport, get)).rejects.toThrow("is not signed by");
    await expect(
      transport.request({ method: "POST", path: "/x" }),
    ).rejects.toMatchObject({ sent: false });
    writeFileSync(file, after.certificate);
    // Nor does a write go out twice.
    expect(await send(transport, { ...get, method: "POST" })).toEqual({});
    expect(second.asked).toHaveLength(1);
    await second.stop();
    // What it was before is not trusted any more.
    await serverOf(before, { port: first.port });
    await expect(send(transport, get)).rejects.toThrow("is not signed by");
  });

  it("that cannot be read, or is half written, leaves the one before", async () => {
    const time = clock();
    const authority = makeAuthority("a");
    const file = join(temporaryFolder(), "ca.crt");
    writeFileSync(file, authority.certificate);
    const server = await serverOf(authority);
    const { transport } = await open({
      server: server.url,
      certificateAuthority: file,
    });
    const half = authority.certificate.slice(0, 200);
    for (const text of [
      "",
      half,
      `${authority.certificate}${half}`,
      undefined,
    ]) {
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
      time.pass();
      expect(await send(transport, get)).toEqual({});
    }
    expect(server.connections()).toBe(1);
  });
});

describe("C11: a client certificate that is replaced in its files", () => {
  async function rotating(refuses = "") {
    const authority = makeAuthority("a");
    const [before, after] = [authority.client("old"), authority.client("new")];
    const folder = temporaryFolder();
    const write = (files: { readonly [name: string]: string }): void =>
      writeFiles(folder, files);
    write({
      "tls.crt": before.certificate,
      "tls.key": before.key,
      "ca.crt": authority.certificate,
    });
    const server = await serverOf(authority, { refuses });
    const { transport } = await open({
      server: server.url,
      certificateAuthority: join(folder, "ca.crt"),
      clientCertificate: join(folder, "tls.crt"),
      clientKey: join(folder, "tls.key"),
    });
    return { authority, server, transport, write, before, after };
  }

  it("is shown by new connections; idle ones end, and a watch goes on", async () => {
    const time = clock();
    const { server, transport, write, after } = await rotating();
    const watch = await transport.request({ method: "GET", path: "/watch" });
    expect(await send(transport, get)).toEqual({ user: "old" });
    expect(server.open()).toBe(2);
    write({ "tls.crt": after.certificate, "tls.key": after.key });
    // Files are not looked at for every request.
    expect(await send(transport, get)).toEqual({ user: "old" });
    time.pass();
    expect(await send(transport, get)).toEqual({ user: "new" });
    await until(() => server.open() === 2);
    expect(await send(transport, get)).toEqual({ user: "new" });
    expect(server.connections()).toBe(3);
    for await (const chunk of watch.body) {
      expect(Buffer.from(chunk).toString()).toBe("begun\n");
      break;
    }
    await until(() => server.open() === 1);
    await transport.close();
    await until(() => server.open() === 0);
  });

  it("is not shown while certificate and key do not match", async () => {
    const time = clock();
    const { server, transport, write, after } = await rotating();
    expect(await send(transport, get)).toEqual({ user: "old" });
    write({ "tls.crt": after.certificate });
    time.pass();
    expect(await send(transport, get)).toEqual({ user: "old" });
    const half = after.certificate.slice(0, 200);
    write({ "tls.crt": `${after.certificate}${half}`, "tls.key": after.key });
    time.pass();
    expect(await send(transport, get)).toEqual({ user: "old" });
    expect(server.connections()).toBe(1);
    write({ "tls.crt": after.certificate });
    time.pass();
    expect(await send(transport, get)).toEqual({ user: "new" });
  });

  it("is looked for when the server does not accept the one before", async () => {
    clock();
    const { authority, server, transport, write, after } =
      await rotating("old");
    // Another authority is no reason to ask again.
    write({ "ca.crt": authority.certificate.repeat(2) });
    const refused = send(transport, get);
    await expect(refused).rejects.toMatchObject({ status: 401 });
    expect(server.asked).toHaveLength(1);
    write({ "tls.crt": after.certificate, "tls.key": after.key });
    const post = { ...get, method: "POST", body: {} };
    expect(await send(transport, post)).toEqual({ user: "new" });
    expect(server.asked).toHaveLength(3);
  });

  it("ends all pools with the client, those of old certificates as well", async () => {
    const time = clock();
    const { server, transport, write, before, after } = await rotating();
    for (const pair of [after, before, after, before]) {
      await send(transport, get);
      write({ "tls.crt": pair.certificate, "tls.key": pair.key });
      time.pass();
    }
    await send(transport, get);
    await until(() => server.open() === 1);
    await transport.close();
    await until(() => server.open() === 0);
    await expect(send(transport, get)).rejects.toThrow("the client is closed");
  });
});

it("a client that is closed before its first request sends none", async () => {
  const authority = makeAuthority("a");
  const server = await serverOf(authority);
  const { transport } = await open({
    server: server.url,
    certificateAuthority: authority.certificate,
  });
  await transport.close();
  await transport.close();
  await expect(send(transport, get)).rejects.toThrow("the client is closed");
  expect(server.connections()).toBe(0);
});
