import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  loadKubeconfig,
  selectContext,
} from "../../templates/runtime/kubeconfig.js";
import { config, failure, folderOf, read } from "./kubeconfigs.js";

describe("files", () => {
  it("are ~/.kube/config, where $KUBECONFIG is not set", async () => {
    const { folder } = folderOf({ ".kube/config": config("a") });
    const loaded = await loadKubeconfig(undefined, { HOME: folder });
    expect(loaded.files).toEqual([join(folder, ".kube", "config")]);
    expect([...loaded.clusters.keys()]).toEqual(["a"]);
  });

  it("are only the one that is given, where one is", async () => {
    const { folder, list } = folderOf({ a: config("a"), b: config("b") });
    const loaded = await loadKubeconfig(join(folder, "a"), list("b"));
    expect([...loaded.clusters.keys()]).toEqual(["a"]);
  });

  it("are those of $KUBECONFIG: each once, without empty and missing ones", async () => {
    const { folder, list } = folderOf({ a: config("a"), b: config("b") });
    const environment = list("", "b", "a", "", "b", "nowhere");
    const loaded = await loadKubeconfig(undefined, environment);
    expect(loaded.files).toEqual([join(folder, "b"), join(folder, "a")]);
    expect(loaded.missing).toEqual([join(folder, "nowhere")]);
    expect([...loaded.contexts.keys()]).toEqual(["b", "a"]);
  });

  it("that are given must be there, and be files", async () => {
    const { folder } = folderOf({});
    expect(await failure(loadKubeconfig(join(folder, "no"), {}))).toBe(
      `ConfigError: cannot read the kubeconfig "${join(folder, "no")}": it is not there`,
    );
    expect(await failure(loadKubeconfig(folder, {}))).toContain(
      `"${folder}": it is a directory`,
    );
  });

  it("may be in UTF-16, as Windows writes it, or begin with a byte order mark", async () => {
    const little = Buffer.from(`﻿${config("a")}`, "utf16le");
    const big = Buffer.from(little).swap16();
    const utf8 = Buffer.from(`﻿${config("a")}`, "utf8");
    for (const bytes of [little, big, utf8]) {
      const { loaded } = await read(bytes);
      expect([...(await loaded).clusters.keys()]).toEqual(["a"]);
    }
  });

  it("may be empty, or say nothing", async () => {
    for (const text of [
      "",
      "# nothing\n",
      "users: null\ncurrent-context: x\n",
    ]) {
      const { loaded } = await read(text);
      expect((await loaded).clusters.size).toBe(0);
    }
  });

  it("are read to the end of their first document", async () => {
    const { loaded } = await read(`${config("a")}---\n${config("b")}`);
    expect([...(await loaded).clusters.keys()]).toEqual(["a"]);
  });
});

describe("merging", () => {
  it("takes each entry whole, from the first file that has it", async () => {
    const first = `users:
- name: red
  user: { token: first }
`;
    const second = `users:
- name: red
  user: { token: second, username: never, client-key: never }
- name: blue
  user: { token: blue }
`;
    const { list } = folderOf({ first, second });
    const { users } = await loadKubeconfig(undefined, list("first", "second"));
    expect(users.get("red")?.token?.reveal()).toBe("first");
    expect(users.get("red")?.username).toBeUndefined();
    expect(users.get("blue")?.token?.reveal()).toBe("blue");
  });

  it("takes the first current context that is not empty", async () => {
    const { list } = folderOf({
      a: 'current-context: ""\n',
      b: "current-context: two\n",
      c: "current-context: three\n",
    });
    const loaded = await loadKubeconfig(undefined, list("a", "b", "c"));
    expect(loaded.currentContext).toBe("two");
  });

  it("finds a context's cluster and user in other files", async () => {
    const { list } = folderOf({
      a: "current-context: x\n",
      b: "clusters:\n- name: c\n  cluster: { server: https://c }\n",
      c: "contexts:\n- name: x\n  context: { cluster: c, user: u, namespace: n }\n",
      d: "users:\n- name: u\n  user: { token: t }\n",
    });
    const loaded = await loadKubeconfig(undefined, list("a", "b", "c", "d"));
    expect(selectContext(loaded, undefined)).toMatchObject({
      context: { namespace: "n" },
      cluster: { server: "https://c" },
      user: { name: "u" },
    });
  });

  it("leaves out entries without content, but not users", async () => {
    const { list } = folderOf({
      a: "clusters: [{ name: a }]\ncontexts: [{ name: a }]\nusers: [{ name: a }]\n",
      b: config("a"),
    });
    const loaded = await loadKubeconfig(undefined, list("a", "b"));
    expect(loaded.clusters.get("a")?.server).toBe("https://a.example");
    expect(loaded.contexts.get("a")?.cluster).toBe("a");
    expect(loaded.users.get("a")?.token).toBeUndefined();
  });
});

