import type { TLSSocket } from "node:tls";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import { send } from "../../templates/runtime/request.js";
import { makeAuthority, type KeyPair } from "./certificates.js";
import { base64, kubeconfig, open } from "./connections.js";
import { credentialAnswer, testPlugin } from "./exec-plugins.js";
import { sendFailure, sendJson, startServer, until } from "./servers.js";

const get = { method: "GET", path: "/x" } as const;
const post = { method: "POST", path: "/x", body: {} } as const;

/** A server that asks for certificates, and takes one user of them and one token; `/watch` does not end. */
async function setUp(user: object = {}) {
  const authority = makeAuthority("a");
  const accepted = { user: "one", token: "one" };
  const { certificate: cert, key } = authority.server;
  const server = await startServer(
    ({ url, headers }, response, incoming) => {
      const socket = incoming.socket as TLSSocket;
      const name = socket.getPeerCertificate().subject?.CN;
      const { authorization } = headers;
      if (url === "/watch") return void response.writeHead(200).write("x");
      if (
        name !== accepted.user &&
        authorization !== `Bearer ${accepted.token}`
      )
        return sendFailure(response, 401, "Unauthorized", "Unauthorized");
      return sendJson(response, { user: name, authorization });
    },
    {
      ...{ cert, key, ca: authority.certificate },
      ...{ requestCert: true, rejectUnauthorized: false },
      keepAliveTimeout: 60_000,
    },
  );
  const program = testPlugin();
  const { command, args, apiVersion } = program.plugin;
  const exec = { command, args, apiVersion, interactiveMode: "Never" };
  const cluster = {
    server: server.url,
    "certificate-authority-data": base64(authority.certificate),
  };
  const file = kubeconfig(cluster, {
    exec: { ...exec, provideClusterInfo: true },
    ...user,
  });
  const give = ({ certificate, key: clientKey }: KeyPair): void =>
    program.answer(
      credentialAnswer({
        clientCertificateData: certificate,
        clientKeyData: clientKey,
      }),
    );
  const connect = (options: ConnectOptions = {}) =>
    open({ kubeconfig: file, ...options });
  return { authority, accepted, server, program, give, connect };
}

describe("F12: a certificate of a plugin", () => {
  it("is shown to the server; renewed after a 401, once for all requests, which go out again, writes too", async () => {
    const { authority, accepted, server, program, give, connect } =
      await setUp();
    give(authority.client("one"));
    const { transport } = await connect();
    expect(await send(transport, get)).toEqual({ user: "one" });
    const watch = await transport.request({ method: "GET", path: "/watch" });
    accepted.user = "two";
    give(authority.client("two"));
    const asked = server.asked.length;
    const answers = await Promise.all([
      send(transport, post),
      send(transport, get),
      send(transport, post),
    ]);
    expect(answers).toEqual(Array(3).fill({ user: "two" }));
    expect(program.runs()).toHaveLength(2);
    expect(server.asked.length - asked).toBeLessThanOrEqual(6);
    // Idle connections of the certificate before are ended; the watch goes on.
    await send(transport, get);
    expect(program.runs()).toHaveLength(2);
    await watch.dismiss();
    await transport.close();
    await until(() => server.open() === 0);
  });

  it("that does not help is not tried in a loop", async () => {
    const { authority, accepted, server, program, give, connect } =
      await setUp();
    accepted.user = "nobody";
    give(authority.client("one"));
    const { transport } = await connect();
    give(authority.client("two"));
    await expect(send(transport, post)).rejects.toMatchObject({ status: 401 });
    expect(program.runs().length).toBeLessThanOrEqual(2);
    expect(server.asked.length).toBeLessThanOrEqual(2);
  });
});

describe("a token of a plugin", () => {
  it("E14: is renewed after a 401, and the request goes out again once", async () => {
    const { accepted, server, program, connect } = await setUp();
    const { transport } = await connect();
    expect(await send(transport, get)).toEqual({ authorization: "Bearer one" });
    accepted.token = "two";
    program.answer(credentialAnswer({ token: "two" }));
    expect(await send(transport, post)).toEqual({
      authorization: "Bearer two",
    });
    expect(program.runs()).toHaveLength(2);
    expect(server.asked).toHaveLength(3);
  });

  it("F2: is asked for with the cluster that it is for", async () => {
    const { authority, server, program, connect } = await setUp();
    const { transport } = await connect();
    await send(transport, get);
    const question = program.runs()[0]?.env["KUBERNETES_EXEC_INFO"] ?? "";
    const { spec } = JSON.parse(question) as {
      spec: { cluster: object };
    };
    expect(spec.cluster).toEqual({
      server: server.url,
      "certificate-authority-data": base64(authority.certificate),
    });
  });

  it("that cannot be got says why, and where it is written down", async () => {
    const { program, connect } = await setUp();
    program.answer("rubbish");
    const { transport } = await connect();
    await expect(send(transport, get)).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringMatching(/the user "u" of ".*config".*program/),
    });
  });

  it("is in no message, and not in what is printed", async () => {
    const { accepted, program, connect } = await setUp();
    program.answer(credentialAnswer({ token: "s3cr3t-t0ken" }));
    accepted.token = "other";
    const connection = await connect();
    const error: unknown = await send(connection.transport, get).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ status: 401 });
    for (const value of [error, connection])
      expect(
        inspect(value, { depth: 10, showHidden: true }) + JSON.stringify(value),
      ).not.toContain("s3cr3t");
  });
});

describe("E7: a plugin is not run", () => {
  const pair = (): object => {
    const { certificate, key } = makeAuthority("x").client("static");
    return {
      "client-certificate-data": base64(certificate),
      "client-key-data": base64(key),
    };
  };

  it.each<[string, () => object, ConnectOptions?]>([
    ["a token", () => ({ token: "one" })],
    ["a password", () => ({ username: "me", password: "s3cr3t" })],
    ["a certificate", pair],
    ["an option's token", () => ({}), { token: "one" }],
  ])("where there is %s", async (_, user, options = {}) => {
    const { program, connect } = await setUp(user());
    const { transport } = await connect(options);
    await send(transport, get).catch(() => undefined);
    expect(program.runs()).toEqual([]);
  });
});
