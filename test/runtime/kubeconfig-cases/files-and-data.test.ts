import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { loadKubeconfig } from "../../../templates/runtime/kubeconfig.js";
import { certificates } from "../certificates.js";
import {
  ask,
  base64,
  failure as openFailure,
  kubeconfig,
  open,
  whoAmI,
} from "../connections.js";
import { folderOf, identityOf, read, refusal } from "../kubeconfigs.js";

// The rows B of the table of kubeconfig cases: paths and embedded data. Of B8 there is what this client has: it shows no secret.
// It writes no kubeconfig, so that there is nothing to flatten, to minify, or to make relative (B9).

const cluster = { server: "https://127.0.0.1:1" };

describe("paths", () => {
  it("B1 certificates and keys begin in the folder of the file that defines them", async () => {
    const entry = (ca: string, user: string) => `clusters:
- name: ${user}
  cluster: { certificate-authority: ${ca} }
users:
- name: ${user}
  user: { client-certificate: ../${user}.crt, client-key: /abs/${user}.key }
`;
    const { folder, list } = folderOf({
      "one/config": entry("ca.crt", "first"),
      "two/deep/config": entry("../../ca.crt", "second"),
    });
    const loaded = await loadKubeconfig(
      undefined,
      list("one/config", "two/deep/config"),
    );
    const { clusters, users } = loaded;
    expect(clusters.get("first")?.certificateAuthority).toBe(
      join(folder, "one", "ca.crt"),
    );
    expect(clusters.get("second")?.certificateAuthority).toBe(
      join(folder, "ca.crt"),
    );
    expect(users.get("first")).toMatchObject({
      clientCertificate: join(folder, "first.crt"),
      clientKey: "/abs/first.key",
    });
    expect(users.get("second")?.clientCertificate).toBe(
      join(folder, "two", "second.crt"),
    );
  });

  it("B2 so does a token's file", async () => {
    const { folder, list } = folderOf({
      "one/config": "users:\n- name: u\n  user: { tokenFile: token_file }\n",
    });
    const { users } = await loadKubeconfig(undefined, list("one/config"));
    expect(users.get("u")?.tokenFile).toBe(join(folder, "one", "token_file"));
  });

  it.each([
    ["bin/plugin", "one/bin/plugin"],
    ["../plugin", "plugin"],
    ["./plugin", "one/plugin"],
    ["plugin", undefined],
    ["/abs/plugin", undefined],
  ])(
    "B3 so does a plugin, unless it is one word: %s",
    async (command, path) => {
      const { folder, list } = folderOf({
        "one/config": `users:\n- name: u\n  user: { exec: { command: ${command} } }\n`,
      });
      const { users } = await loadKubeconfig(undefined, list("one/config"));
      expect(users.get("u")?.exec?.command).toBe(
        path === undefined ? command : join(folder, path),
      );
    },
  );
});