describe("fields", () => {
  it("that are paths begin in the folder of their file", async () => {
    const { folder, list } = folderOf({
      "one/config": `clusters:
- name: c
  cluster: { certificate-authority: ca.crt }
users:
- name: u
  user: { client-certificate: ../u.crt, client-key: /abs/u.key, tokenFile: token }
`,
    });
    const { clusters, users } = await loadKubeconfig(
      undefined,
      list("one/config"),
    );
    expect(clusters.get("c")?.certificateAuthority).toBe(
      join(folder, "one", "ca.crt"),
    );
    expect(users.get("u")).toMatchObject({
      clientCertificate: join(folder, "u.crt"),
      clientKey: "/abs/u.key",
      tokenFile: join(folder, "one", "token"),
    });
  });

  it("are strings as they are written, and absent where they are null", async () => {
    const { loaded } = await read(`users:
- name: 0
  user: { token: 0123, password: null, username: 1e3 }
- name: 433e40
  user:
`);
    const { users } = await loaded;
    expect([...users.keys()]).toEqual(["0", "433e40"]);
    const user = users.get("0");
    expect(user?.token?.reveal()).toBe("0123");
    expect(user?.username).toBe("1e3");
    expect(user?.password).toBeUndefined();
  });

  it("that are not known do no harm", async () => {
    const { loaded } = await read(`apiVersion: v1
kind: Config
preferences: { colors: true }
extra: [1]
clusters:
- name: c
  cluster: { server: https://c, brand-new: { a: 1 }, insecure-skip-tls-verify: yes, disable-compression: true }
`);
    expect((await loaded).clusters.get("c")).toMatchObject({
      server: "https://c",
      insecureSkipTlsVerify: true,
    });
  });
});

describe("a broken file is told with its name, its line and its field", () => {
  it.each([
    ["bogus value", "line 1: a kubeconfig must be a map"],
    ["clusters: {}\n", 'line 1: "clusters" must be a list'],
    ["users:\n- user: {}\n", 'line 2: "users[0].name" must be a string'],
    [
      "clusters:\n- name: c\n  cluster:\n    server: [a]\n",
      'line 4: "clusters[0].cluster.server" must be a string',
    ],
    [
      "clusters:\n- name: c\n  cluster: x\n",
      'line 3: "clusters[0].cluster" must be a map',
    ],
    [
      "clusters:\n- name: c\n  cluster: { insecure-skip-tls-verify: maybe }\n",
      '"clusters[0].cluster.insecure-skip-tls-verify" must be a boolean',
    ],
    [
      "users:\n- name: u\n- name: u\n",
      'line 3: there are two users of the name "u"',
    ],
    ["clusters: [\n", "not a kubeconfig"],
  ])("%j", async (text, expected) => {
    const { file, loaded } = await read(text);
    const message = await failure(loaded);
    expect(message).toContain(`ConfigError: "${file}", line `);
    expect(message).toContain(expected);
  });

  it("and shows no credential", async () => {
    for (const text of [
      "users:\n- name: u\n  user:\n    token: s3cr3t\n   password: s3cr3t\n",
      "users:\n- name: u\n  user: { token: 's3cr3t } \n",
      "users:\n- name: u\n  user: { token: s3cr3t ]\n",
      'users:\n- name: u\n  user: { token: "s3cr3t" s3cr3t }\n',
      "users:\n- name: u\n  user: s3cr3t\n",
      "users:\n- name: u\n  user:\n    token: >s3cr3t\n",
      "users:\n- name: u\n  user:\n    token: *s3cr3t\n",
      "users: []\n}s3cr3t",
    ]) {
      const { loaded } = await read(text);
      const message = await failure(loaded);
      expect(message).toContain("ConfigError");
      expect(message).not.toContain("s3cr3t");
    }
  });
});
