/** What is run in a folder of kubeconfigs, by kubewright and by kubectl. */
export interface Case {
  readonly files: { readonly [name: string]: string };
  /** Names of files, in order; `--kubeconfig FILE` where it is a string. */
  readonly kubeconfig: string | readonly string[];
  readonly commands: readonly (readonly [
    command: "use" | "delete" | "rename",
    ...names: string[],
  ])[];
}

const contexts = (...names: string[]): string =>
  `contexts:\n${names
    .map((name) => `- context: {cluster: c, user: u}\n  name: ${name}\n`)
    .join("")}`;
const head = "apiVersion: v1\nkind: Config\n";
const cluster = "clusters:\n- cluster: {server: https://c}\n  name: c\n";
const user = "users:\n- name: u\n  user: {token: t}\n";
export const plain = `${head}${cluster}${contexts("a", "b")}${user}current-context: a\n`;
const json = JSON.stringify(
  {
    apiVersion: "v1",
    kind: "Config",
    contexts: ["a", "b"].map((name) => ({
      name,
      context: { cluster: "c", user: "u", namespace: "ns" },
    })),
    "current-context": "a",
    users: null,
  },
  null,
  2,
);
const both = ["one", "two"];

export const cases: { readonly [title: string]: Case } = {
  "use another": of(plain, ["use", "b"]),
  "use the same": of(plain, ["use", "a"]),
  "use one that is not there": of(plain, ["use", "nix"], ["use", ""]),
  "use without a current one": of(head + contexts("a"), ["use", "a"]),
  "use with an empty current one": of(`current-context: ""\n${contexts("a")}`, [
    "use",
    "a",
  ]),
  "use with a current one of null": of(`current-context:\n${contexts("a")}`, [
    "use",
    "a",
  ]),
  "delete one": of(plain, ["delete", "b"]),
  "delete the current one": of(plain, ["delete", "a"], ["use", "a"]),
  "delete all": of(plain, ["delete", "a"], ["delete", "b"], ["delete", "b"]),
  "rename one": of(plain, ["rename", "b", "z"]),
  "rename the current one": of(plain, ["rename", "a", "z"], ["use", "b"]),
  "rename to one that is there": of(plain, ["rename", "a", "b"]),
  "rename to itself": of(plain, ["rename", "a", "a"]),
  "rename to nothing": of(plain, ["rename", "a", ""]),
  "rename one that is not there": of(plain, ["rename", "nix", "z"]),
  "names that are no strings": of(
    plain,
    ["rename", "a", "433e40"],
    ["rename", "b", "0"],
    ["use", "0"],
    ["rename", "0", "on"],
    ["rename", "on", "1_000"],
    ["rename", "1_000", "2001-01-01"],
    ["rename", "2001-01-01", "y"],
  ),
  "names with characters of YAML": of(
    plain,
    ["rename", "a", "a: b"],
    ["rename", "a: b", "- x"],
    ["rename", "- x", "arn:aws:eks:eu-west-1:1:cluster/c"],
    ["use", "arn:aws:eks:eu-west-1:1:cluster/c"],
    ["rename", "arn:aws:eks:eu-west-1:1:cluster/c", "#'\"\\é\u2028 \n\t"],
    ["use", "#'\"\\é\u2028 \n\t"],
    ["rename", "b", "{}"],
    ["rename", "{}", "~"],
  ),
  JSON: of(json, ["rename", "a", "on"], ["use", "b"], ["delete", "on"]),
  "JSON on one line": of(
    JSON.stringify(JSON.parse(json)),
    ["use", "b"],
    ["delete", "b"],
    ["delete", "a"],
  ),
  "JSON without a current one": of(
    `{"contexts":[{"context":{"cluster":"c"},"name":"a"}],"kind":"Config"}`,
    ["use", "a"],
    ["rename", "a", "b"],
  ),
  "flow style": of(
    "contexts: [{name: a, context: {cluster: c}}, {name: b, context: {cluster: c}}]\n",
    ["use", "b"],
    ["rename", "b", "x:y"],
    ["delete", "a"],
  ),
  "an anchor outside of the contexts": of(
    `x: &who {cluster: c, user: u}
contexts:
- {name: a, context: *who}
- name: b
  context: *who
`,
    ["rename", "a", "z"],
    ["delete", "b"],
    ["use", "z"],
  ),
  "an anchor inside of a context": of(
    `contexts:
- name: a
  context: &who {cluster: c, user: u}
- name: b
  context: *who
`,
    ["use", "b"],
    ["delete", "b"],
    ["rename", "a", "z"],
  ),
  "CRLF and a byte order mark": of(
    `\ufeff${plain.replaceAll("\n", "\r\n")}`,
    ["use", "b"],
    ["rename", "b", "z"],
    ["delete", "a"],
  ),
  "several documents": of(
    `${plain}---\n${contexts("second")}`,
    ["use", "second"],
    ["use", "b"],
    ["delete", "second"],
  ),
  "a file that is no kubeconfig": of("bogus value", ["use", "a"]),
  "a file that is not there": {
    files: {},
    kubeconfig: "one",
    commands: [
      ["use", "a"],
      ["delete", "a"],
      ["rename", "a", "b"],
    ],
  },
  "the current one in the first file, the context in the second": {
    files: { one: `${head}current-context: b\n`, two: plain },
    kubeconfig: both,
    commands: [
      ["use", "a"],
      ["rename", "a", "z"],
      ["delete", "b"],
    ],
  },
  "the current one in the second file": {
    files: { one: head + cluster, two: plain },
    kubeconfig: both,
    commands: [
      ["rename", "a", "z"],
      ["use", "b"],
      ["delete", "z"],
    ],
  },
  "the first file is empty": {
    files: { one: "", two: plain },
    kubeconfig: both,
    commands: [["use", "b"]],
  },
  "the first file is not there": {
    files: { two: plain },
    kubeconfig: both,
    commands: [
      ["use", "b"],
      ["rename", "b", "z"],
      ["delete", "a"],
    ],
  },
  "one context in both files": {
    files: { one: plain, two: `${contexts("a", "x")}current-context: x\n` },
    kubeconfig: both,
    commands: [
      ["delete", "a"],
      ["use", "a"],
      ["rename", "a", "b"],
      ["delete", "a"],
    ],
  },
  "a file that is listed twice, and empty entries": {
    files: { one: plain, two: contexts("x") },
    kubeconfig: ["", "two", "one", "", "two"],
    commands: [
      ["use", "x"],
      ["rename", "a", "z"],
      ["delete", "x"],
    ],
  },
  // https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/config_test.go
  "files that are not in the order of the alphabet": {
    files: { "modify-a": contexts("a"), "modify-b": contexts("b") },
    kubeconfig: ["modify-b", "modify-a"],
    commands: [
      ["use", "a"],
      ["rename", "a", "z"],
      ["use", "b"],
      ["delete", "z"],
    ],
  },
  "one of several files, given by name": {
    files: { one: plain, two: contexts("x") },
    kubeconfig: "two",
    commands: [
      ["use", "a"],
      ["use", "x"],
      ["rename", "x", "y"],
    ],
  },
};

function of(text: string, ...commands: Case["commands"]): Case {
  return { files: { one: text }, kubeconfig: "one", commands };
}
