import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, inject, onTestFinished, test } from "vitest";

import { certificates } from "../runtime/certificates.js";
import { ask, base64, nowhere, open, whoAmI } from "../runtime/connections.js";
import { sendJson, startServer, writeFiles } from "../runtime/servers.js";
import { kubectl } from "./kubeconfig-view.js";

const { ca, clientCertificate, clientKey } = certificates();
const authority = { "certificate-authority-data": base64(ca) };
const certificate = {
  "client-certificate-data": base64(clientCertificate),
  "client-key-data": base64(clientKey),
};

const { kubectl: program = "" } = inject("cluster");
const withKubectl = describe.runIf(program !== "");

/** Writes a kubeconfig in a folder of its own, beside the files that its entries may name. */
function written(cluster: object, user: object | undefined, rest: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-kubeconfig-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFiles(folder, {
    config: JSON.stringify({
      "current-context": "x",
      contexts: [{ name: "x", context: { cluster: "c", user: "u", ...rest } }],
      clusters: [{ name: "c", cluster }],
      users: user === undefined ? [] : [{ name: "u", user }],
    }),
    "ca.crt": ca,
    "u.crt": clientCertificate,
    "u.key": clientKey,
    token: "of-file\n",
  });
  return { HOME: folder, KUBECONFIG: join(folder, "config") };
}

type Environment = ReturnType<typeof written>;

const byKubectl = async (environment: Environment): Promise<unknown> =>
  JSON.parse(await kubectl(program, environment, "get", "--raw", "/"));

const byClient = async (environment: Environment): Promise<unknown> =>
  ask(await open({}, { ...nowhere, environment }));

withKubectl("kubectl and this client are known to the server alike by", () => {
  test.each<[string, object, unknown]>([
    ["a token", { token: "t" }, { authorization: "Bearer t" }],
    ["a file", { tokenFile: "token" }, { authorization: "Bearer of-file" }],
    [
      "a token and a file",
      { token: "t", tokenFile: "token" },
      { authorization: "Bearer of-file" },
    ],
    [
      "a token, while its file is not there",
      { token: "t", tokenFile: "none" },
      { authorization: "Bearer t" },
    ],
    [
      "a user name and a password",
      { username: "me", password: "p" },
      { authorization: `Basic ${base64("me:p")}` },
    ],
    [
      "a user name alone",
      { username: "me" },
      { authorization: `Basic ${base64("me:")}` },
    ],
    ["a certificate", certificate, { certificate: "jane" }],
    [
      "a certificate in files",
      { "client-certificate": "u.crt", "client-key": "./u.key" },
      { certificate: "jane" },
    ],
    [
      "a certificate and a token",
      { ...certificate, token: "t" },
      { certificate: "jane", authorization: "Bearer t" },
    ],
    [
      "a token, beside a plugin that is not there",
      {
        token: "t",
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "not-there",
          interactiveMode: "Never",
        },
      },
      { authorization: "Bearer t" },
    ],
  ])("%s", async (_, user, expected) => {
    const { url: server } = await whoAmI();
    const environment = written(
      { server, "certificate-authority": "ca.crt" },
      user,
    );
    expect(await byKubectl(environment)).toEqual(expected);
    expect(await byClient(environment)).toEqual(expected);
  });

  test("nothing, over plain HTTP", async () => {
    const { url: server } = await startServer(({ headers }, response) =>
      sendJson(response, { authorization: headers.authorization }),
    );
    const environment = written({ server }, { token: "t", ...certificate });
    expect(await byKubectl(environment)).toEqual({});
    expect(await byClient(environment)).toEqual({});
  });
});

