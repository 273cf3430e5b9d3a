import {
  cluster,
  type KubeconfigSet,
  listed,
  one,
  simple,
  user,
} from "./kubeconfig-sets.js";

/** What neither reads. */
export const refusedSets: { readonly [name: string]: KubeconfigSet } = {
  text: one("bogus value"),
  "a list": one("- a\n"),
  "a number": one("5\n"),
  "broken YAML": one("clusters: [\n"),
  "a tab as indentation": one("clusters:\n\t- name: a\n"),
  "another kind": one("apiVersion: v1\nkind: Pod\n"),
  "another version": one("apiVersion: v2\nkind: Config\n"),
  "a version that is a number": one("apiVersion: 1\n"),
  "clusters that are a map": one("clusters: {}\n"),
  "a cluster that is text": one("clusters:\n- name: c\n  cluster: x\n"),
  "a server that is a list": cluster("server: [a]"),
  "a flag that is text": cluster('insecure-skip-tls-verify: "true"'),
  "a flag that is a number": cluster("disable-compression: 1"),
  "a name that is a number": one("users:\n- name: 0\n"),
  "a token that is a number": user("token: 0123"),
  "a user name that is a boolean": user("username: yes"),
  "groups that are text": user("as-groups: dev"),
  "a group that is a number": user("as: jane, as-groups: [1]"),
  "extra that is text": user("as: jane, as-user-extra: { a: b }"),
  "arguments that are numbers": user("exec: { command: x, args: [1] }"),
  "variables that are text": user("exec: { command: x, env: [A=1] }"),
  "a current context that is a map": one("current-context: {}\n"),
  "two clusters of one name": one("clusters:\n- name: c\n- name: c\n"),
  "two users of one name": one("users:\n- name: u\n- name: u\n"),
  "two contexts of one name": one("contexts:\n- name: x\n- name: x\n"),
  "two extensions of one name": cluster(
    "extensions: [{ name: a, extension: {} }, { name: a, extension: {} }]",
  ),
  "an alias of nothing": one("x: *nope\n"),
  "an alias in its own anchor": one("x: &a [*a]\n"),
  "a merge of text": one("x: { <<: 1 }\n"),
  "a key that is a list": one("? [a]\n: b\n"),
  "a key that is null": one("~: x\n"),
  "aliases that stand for too much": one(
    Array.from(
      { length: 9 },
      (_, level) =>
        `a${level}: &a${level} [${Array(9)
          .fill(level === 0 ? "x" : `*a${level - 1}`)
          .join()}]\n`,
    ).join(""),
  ),
  "aliases that stand for too much in a large file": one(
    `x: &a [${"1,".repeat(60)}]\nlist:\n${"- *a\n".repeat(7_000)}`,
  ),
  "two extensions without a name": cluster(
    "extensions: [{ extension: {} }, { extension: {} }]",
  ),
  "a broken file beside a good one": listed({
    a: simple("alfa", "current-context: alfa\n"),
    b: "- [",
  }),
};
