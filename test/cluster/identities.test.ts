import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, inject, onTestFinished } from "vitest";
import { stringify } from "yaml";

import type {
  ApiError,
  ConnectOptions,
  Kubernetes,
} from "../../output/index.js";
import { boundToken, untilRefused } from "./bound-tokens.js";
import type { ClientModule } from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";

const cluster = inject("cluster");
const { server, certificateAuthority } = cluster;

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "kubewright-identity-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const connected = async (
  live: ClientModule,
  options: ConnectOptions,
): Promise<Kubernetes> => {
  const client = await live.connect(options);
  onTestFinished(() => client.close());
  return client;
};

/** Has the controller manager sign a certificate, as an administrator does for a person; gives the files of both. */
const signedCertificate = async (
  k8s: Kubernetes,
  subject: string,
): Promise<{ certificate: string; key: string }> => {
  const folder = await newFolder();
  const [key, request, certificate] = ["key", "csr", "crt"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await promisify(execFile)("openssl", [
    ...["req", "-new", "-nodes", "-keyout", key, "-out", request],
    ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
    ...["-subj", subject],
  ]);
  const requests = k8s.certificates.v1.certificateSigningRequests;
  const created = await requests.create({
    metadata: { name: uniqueName("person") },
    spec: {
      request: (await readFile(request)).toString("base64"),
      signerName: "kubernetes.io/kube-apiserver-client",
      expirationSeconds: 3600,
      usages: ["client auth"],
    },
  });
  const { name } = created.metadata;
  onTestFinished(async () => {
    await requests.delete(name);
  });
  await requests.approval.update({
    ...created,
    status: {
      conditions: [{ type: "Approved", status: "True", reason: "Test" }],
    },
  });
  await expect
    .poll(async () => (await requests.get(name)).status?.certificate, {
      timeout: 60_000,
    })
    .toBeTypeOf("string");
  const { status } = await requests.get(name);
  await writeFile(
    certificate,
    Buffer.from(status?.certificate ?? "", "base64"),
  );
  return { certificate, key };
};

/** A kubeconfig whose user is a program: Node.js, with a script. Gives the kubeconfig's path. */
const withPlugin = async (folder: string, script: string): Promise<string> => {
  const file = join(folder, "plugin.mjs");
  await writeFile(file, script);
  const kubeconfig = join(folder, "config");
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: process.execPath,
    args: [file],
    interactiveMode: "Never",
  };
  const named = { cluster: "c", user: "u" };
  await writeFile(
    kubeconfig,
    stringify({
      "current-context": "x",
      clusters: [
        {
          name: "c",
          cluster: { server, "certificate-authority": certificateAuthority },
        },
      ],
      contexts: [{ name: "x", context: named }],
      users: [{ name: "u", user: { exec } }],
    }),
  );
  return kubeconfig;
};

/** A script that gives what `status` evaluates to, and notes that it ran. */
const plugin = (folder: string, status: string): string => `
  import { appendFileSync, readFileSync } from "node:fs";
  appendFileSync(${JSON.stringify(join(folder, "runs"))}, "x");
  const read = (file) => readFileSync(file, "utf8");
  console.log(JSON.stringify({
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: ${status},
  }));
`;

const runsOf = async (folder: string): Promise<number> =>
  (await readFile(join(folder, "runs"), "utf8")).length;

describe.runIf(cluster.whole)("a client certificate", () => {
  test("that the cluster has signed says who one is", async ({ k8s, live }) => {
    const { certificate, key } = await signedCertificate(
      k8s,
      "/O=developers/O=testers/CN=jane",
    );
    const jane = await connected(live, {
      server,
      certificateAuthority,
      clientCertificate: certificate,
      clientKey: key,
    });
    const { username, groups } = await jane.whoAmI();
    expect(username).toBe("jane");
    expect(groups).toEqual(expect.arrayContaining(["developers", "testers"]));
    const error = (await jane.core.v1.nodes
      .list()
      .catch((thrown: unknown) => thrown)) as ApiError;
    expect(live.isForbidden(error)).toBe(true);
    expect(error.denied).toMatchObject({ user: "jane", resource: "nodes" });
  });

  test("can be what a program gives", async ({ k8s, live }) => {
    const folder = await newFolder();
    const files = await signedCertificate(k8s, "/CN=joe");
    const status = `{
      clientCertificateData: read(${JSON.stringify(files.certificate)}),
      clientKeyData: read(${JSON.stringify(files.key)}),
    }`;
    const kubeconfig = await withPlugin(folder, plugin(folder, status));
    const joe = await connected(live, { kubeconfig });
    expect((await joe.whoAmI()).username).toBe("joe");
    await joe.whoAmI();
    expect(await runsOf(folder)).toBe(1);
  });
});

describe.runIf(cluster.whole)("a program that gives tokens", () => {
  test("is run again where the server refuses one, and where one expires", async ({
    k8s,
    live,
    namespace,
  }) => {
    await k8s.core.v1
      .serviceAccounts(namespace)
      .create({ metadata: { name: "program" } });
    const secrets = k8s.core.v1.secrets(namespace);
    const { metadata } = await secrets.create({ metadata: { name: "bound" } });
    const first = await boundToken(k8s, namespace, "program", {
      kind: "Secret",
      name: "bound",
      uid: metadata.uid,
    });
    const folder = await newFolder();
    const tokenFile = join(folder, "token.json");
    await writeFile(tokenFile, JSON.stringify({ token: first }));
    const status = `JSON.parse(read(${JSON.stringify(tokenFile)}))`;
    const kubeconfig = await withPlugin(folder, plugin(folder, status));
    const program = await connected(live, { kubeconfig });
    const { username } = await program.whoAmI();
    expect(username).toBe(`system:serviceaccount:${namespace}:program`);
    await program.whoAmI();
    expect(await runsOf(folder)).toBe(1);

    const second = {
      token: await boundToken(k8s, namespace, "program"),
      expirationTimestamp: new Date(Date.now() + 15_000).toISOString(),
    };
    await writeFile(tokenFile, JSON.stringify(second));
    await secrets.delete("bound");
    await untilRefused(first);
    expect((await program.whoAmI()).username).toBe(username);
    expect(await runsOf(folder)).toBe(2);
    // It is run again once that one is over, too.
    await expect
      .poll(
        async () => {
          await program.whoAmI();
          return runsOf(folder);
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(3);
  });
});
