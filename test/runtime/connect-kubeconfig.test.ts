import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeFiles } from "./servers.js";
import { certificates } from "./certificates.js";
import {
  ask,
  base64,
  failure,
  kubeconfig,
  open,
  whoAmI,
} from "./connections.js";

describe("a kubeconfig", () => {
  const { ca, clientCertificate, clientKey } = certificates();

  it("gives server, authority, token and namespace", async () => {
    const server = await whoAmI();
    const file = kubeconfig(
      { server: server.url, "certificate-authority-data": base64(ca) },
      { token: "t0ken" },
    );
    const connection = await open({ kubeconfig: file });
    expect(connection).toMatchObject({
      namespace: "team",
      context: "x",
      server: server.url,
    });
    expect(await ask(connection)).toEqual({ authorization: "Bearer t0ken" });
  });

  it("gives a client certificate, by files beside it and by data", async () => {
    const server = await whoAmI();
    const byFiles = kubeconfig(
      { server: server.url, "certificate-authority": "ca.crt" },
      { "client-certificate": "u.crt", "client-key": "u.key" },
      { "ca.crt": ca, "u.crt": clientCertificate, "u.key": clientKey },
    );
    const byData = kubeconfig(
      { server: server.url, "certificate-authority-data": base64(ca) },
      {
        "client-certificate-data": base64(clientCertificate),
        "client-key-data": base64(clientKey),
        token: "t0ken",
      },
    );
    expect(await ask(await open({ kubeconfig: byFiles }))).toEqual({
      certificate: "jane",
    });
    expect(await ask(await open({ kubeconfig: byData }))).toEqual({
      certificate: "jane",
      authorization: "Bearer t0ken",
    });
  });

  it("gives a user name and a password, which may be empty", async () => {
    const server = await whoAmI();
    const cluster = { server: server.url, "insecure-skip-tls-verify": true };
    for (const [password, pair] of [
      ["pass", "me:pass"],
      ["", "me:"],
    ]) {
      const file = kubeconfig(cluster, { username: "me", password });
      expect(await ask(await open({ kubeconfig: file }))).toEqual({
        authorization: `Basic ${base64(pair!)}`,
      });
    }
  });

  it("gives no credentials, where its user has none", async () => {
    const server = await whoAmI();
    const file = kubeconfig(
      { server: server.url, "certificate-authority-data": base64(ca) },
      {},
    );
    expect(await ask(await open({ kubeconfig: file }))).toEqual({});
  });

  it("drops the authority where nothing is verified by it", async () => {
    const server = await whoAmI();
    const file = kubeconfig(
      {
        server: server.url,
        "insecure-skip-tls-verify": true,
        "certificate-authority": "not-there",
      },
      {},
    );
    expect(await ask(await open({ kubeconfig: file }))).toEqual({});
  });

  it("gives the name to verify by", async () => {
    const server = await whoAmI();
    const cluster = {
      server: server.url,
      "certificate-authority-data": base64(ca),
    };
    const named = (name: string) =>
      open({
        kubeconfig: kubeconfig({ ...cluster, "tls-server-name": name }, {}),
      });
    expect(await ask(await named("kube.example"))).toEqual({});
    await expect(ask(await named("other.example"))).rejects.toThrow(
      /certificate is for other names/,
    );
  });

  it("is overridden by the options, for that what they say", async () => {
    const server = await whoAmI();
    const file = kubeconfig(
      { server: server.url, "certificate-authority-data": base64(ca) },
      { username: "me", password: "p", exec: { command: "never" } },
    );
    const connection = await open({
      kubeconfig: file,
      token: "other",
      namespace: "mine",
    });
    expect(connection.namespace).toBe("mine");
    expect(await ask(connection)).toEqual({ authorization: "Bearer other" });
  });

  it.each([
    [{ exec: { command: "x" } }, '"exec"'],
    [{ "auth-provider": { name: "oidc" } }, '"auth-provider"'],
    [{ as: "jane", token: "t" }, '"as"'],
    [{ "as-groups": ["a"], token: "t" }, '"as-groups"'],
    [{ token: "t", username: "u" }, "a token and a password"],
    [
      { "client-certificate": "a", "client-certificate-data": "b" },
      'both "client-certificate" and "client-certificate-data"',
    ],
    [{ tokenFile: "none" }, "cannot read the token file"],
    [{ "client-certificate": "none" }, "needs a client key"],
    [
      { "client-certificate": "none", "client-key": "none" },
      '/none" ("client-certificate" of the user "u" of "',
    ],
    [
      {
        "client-certificate-data": base64("s3cr3t"),
        "client-key-data": "s3cr3t",
      },
      '"client-certificate-data" of the user "u" of "',
    ],
    [
      {
        "client-certificate-data": base64(clientCertificate),
        "client-key-data": base64("s3cr3t"),
      },
      '"client-key-data" of the user "u" of "',
    ],
    [
      {
        "client-certificate-data": base64(clientCertificate),
        "client-key-data": base64(certificates().serverKey),
      },
      "is not the key of the client certificate",
    ],
  ])("with the user %j is refused, with its place", async (user, expected) => {
    const file = kubeconfig({ server: "https://127.0.0.1:1" }, user);
    const message = await failure({ kubeconfig: file });
    expect(message).toContain("ConfigError: ");
    expect(message).toContain(expected);
    expect(message).not.toContain("s3cr3t");
  });

  it.each([
    [{}, 'the cluster "c" of ".*" has no "server"'],
    [{ server: "htto://x" }, "neither http:// nor https://"],
    [
      { server: "https://me:s3cr3t@x" },
      "with credentials, a query or a fragment",
    ],
    [{ server: "https://" }, "not the address of a server"],
    [{ server: "https://x", "proxy-url": "http://p" }, '"proxy-url"'],
    [
      { server: "https://x", "certificate-authority": "none" },
      'cannot read ".*none" \\("certificate-authority" of the cluster "c"',
    ],
    [
      { server: "https://x", "certificate-authority-data": "AAAA" },
      '"certificate-authority-data" of the cluster "c" of ".*" is not a certificate in PEM',
    ],
  ])(
    "with the cluster %j is refused, with its place",
    async (cluster, expected) => {
      const message = await failure({ kubeconfig: kubeconfig(cluster, {}) });
      expect(message).toMatch(new RegExp(`^ConfigError: .*${expected}`));
      expect(message).not.toContain("s3cr3t");
    },
  );

  it("is not stopped by what is wrong with another context", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "config");
    const config = {
      contexts: [
        { name: "bad", context: { cluster: "bad", user: "bad" } },
        { name: "good", context: { cluster: "good" } },
      ],
      clusters: [
        {
          name: "bad",
          cluster: { server: "x:y", "certificate-authority": "none" },
        },
        { name: "good", cluster: { server: "localhost:8080" } },
      ],
      users: [{ name: "bad", user: { exec: {} } }],
    };
    writeFiles(folder, { config: JSON.stringify(config) });
    // Without a scheme, and with nothing of TLS: as kubectl takes it.
    expect(await open({ kubeconfig: file, context: "good" })).toMatchObject({
      server: "http://localhost:8080",
      namespace: "default",
    });
  });
});
