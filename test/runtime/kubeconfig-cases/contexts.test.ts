import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findIdentity } from "../../../templates/runtime/identity.js";
import { selectContext } from "../../../templates/runtime/kubeconfig.js";
import { kubeconfig, nowhere, open } from "../connections.js";
import { config, failure, folderOf, read } from "../kubeconfigs.js";

// The rows D of the table of kubeconfig cases: contexts.

const load = async (text: string) => (await read(text)).loaded;

/** One context, of a cluster and a user that are there. */
async function inContext(context: object, options: object = {}) {
  const text = JSON.stringify({
    "current-context": "x",
    clusters: [{ name: "c", cluster: { server: "https://c" } }],
    users: [{ name: "u", user: {} }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u", ...context } }],
  });
  const { folder } = folderOf({ config: text });
  return findIdentity(
    { kubeconfig: join(folder, "config"), ...options },
    nowhere,
  );
}

describe("a context", () => {
  it("D1 without a namespace is in default", async () => {
    for (const context of [{}, { namespace: "" }, { namespace: null }])
      expect((await inContext(context)).namespace).toBe("default");
  });

  it("D2 has a namespace, which the options override", async () => {
    expect((await inContext({ namespace: "team" })).namespace).toBe("team");
    const file = kubeconfig({ server: "https://c" }, {});
    expect((await open({ kubeconfig: file })).namespace).toBe("team");
    const options = { kubeconfig: file, namespace: "mine" };
    expect((await open(options)).namespace).toBe("mine");
  });

  it.each([
    ["ns/foo", "foo"],
    ["namespace/foo", "foo"],
    ["namespaces/foo", "foo"],
    ["NS/foo", "foo"],
    ["ns/", "ns/"],
    ["foo", "foo"],
    ["ns", "ns"],
  ])("D3 the option %j is the namespace %j", async (given, namespace) => {
    const options = { server: "https://c", namespace: given };
    expect((await open(options)).namespace).toBe(namespace);
  });

  it.each(["ns/foo", "Foo", "a.b", "-a", "a".repeat(64)])(
    "D3 has no namespace %j, where the options give none",
    async (namespace) => {
      expect(await failure(inContext({ namespace }))).toMatch(
        /^ConfigError: "namespace" of the context "x" of ".*config" is not the name of a namespace: "/,
      );
      const identity = inContext({ namespace }, { namespace: "mine" });
      expect(await failure(identity)).toBe("no error");
    },
  );

  it("D4 names a user and a cluster that are there; both are told, and where", async () => {
    const loaded = await load(
      "current-context: x\ncontexts:\n- name: x\n  context: { cluster: c, user: u }\n",
    );
    // kubectl goes on as nobody where the user is missing.
    expect(() => selectContext(loaded, undefined)).toThrow(
      /^there is no cluster "c" and no user "u", which the context "x" of ".*config" names, in ".*config"$/,
    );
  });

  it("D4 that lacks one of them is not for another place to mend", async () => {
    for (const context of [{ cluster: "garbage" }, { user: "garbage" }])
      await expect(inContext(context)).rejects.toMatchObject({ empty: false });
  });

  it("D5 must name a cluster; without a user it is nobody's, as with kubectl", async () => {
    for (const cluster of ["", null])
      expect(await failure(inContext({ cluster }))).toMatch(
        /^ConfigError: the context "x" of ".*config" has no "cluster"$/,
      );
    for (const user of ["", null]) {
      const identity = await inContext({ user });
      expect(identity.token ?? identity.username).toBeUndefined();
    }
  });

  it("D6 has a name", async () => {
    for (const name of ['name: ""', "name: null", "other: 1"]) {
      const loaded = load(`contexts:\n- ${name}\n  context: { cluster: c }\n`);
      expect(await failure(loaded)).toContain(
        'line 2: "contexts[0].name" must be a string',
      );
    }
  });

  it("D7 there may be none at all, which another place may mend", async () => {
    const none = await load("kind: Config\napiVersion: v1\n");
    expect(() => selectContext(none, undefined)).toThrow(
      expect.objectContaining({
        empty: true,
        message: expect.stringMatching(
          /^no cluster is configured: ".*config" has no context; give "kubeconfig" or "server", or set \$KUBECONFIG$/,
        ),
      }),
    );
  });

  it.each([
    ["clusters:\n- name: c\n- cluster: {}\n", 'line 3: "clusters[1].name"'],
    ["users:\n- name: u\n- user: {}\n", 'line 3: "users[1].name"'],
    ["contexts:\n- name: x\n- context: {}\n", 'line 3: "contexts[1].name"'],
    ["contexts: [null]\n", '"contexts[0].name"'],
  ])("D8 an entry has a name: %j", async (text, place) => {
    expect(await failure(load(text))).toContain(`${place} must be a string`);
  });

  it("D9 is never chosen for being the first", async () => {
    const loaded = await load(config("a"));
    expect(() => selectContext(loaded, undefined)).toThrow(
      expect.objectContaining({
        empty: true,
        message: expect.stringMatching(
          /has no current context; choose one with "context": there are "a"$/,
        ),
      }),
    );
  });

  it("D10 may have a user who has next to nothing", async () => {
    for (const user of ["{ token: t }", "{}", "null"]) {
      const loaded = await load(
        config("a").replace("{ token: token-of-a }", user),
      );
      expect(selectContext(loaded, "a").user?.name).toBe("a");
    }
  });
});