describe("data", () => {
  const { ca, clientCertificate, clientKey, serverKey, otherCa } =
    certificates();
  const certificate = {
    "client-certificate-data": base64(clientCertificate),
    "client-key-data": base64(clientKey),
  };

  it.each<[object, object, string]>([
    [
      { "certificate-authority": "a", "certificate-authority-data": "b" },
      {},
      'the cluster "c" of ".*" has both "certificate-authority" and "certificate-authority-data"; take one of them out',
    ],
    [
      {},
      { ...certificate, "client-certificate": "a" },
      'the user "u" of ".*" has both "client-certificate" and "client-certificate-data"',
    ],
    [
      {},
      { ...certificate, "client-key": "a" },
      'the user "u" of ".*" has both "client-key" and "client-key-data"',
    ],
  ])("B4 a path and data are refused: %j %j", async (more, user, expected) => {
    expect(await refusal({ ...cluster, ...more }, user)).toMatch(
      new RegExp(`^ConfigError: ${expected}`),
    );
  });

  it("B5 an authority of the options takes the place of the file's, and of both", async () => {
    const server = await whoAmI();
    for (const authority of [
      { "certificate-authority-data": base64(otherCa) },
      { "certificate-authority": "none", "certificate-authority-data": "x" },
    ]) {
      const file = kubeconfig({ server: server.url, ...authority }, {});
      const connection = await open({
        kubeconfig: file,
        certificateAuthority: ca,
      });
      expect(await ask(connection)).toEqual({});
    }
  });

  it("B5 a certificate of the options takes the place of the user's, and of both", async () => {
    const server = await whoAmI();
    const file = kubeconfig(
      { server: server.url, "certificate-authority-data": base64(ca) },
      { "client-certificate": "none", "client-certificate-data": "x" },
    );
    const options = { kubeconfig: file, clientCertificate, clientKey };
    expect(await ask(await open(options))).toEqual({ certificate: "jane" });
  });

  it("B6 data is base64 of PEM, lines and all", async () => {
    const server = await whoAmI();
    const lines = base64(ca).replace(/.{64}/g, "$&\r\n");
    const file = kubeconfig(
      { server: server.url, "certificate-authority-data": lines },
      certificate,
    );
    expect(await ask(await open({ kubeconfig: file }))).toEqual({
      certificate: "jane",
    });
  });

  it.each<[object, object, string]>([
    [
      { "certificate-authority-data": "s3cr3t!!" },
      {},
      '"certificate-authority-data" of the cluster "c" of ".*" is not base64: it must be what "base64" makes of the PEM file',
    ],
    [{ "certificate-authority-data": "Q0F EQQ==" }, {}, "is not base64"],
    [{ "certificate-authority-data": "Q0FEQQ" }, {}, "is not base64"],
    [
      { "certificate-authority-data": ca },
      {},
      "is not base64: it is PEM as it is; encode it",
    ],
    [
      { "certificate-authority-data": base64("s3cr3t") },
      {},
      'of ".*" is not a certificate in PEM',
    ],
    [
      {},
      { ...certificate, "client-certificate-data": base64("s3cr3t") },
      '"client-certificate-data" of the user "u" of ".*" is not a certificate in PEM',
    ],
    [
      {},
      { ...certificate, "client-key-data": base64("s3cr3t") },
      '"client-key-data" of the user "u" of ".*" is not a private key in PEM',
    ],
    [
      {},
      { ...certificate, "client-key-data": base64(serverKey) },
      '"client-key-data" of the user "u" of ".*" is not the key of the client certificate',
    ],
    [
      {},
      { "client-certificate-data": base64(clientCertificate) },
      "needs a client key",
    ],
  ])(
    "B6 data that is something else is told with its place: %#",
    async (more, user, expected) => {
      const file = kubeconfig({ ...cluster, ...more }, user);
      const message = await openFailure({ kubeconfig: file });
      expect(message).toMatch(new RegExp(`^ConfigError: .*${expected}`));
      expect(message).not.toContain("s3cr3t");
    },
  );

  it.each([
    [
      { "certificate-authority": "none" },
      {},
      "certificate-authority",
      "cluster",
    ],
    [
      {},
      { "client-certificate": "none", "client-key": "none" },
      "client-certificate",
      "user",
    ],
    [
      {},
      {
        "client-certificate-data": base64(clientCertificate),
        "client-key": "none",
      },
      "client-key",
      "user",
    ],
  ])(
    "B7 a file that is not there is told: %j %j",
    async (more, user, field, kind) => {
      const file = kubeconfig({ ...cluster, ...more }, user);
      expect(await openFailure({ kubeconfig: file })).toMatch(
        new RegExp(
          `^ConfigError: cannot read ".*/none" \\("${field}" of the ${kind} "[cu]" of ".*"\\): ENOENT`,
        ),
      );
    },
  );

  it("B7 but only where it is used", async () => {
    const { folder } = folderOf({
      config: JSON.stringify({
        contexts: [
          { name: "bad", context: { cluster: "bad", user: "bad" } },
          { name: "good", context: { cluster: "good" } },
        ],
        clusters: [
          {
            name: "bad",
            cluster: {
              server: "x:y",
              "certificate-authority": "none",
              "certificate-authority-data": "none",
              "proxy-url": "none",
            },
          },
          { name: "good", cluster: { server: "localhost:8080" } },
        ],
        users: [
          {
            name: "bad",
            user: {
              exec: {},
              "auth-provider": {},
              "as-uid": "1",
              token: "t",
              username: "u",
              "client-key-data": "none",
            },
          },
        ],
      }),
    });
    const options = { kubeconfig: join(folder, "config"), context: "good" };
    // Without a scheme, and with nothing of TLS: as kubectl takes it.
    expect(await open(options)).toMatchObject({
      server: "http://localhost:8080",
      namespace: "default",
    });
  });

  it("B8 nothing that is read shows its secrets when it is printed", async () => {
    const secret = "s3cr3t";
    const user = {
      token: secret,
      "client-certificate-data": secret,
      "client-key-data": secret,
    };
    const text = JSON.stringify({
      clusters: [
        { name: "c", cluster: { "certificate-authority-data": secret } },
      ],
      users: [{ name: "u", user }],
    });
    const { loaded } = await read(text);
    expect(inspect(await loaded, { depth: null })).not.toContain(secret);
    const identity = await identityOf(cluster, user);
    expect(inspect(identity, { depth: null })).not.toContain(secret);
  });
});
