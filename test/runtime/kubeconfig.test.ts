import { describe, expect, it } from "vitest";
import { failure, read } from "./kubeconfigs.js";

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
    [
      "clusters:\n- name: c\n  cluster: { insecure-skip-tls-verify: 'true' }\n",
      '"clusters[0].cluster.insecure-skip-tls-verify" must be a boolean: true or false, without quotes',
    ],
    [
      "users:\n- name: u\n  user: { token: 0123 }\n",
      'line 3: "users[0].user.token" must be a string: without quotes this is a number',
    ],
    [
      "users:\n- name: u\n  user: { username: yes }\n",
      '"users[0].user.username" must be a string: without quotes this is a boolean',
    ],
    [
      "users:\n- name: u\n  user: { as-groups: dev }\n",
      '"users[0].user.as-groups" must be a list',
    ],
    [
      "users:\n- name: u\n  user: { as-user-extra: { a: b } }\n",
      '"users[0].user.as-user-extra.a" must be a list',
    ],
    ["current-context: [x]\n", '"current-context" must be a string'],
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

  it.each([
    ["apiVersion: v1\nkind: Pod\n", "a Pod of v1"],
    ["apiVersion: v2\n", "a Config of v2"],
    ["apiVersion: apps/v1\nkind: Deployment\n", "a Deployment of apps/v1"],
  ])(
    "and with what it is, where it is something else: %j",
    async (text, what) => {
      const { file, loaded } = await read(text);
      expect(await failure(loaded)).toBe(
        `ConfigError: "${file}" is ${what}: a kubeconfig has "apiVersion: v1" and "kind: Config", or neither`,
      );
    },
  );
});