withKubectl("neither kubectl nor this client goes on with", () => {
  const v1 = { apiVersion: "client.authentication.k8s.io/v1", command: "x" };
  test.each<[string, object, object]>([
    ["a token and a password", {}, { token: "t", username: "u" }],
    ["a file and a password", {}, { tokenFile: "token", username: "u" }],
    ["a file that is not there", {}, { tokenFile: "none" }],
    [
      "a path and data",
      { ...authority, "certificate-authority": "ca.crt" },
      {},
    ],
    [
      "both certificates",
      {},
      { ...certificate, "client-certificate": "u.crt" },
    ],
    ["both keys", {}, { ...certificate, "client-key": "u.key" }],
    ["a certificate alone", {}, { "client-certificate": "u.crt" }],
    ["an authority that is not there", { "certificate-authority": "none" }, {}],
    ["an authority that is none", { "certificate-authority": "token" }, {}],
    [
      "data that is no base64",
      { "certificate-authority-data": "Q0F EQQ==" },
      {},
    ],
    ["base64 without its end", { "certificate-authority-data": "Q0FEQQ" }, {}],
    [
      "a certificate that is not there",
      {},
      { "client-certificate": "none", "client-key": "u.key" },
    ],
    [
      "a key that is another's",
      {},
      { ...certificate, "client-key-data": base64(certificates().serverKey) },
    ],
    [
      "a key with a passphrase",
      {},
      {
        ...certificate,
        "client-key-data": base64(certificates().encryptedKeys[0]!),
      },
    ],
    ["a proxy without a scheme", { "proxy-url": "example.com" }, {}],
    ["a proxy of another scheme", { "proxy-url": "socks5h://example.com" }, {}],
    ["no server", { server: "" }, {}],
    ["groups of nobody", {}, { token: "t", "as-groups": ["a"] }],
    ["a plugin of no version", {}, { exec: { command: "x" } }],
    ["a plugin without a command", {}, { exec: { ...v1, command: "" } }],
    ["a plugin of v1 that does not say whether it asks", {}, { exec: v1 }],
    [
      "a plugin that asks in no known way",
      {},
      { exec: { ...v1, interactiveMode: "Maybe" } },
    ],
    [
      "a variable without a name",
      {},
      { exec: { ...v1, interactiveMode: "Never", env: [{ value: "x" }] } },
    ],
    [
      "a plugin and an auth-provider",
      {},
      {
        exec: { ...v1, interactiveMode: "Never" },
        "auth-provider": { name: "oidc" },
      },
    ],
    ["the auth-provider gcp", {}, { "auth-provider": { name: "gcp" } }],
  ])("%s", async (_, cluster, user) => {
    const { url: server, asked } = await whoAmI();
    const trusted = "certificate-authority" in cluster ? {} : authority;
    const environment = written({ server, ...trusted, ...cluster }, user);
    await expect(byKubectl(environment)).rejects.toThrow();
    await expect(byClient(environment)).rejects.toMatchObject({
      name: "ConfigError",
    });
    expect(asked).toEqual([]);
  });
});

withKubectl("this client differs from kubectl on purpose, with", () => {
  test.each<[string, object | undefined, object]>([
    ["a user without credentials", {}, {}],
    ["a key alone", { "client-key": "none" }, {}],
    ["a context without a user", {}, { user: "" }],
  ])(
    "%s, for whom kubectl asks at its terminal, and client-go goes on as nobody",
    async (_, user, context) => {
      const { url: server } = await whoAmI();
      const environment = written({ server, ...authority }, user, context);
      await expect(byKubectl(environment)).rejects.toThrow("EOF");
      expect(await byClient(environment)).toEqual({});
    },
  );

  test("a user who is not there, for whom kubectl asks as well", async () => {
    const { url: server } = await whoAmI();
    const environment = written({ server, ...authority }, undefined);
    await expect(byKubectl(environment)).rejects.toThrow("EOF");
    await expect(byClient(environment)).rejects.toThrow('there is no user "u"');
  });

  test("an authority that nobody asks, which kubectl refuses", async () => {
    const { url: server } = await whoAmI();
    const cluster = { server, ...authority, "insecure-skip-tls-verify": true };
    const environment = written(cluster, { token: "t" });
    await expect(byKubectl(environment)).rejects.toThrow("is not allowed");
    expect(await byClient(environment)).toEqual({ authorization: "Bearer t" });
  });
});
