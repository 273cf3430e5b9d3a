import { describe, expect, it } from "vitest";
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
    [{ server: "htto://x" }, "neither http:// nor https://"],
    [
      { server: "https://me:s3cr3t@x" },
      "with credentials, a query or a fragment",
    ],
    [{ server: "https://" }, "not the address of a server"],
  ])(
    "with the cluster %j is refused, with its place",
    async (cluster, expected) => {
      const message = await failure({ kubeconfig: kubeconfig(cluster, {}) });
      expect(message).toMatch(new RegExp(`^ConfigError: .*${expected}`));
      expect(message).not.toContain("s3cr3t");
    },
  );
});
