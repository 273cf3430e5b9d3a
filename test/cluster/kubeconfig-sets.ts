/** Kubeconfig files, in the order of `$KUBECONFIG`; those that are not listed lie beside them. */
export interface KubeconfigSet {
  readonly files: { readonly [path: string]: string };
  readonly list: readonly string[];
}

export const one = (text: string): KubeconfigSet => ({
  files: { config: text },
  list: ["config"],
});

export const listed = (files: {
  readonly [path: string]: string;
}): KubeconfigSet => ({
  files,
  list: Object.keys(files),
});

/** A file with one entry of each kind. */
export const simple = (name: string, rest = ""): string => `apiVersion: v1
kind: Config
clusters:
- name: ${name}-cluster
  cluster: { server: "https://${name}.example" }
users:
- name: ${name}-user
  user: { token: ${name}-token }
contexts:
- name: ${name}
  context: { cluster: ${name}-cluster, user: ${name}-user, namespace: ${name}-ns }
${rest}`;

export const user = (fields: string): KubeconfigSet =>
  one(`users:\n- name: jane\n  user: { ${fields} }\n`);

export const cluster = (fields: string): KubeconfigSet =>
  one(`clusters:\n- name: main\n  cluster: { ${fields} }\n`);

const data = (text: string): string => Buffer.from(text).toString("base64");

