import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { certificates } from "../certificates.js";
import { base64, failure, kubeconfig, open } from "../connections.js";
import { identityOf, read, refusal } from "../kubeconfigs.js";

// The rows E of the table of kubeconfig cases: credentials, as far as they are read and chosen. What is sent is tested in
// connect-kubeconfig.test.ts, credentials.test.ts and with the transport: E14, and the other half of E1, E2, E4, E6, E7, E8.

const cluster = { server: "https://127.0.0.1:1" };
const { clientCertificate, clientKey } = certificates();
const certificate = {
  "client-certificate-data": base64(clientCertificate),
  "client-key-data": base64(clientKey),
};
const exec = {
  apiVersion: "client.authentication.k8s.io/v1",
  command: "plugin",
  interactiveMode: "Never",
};

describe("a user", () => {
  it("E1 may have a token", async () => {
    const identity = await identityOf(cluster, { token: "t0ken" });
    expect(identity.token?.reveal()).toBe("t0ken");
  });

  it("E2 may have a token in a file, which must be there", async () => {
    const identity = await identityOf(cluster, { tokenFile: "/run/token" });
    expect(identity).toMatchObject({
      token: undefined,
      tokenFile: "/run/token",
    });
    const file = kubeconfig(cluster, { tokenFile: "none" });
    expect(await failure({ kubeconfig: file })).toMatch(
      /^ConfigError: cannot read the token file ".*\/none"/,
    );
  });

  it("E3 may have both: the file's counts for as long as it can be read", async () => {
    const user = { token: "other", tokenFile: "token" };
    const identity = await identityOf(cluster, user);
    expect(identity.tokenFile).toMatch(/\/token$/);
    expect(identity.token?.reveal()).toBe("other");
  });

  it("E4 may have a user name and a password, which may be empty", async () => {
    const identity = await identityOf(cluster, {
      username: "me",
      password: "pass",
    });
    expect(identity.username).toBe("me");
    expect(identity.password?.reveal()).toBe("pass");
    const empty = await identityOf(cluster, { username: "me", password: "" });
    expect(empty).toMatchObject({ username: "me", password: undefined });
  });

  it.each([
    { token: "t", username: "u" },
    { token: "t", password: "p" },
    { tokenFile: "t", username: "u", password: "p" },
  ])("E5 has a token or a password, not both: %j", async (user) => {
    expect(await refusal(cluster, user)).toMatch(
      /^ConfigError: the user "u" of ".*config" has a token and a password; only one of them can be sent: take one/,
    );
  });

  it("E5 has what the options give in place of either", async () => {
    const user = { token: "t", username: "u", ...certificate };
    const identity = await identityOf(cluster, user, { token: "mine" });
    expect(identity.token ?? identity.username).toBeUndefined();
    expect(identity.clientCertificate).toBeDefined();
  });

  it("E6 may have a certificate, beside a token", async () => {
    const identity = await identityOf(cluster, { token: "t", ...certificate });
    expect(identity.token?.reveal()).toBe("t");
    expect(identity.clientCertificate?.data?.reveal()).toBe(
      base64(clientCertificate),
    );
    expect(identity.clientKey?.data?.reveal()).toBe(base64(clientKey));
  });

  it("E6 a key without a certificate says nothing", async () => {
    const file = kubeconfig(cluster, { "client-key": "none" });
    expect(await open({ kubeconfig: file })).toBeDefined();
  });

  it.each([
    { token: "t" },
    { tokenFile: "t" },
    { username: "u" },
    { password: "p" },
    certificate,
    { "client-certificate": "a", "client-key": "b" },
  ])("E7 who is known by something else runs no plugin: %#", async (user) => {
    expect((await identityOf(cluster, { exec, ...user })).exec).toBeUndefined();
    expect((await identityOf(cluster, { exec })).exec).toBeDefined();
  });

  it("E8 may act as another one", async () => {
    const identity = await identityOf(cluster, {
      token: "t",
      as: "jane",
      "as-uid": "1",
      "as-groups": ["a", "b"],
      "as-user-extra": { "example.com/Thing": ["x", "y"], other: [] },
    });
    expect(identity.impersonation).toEqual({
      user: "jane",
      uid: "1",
      groups: ["a", "b"],
      extra: { "example.com/Thing": ["x", "y"], other: [] },
    });
    const alone = await identityOf(cluster, { as: "jane" });
    expect(alone.impersonation).toMatchObject({ user: "jane", groups: [] });
    expect((await identityOf(cluster, {})).impersonation).toBeUndefined();
  });

  it.each([
    [{ "as-uid": "1" }, '"as-uid"'],
    [{ "as-groups": ["a"] }, '"as-groups"'],
    [{ "as-user-extra": { a: ["b"] } }, '"as-user-extra"'],
    [{ "as-uid": "1", "as-groups": ["a"], as: "" }, '"as-uid" and "as-groups"'],
  ])("E9 acts as nobody in particular: %j", async (user, fields) => {
    for (const options of [{}, { token: "mine" }])
      expect(await refusal(cluster, user, options)).toMatch(
        new RegExp(
          `^ConfigError: the user "u" of ".*config" has ${fields} but no "as": name the user to act as, too$`,
        ),
      );
  });

  it("E10 shows no secret when it is printed, and no message does", async () => {
    const secret = "s3cr3t";
    const user = {
      token: secret,
      password: secret,
      "auth-provider": { name: "x", config: { "id-token": secret } },
      exec: { ...exec, args: [secret], env: [{ name: "A", value: secret }] },
    };
    const proxied = {
      ...cluster,
      "proxy-url": `http://me:${secret}@proxy.example`,
    };
    const config = {
      clusters: [{ name: "c", cluster: proxied }],
      users: [{ name: "u", user }],
    };
    const { loaded } = await read(JSON.stringify(config));
    expect(inspect(await loaded, { depth: null })).not.toContain(secret);
    expect(
      inspect(await identityOf(proxied, { token: secret }), { depth: null }),
    ).not.toContain(secret);
    for (const broken of [
      user,
      { exec: { ...user.exec, interactiveMode: "", command: "" } },
      { exec: { ...user.exec, env: [{ value: secret }] } },
    ])
      expect(await refusal(proxied, broken)).not.toContain(secret);
  });

  it("E11 has no password where it is null", async () => {
    const { loaded } = await read(
      "users:\n- name: u\n  user: { username: me, password: null, token: ~ }\n",
    );
    expect((await loaded).users.get("u")).toMatchObject({
      username: "me",
      password: undefined,
      token: undefined,
    });
  });

  it.each([
    ["gcp", '"exec" with "command: gke-gcloud-auth-plugin"'],
    ["azure", '"exec" with "command: kubelogin"'],
    ["oidc", 'kubelogin .*oidc-login.*, or a "token"'],
    ["openstack", '"exec" with a credential plugin'],
    ["", '"exec" with a credential plugin'],
  ])("E12 has no legacy auth-provider %j", async (name, successor) => {
    const user = {
      "auth-provider": { name, config: { "id-token": "s3cr3t" } },
    };
    const message = await refusal(cluster, user);
    expect(message).toMatch(
      new RegExp(
        `^ConfigError: the user "u" of ".*config" has the legacy "auth-provider" "${name}", which is not supported; what replaced it is .*${successor}`,
      ),
    );
    expect(message).not.toContain("s3cr3t");
  });

  it("E12 may have one where the options bring credentials", async () => {
    const user = { "auth-provider": { name: "gcp" }, exec: {} };
    for (const options of [
      { token: "mine" },
      { tokenFile: "mine" },
      { clientCertificate, clientKey },
    ])
      expect((await identityOf(cluster, user, options)).exec).toBeUndefined();
  });

  it("E13 may have one without configuration in a file that is read", async () => {
    const { loaded } = await read(
      "users:\n- name: u\n  user: { auth-provider: { name: oidc } }\n- name: other\n  user: { token: t }\n",
    );
    const { users } = await loaded;
    expect(users.get("u")?.authProvider).toBe("oidc");
    expect(users.get("other")?.authProvider).toBeUndefined();
  });

  it.each(["http://c.example", "HTTP://c.example", "c.example:8080"])(
    "is nobody for %s, where all on the way could read who",
    async (server) => {
      for (const user of [
        { token: "t", as: "jane" },
        { tokenFile: "none", as: "jane" },
        { username: "u", password: "p", as: "jane" },
        { exec, as: "jane" },
      ]) {
        const identity = await identityOf({ server }, user);
        const { token, tokenFile, username, password } = identity;
        expect([token, tokenFile, username, password, identity.exec]).toEqual(
          Array(5).fill(undefined),
        );
        expect(identity.impersonation?.user).toBe("jane");
      }
      const mine = await identityOf(
        { server, "insecure-skip-tls-verify": !server.includes("://") },
        { username: "u" },
      );
      expect(mine.username).toBe(server.includes("://") ? undefined : "u");
    },
  );
});
