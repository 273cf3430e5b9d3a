import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  loadKubeconfig,
  selectContext,
} from "../../../templates/runtime/kubeconfig.js";
import { config, folderOf } from "../kubeconfigs.js";

// The rows A of the table of kubeconfig cases: how they are put together; A25 is about writing.

describe("merging", () => {
  it("A10 the first file that has an entry defines it, whole", async () => {
    const first = `clusters:
- name: cow
  cluster: { server: "http://cow.example:8080" }
users:
- name: red
  user: { token: first }
`;
    const second = `clusters:
- name: cow
  cluster: { server: "http://other.example", insecure-skip-tls-verify: true, disable-compression: true }
- name: donkey
  cluster: { server: "http://donkey.example" }
users:
- name: red
  user: { token: second, username: never, client-key: never }
- name: blue
  user: { token: blue }
`;
    const { folder, list } = folderOf({ first, second });
    const { clusters, users } = await loadKubeconfig(
      undefined,
      list("first", "second"),
    );
    expect(clusters.get("cow")).toMatchObject({
      file: join(folder, "first"),
      server: "http://cow.example:8080",
      insecureSkipTlsVerify: false,
      disableCompression: false,
    });
    expect(clusters.get("donkey")?.server).toBe("http://donkey.example");
    expect(users.get("red")?.token?.reveal()).toBe("first");
    expect(users.get("red")?.username).toBeUndefined();
    expect(users.get("red")?.clientKey).toBeUndefined();
    expect(users.get("blue")?.token?.reveal()).toBe("blue");
  });

  it("A11 the first current context that is not empty counts", async () => {
    const { list } = folderOf({
      a: 'current-context: ""\n',
      b: "current-context: two\n",
      c: "current-context: three\n",
    });
    const loaded = await loadKubeconfig(undefined, list("a", "b", "c"));
    expect(loaded.currentContext).toBe("two");
  });

  it("A12 the current context may stand in a later file", async () => {
    const { list } = folderOf({
      a: "current-context: c\n",
      b: config("b"),
      c: config("c"),
    });
    const loaded = await loadKubeconfig(undefined, list("a", "b", "c"));
    expect(selectContext(loaded, undefined).cluster.name).toBe("c");
  });

  it("A13 context, cluster and user may stand in three files", async () => {
    const { list } = folderOf({
      b: "clusters:\n- name: c\n  cluster: { server: https://c }\n",
      c: "current-context: x\ncontexts:\n- name: x\n  context: { cluster: c, user: u, namespace: team }\n",
      d: "users:\n- name: u\n  user: { token: t }\n",
    });
    const loaded = await loadKubeconfig(undefined, list("b", "c", "d"));
    expect(selectContext(loaded, undefined)).toMatchObject({
      context: { namespace: "team" },
      cluster: { server: "https://c" },
      user: { name: "u" },
    });
  });

  it("A14 contexts stand in the order in which they appear", async () => {
    const { list } = folderOf({
      a: config("zebra"),
      b: config("ant"),
      c: config("zebra"),
      d: config("mouse"),
    });
    const loaded = await loadKubeconfig(undefined, list("a", "b", "c", "d"));
    expect([...loaded.contexts.keys()]).toEqual(["zebra", "ant", "mouse"]);
  });

  it("A15 four files that share nothing", async () => {
    const names = ["alfa", "bravo", "charlie", "delta"];
    const { list } = folderOf(
      Object.fromEntries(names.map((name) => [name, config(name)])),
    );
    const loaded = await loadKubeconfig(undefined, list(...names));
    for (const entries of [loaded.clusters, loaded.users, loaded.contexts])
      expect([...entries.keys()]).toEqual(names);
    expect(loaded.currentContext).toBeUndefined();
  });

  it("A17 entries without content do not count, and stop nothing", async () => {
    const { list } = folderOf({
      a: "clusters: [{ name: a }, { name: b, cluster: null }]\ncontexts: [{ name: a }]\nusers: [{ name: b }]\n",
      b: config("a"),
    });
    const loaded = await loadKubeconfig(undefined, list("a", "b"));
    expect([...loaded.clusters.keys()]).toEqual(["a"]);
    expect(selectContext(loaded, "a")).toMatchObject({
      cluster: { server: "https://a.example" },
      user: { name: "a" },
    });
  });

  it("A18 a context that is in no file is told with those that are", async () => {
    const { list } = folderOf({ a: config("a"), b: config("b") });
    const loaded = await loadKubeconfig(undefined, list("a", "b"));
    expect(() => selectContext(loaded, "not-present")).toThrow(
      /^there is no context "not-present" in ".*a", ".*b"; there are "a", "b"$/,
    );
  });
});