/** What kubectl and this client read alike. */
export const sameSets: { readonly [name: string]: KubeconfigSet } = {
  "one file": one(simple("alfa", "current-context: alfa\n")),
  "four files that share nothing": listed(
    Object.fromEntries(
      ["alfa", "bravo", "charlie", "delta"].map((name) => [name, simple(name)]),
    ),
  ),
  "entries of one name, whole from the first file": listed({
    first: `clusters:
- name: cow
  cluster: { server: "http://cow.example:8080" }
users:
- name: red
  user: { token: red }
`,
    second: `clusters:
- name: cow
  cluster: { server: "http://other.example", insecure-skip-tls-verify: true, disable-compression: true }
- name: donkey
  cluster: { server: "http://donkey.example" }
users:
- name: red
  user: { token: other, username: never }
`,
  }),
  "current contexts, of which the first one counts": listed({
    a: 'current-context: ""\n',
    b: simple("bravo", "current-context: bravo\n"),
    c: simple("charlie", "current-context: charlie\n"),
  }),
  "a current context alone, and its entries elsewhere": listed({
    a: "current-context: charlie\n",
    b: simple("bravo"),
    c: simple("charlie"),
  }),
  "a context whose cluster and user are in other files": listed({
    a: "contexts:\n- name: x\n  context: { cluster: c, user: u }\n",
    b: "clusters:\n- name: c\n  cluster: { server: https://c }\n",
    c: "users:\n- name: u\n  user: { token: t }\ncurrent-context: x\n",
  }),
  "files that are not there": {
    files: { a: simple("alfa") },
    list: ["missing", "a", "missing-too"],
  },
  "only files that are not there": { files: {}, list: ["missing"] },
  "a file that is listed twice, and empty entries": {
    files: {
      a: simple("alfa"),
      b: simple("bravo", "current-context: bravo\n"),
    },
    list: ["", "b", "a", "b", ""],
  },
  "an empty file": one(""),
  "a comment": one("# nothing\n"),
  "an empty document, and another one": one(`---\n---\n${simple("alfa")}`),
  "lists that are null": one("clusters: null\nusers:\ncontexts: []\n"),
  "several documents, of which the first one counts": one(
    `${simple("alfa")}---\n${simple("bravo")}`,
  ),
  JSON: one(
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "x",
      clusters: [{ name: "c", cluster: { server: "https://c" } }],
      users: [{ name: "u", user: { username: "me", password: "p" } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    }),
  ),
  "CRLF, tabs after values and blanks": one(
    simple("alfa", "current-context:   alfa \t # this one\n").replaceAll(
      "\n",
      "\r\n",
    ),
  ),
  "a byte order mark": one(`\u{feff}${simple("alfa")}`),
  "files of certificates, from the folders of two kubeconfigs": {
    files: {
      "one/config": `clusters:
- name: first
  cluster: { server: https://a, certificate-authority: ca.crt }
users:
- name: first
  user: { client-certificate: ../shared/u.crt, client-key: keys/u.key }
`,
      "two/deep/config": `clusters:
- name: second
  cluster: { server: https://b, certificate-authority: ../../one/ca.crt }
`,
      "one/ca.crt": "CA\n",
      "one/keys/u.key": "KEY\n",
      "shared/u.crt": "CERTIFICATE\n",
    },
    list: ["one/config", "two/deep/config"],
  },
  "certificates as data": one(`clusters:
- name: main
  cluster: { server: https://a, certificate-authority-data: ${data("CA")} }
users:
- name: jane
  user: { client-certificate-data: ${data("CERTIFICATE")}, client-key-data: ${data("KEY")} }
`),
  "data in lines": one(`clusters:
- name: main
  cluster:
    server: https://a
    certificate-authority-data: |
      Q0FE
      QVRBMg==
`),
  "a token's file": user("tokenFile: token_file, token: other"),
  "a user name and a password": user('username: me, password: ""'),
  "a user of whom nothing is said": one(
    "users:\n- name: jane\n  user:\n- name: joe\n  user: {}\n- name: jim\n",
  ),
  impersonation: user(
    "token: t, as: jane, as-uid: '7', as-groups: [dev, ops], as-user-extra: { reason: [a, b], Other: [] }",
  ),
  "impersonation with nothing in it": user(
    "as: jane, as-groups: null, as-user-extra: {}",
  ),
  "a plugin of v1": user(
    "exec: { apiVersion: client.authentication.k8s.io/v1, command: plugin, args: [a, 'b c', ''], env: [{ name: A, value: '1' }, { name: B }], interactiveMode: Never, provideClusterInfo: true, installHint: \"first\\nsecond\" }",
  ),
  "a plugin of v1beta1, by a path": user(
    "exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: bin/plugin, args: null }",
  ),
  "a plugin by a path from another folder": {
    files: {
      "one/config":
        "users:\n- name: jane\n  user: { exec: { command: ../plugin, apiVersion: x } }\n",
    },
    list: ["one/config"],
  },
  "a plugin that is not whole": user("exec: {}"),
  "a legacy auth-provider": user(
    "auth-provider: { name: oidc, config: { id-token: x } }",
  ),
  "a legacy auth-provider without configuration": user(
    "auth-provider: { name: gcp }",
  ),
  "all that a cluster can have": cluster(
    "server: https://a/base/, tls-server-name: b, insecure-skip-tls-verify: true, proxy-url: socks5://p:1, disable-compression: true",
  ),
  "a proxy that is none": cluster(
    "server: https://a, proxy-url: chewbacca@example.com",
  ),
  "servers as they are written": one(`clusters:
- name: bare
  cluster: { server: anything }
- name: port
  cluster: { server: "anything.example:8080" }
- name: slashes
  cluster: { server: "http://h:8080//" }
`),
  "data for plugins, and other extensions": one(`extensions:
- name: top
  extension: { a: 1 }
clusters:
- name: main
  cluster:
    server: https://a
    extensions:
    - name: other
      extension: text
    - name: client.authentication.k8s.io/exec
      extension: { audience: foo, list: [1, 1.5, null], deep: { deep: yes } }
contexts:
- name: x
  context:
    cluster: main
    user: jane
    extensions: [{ name: minikube.sigs.k8s.io, extension: { last-update: today } }]
`),
  "every kind of scalar without quotes": one(`clusters:
- name: main
  cluster:
    server: https://a
    extensions:
    - name: client.authentication.k8s.io/exec
      extension:
        words: [yes, Y, On, TRUE, tRUE, off, n, 'n', ~, Null, '', "on"]
        numbers: [0, 10, 010, 08, 0o17, 0x1F, 0b101, -0b101, +5, 1_000, 1.50, .5, -.5e1, 1e3, 433e40, 12.]
        texts: [0123abc, 1.2.3, 2001-01-01, "2001-01-01 10:00:00", 12:30:45, ., 0x, 1-2, _1]
        tags: [!!str 123, !!int "12", !!float 1, !!bool "yes", !!binary aGVsbG8=, !foo bar]
        blocks:
        - |
          yes
        - >-
          folded
          text
`),
  "booleans as YAML 1.1 has them": one(`clusters:
- name: a
  cluster: { server: https://a, insecure-skip-tls-verify: yes }
- name: b
  cluster: { server: https://a, insecure-skip-tls-verify: On }
- name: c
  cluster: { server: https://a, insecure-skip-tls-verify: off }
`),
  "dates and times, which are strings": user(
    "username: 2001-01-01, password: 12:30:45",
  ),
  "numbers in quotes": one(
    `users:\n- name: "0"\n  user: { token: '0123', username: "1e3" }\n- name: "433e40"\n  user: { token: x }\n`,
  ),
  "keys that stand twice": one(`users:
- name: never
  user: { token: never }
clusters:
- name: main
  cluster: { server: https://a, server: https://b }
users:
- name: jane
  user: { token: t }
`),
  "anchors and aliases": one(`x-cluster: &cluster
  server: &server https://a
  proxy-url: http://p
clusters:
- name: whole
  cluster: *cluster
- name: part
  cluster: { server: *server }
users:
- name: &name jane
  user: { username: *name }
`),
  merges: one(`x-base: &base { server: https://base, proxy-url: http://p }
x-more: &more { server: https://more, tls-server-name: more }
clusters:
- name: overridden
  cluster: { <<: *base, server: https://mine }
- name: overriding
  cluster: { server: https://mine, <<: *base }
- name: several
  cluster: { <<: [*base, *more] }
- name: inline
  cluster: { <<: { server: https://inline } }
`),
  "fields that are not known": one(`brand-new: [1]
preferences: { colors: true }
clusters:
- name: main
  brand-new: 1
  cluster: { server: https://a, Server: [1], brand-new: { a: 1 } }
`),
};
