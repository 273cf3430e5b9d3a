import { describe, expect, it } from "vitest";
import { selectContext } from "../../../templates/runtime/kubeconfig.js";
import { config, failure, read } from "../kubeconfigs.js";

// The rows A of the table of kubeconfig cases: what a file may have in it.

describe("what is in a file", () => {
  it.each([
    "users: null\n",
    "current-context: x\n",
    "clusters:\n",
    "users: []\n",
  ])("A16 a file may lack everything: %j", async (text) => {
    const { loaded } = await read(text);
    const { clusters, users, contexts } = await loaded;
    expect([clusters.size, users.size, contexts.size]).toEqual([0, 0, 0]);
  });

  it.each(["", " \n", "# nothing\n", "---\n", "null\n"])(
    "A19 a file may be empty: %j",
    async (text) => {
      const { loaded } = await read(text);
      const config = await loaded;
      expect(config.currentContext).toBeUndefined();
      expect(() => selectContext(config, undefined)).toThrow(
        expect.objectContaining({ empty: true }),
      );
    },
  );

  it("A20 a file is read to the end of its first document", async () => {
    for (const second of [config("b"), "a: [\n"]) {
      const { loaded } = await read(`${config("a")}---\n${second}`);
      expect([...(await loaded).clusters.keys()]).toEqual(["a"]);
    }
  });

  it("A21 a file may be in UTF-16, as Windows writes it, or begin with a byte order mark", async () => {
    const little = Buffer.from(`\u{feff}${config("a")}`, "utf16le");
    const big = Buffer.from(little).swap16();
    const utf8 = Buffer.from(`\u{feff}${config("a")}`, "utf8");
    for (const bytes of [little, big, utf8]) {
      const { loaded } = await read(bytes);
      expect([...(await loaded).clusters.keys()]).toEqual(["a"]);
    }
  });

  it.each([
    ["clusters:\n- name: same\n- name: same\n", "two clusters"],
    ["users:\n- name: same\n- name: same\n", "two users"],
    ["contexts:\n- name: same\n- name: same\n", "two contexts"],
    ["extensions:\n- name: same\n- name: same\n", "two extensions"],
    [
      "clusters:\n- name: c\n  cluster: { extensions: [{ name: same }, { name: same }] }\n",
      "two clusters[0].cluster.extensions",
    ],
    [
      "contexts:\n- name: x\n  context: { extensions: [{ name: same }, { name: same }] }\n",
      "two contexts[0].context.extensions",
    ],
    [
      "users:\n- name: u\n  user:\n    extensions:\n    - { name: same }\n    - { name: same }\n",
      "two users[0].user.extensions",
    ],
  ])("A22 one file has no two entries of one name: %j", async (text, what) => {
    const { file, loaded } = await read(text);
    const message = await failure(loaded);
    expect(message).toContain(`ConfigError: "${file}", line `);
    expect(message).toContain(`there are ${what} of the name "same"; take one`);
  });

  it("A23 a name that looks like a number is a string, in quotes", async () => {
    const { loaded } = await read(
      `users:\n- name: "0"\n  user: { username: '433e40' }\n- name: "433e40"\n`,
    );
    const { users } = await loaded;
    expect([...users.keys()]).toEqual(["0", "433e40"]);
    expect(users.get("0")?.username).toBe("433e40");
    const without = await read("users:\n- name: 0\n");
    expect(await failure(without.loaded)).toContain(
      '"users[0].name" must be a string: without quotes this is a number',
    );
  });

  it("A24 fields that are not known do no harm", async () => {
    const { loaded } = await read(`apiVersion: v1
kind: Config
preferences: { colors: true }
extra: [1]
clusters:
- name: c
  extra: 1
  cluster: { server: https://c, brand-new: { a: 1 }, Server: [no] }
users:
- name: u
  user: { exec: { command: x, brand-new: 1 }, other: [] }
contexts:
- name: x
  context: { cluster: c, user: u, brand-new: 1 }
`);
    const config = await loaded;
    expect(selectContext(config, "x").cluster.server).toBe("https://c");
    expect(config.users.get("u")?.exec?.command).toBe("x");
  });

  it("A27 blanks after a value are no part of it, and a user may be null", async () => {
    const { loaded } = await read(
      "clusters:\n- name: cluster1   \n  cluster:   \n    server: https://c  \nusers:\n- name: user1 \n  user:  \n- name: user2\n",
    );
    const { clusters, users } = await loaded;
    expect(clusters.get("cluster1")?.server).toBe("https://c");
    expect([...users.keys()]).toEqual(["user1", "user2"]);
    expect(users.get("user1")?.token).toBeUndefined();
  });
});
