import { expect, test } from "vitest";
import { contextFolder } from "../../generator/config/context-folder.js";
import { outputsOf, problemsOf, workIn } from "./config-files.js";

const kubeconfig = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: ["prod/eu", "prod/us", "kind-dev", "a@b", "a:b", "Dev", "dev"].map(
    (name) => ({ name, context: { cluster: "c" } }),
  ),
});

/** The names, contexts and folders of a configuration's outputs. */
async function planned(
  config: string,
  ...rest: [given?: Parameters<typeof outputsOf>[1], only?: readonly string[]]
): Promise<readonly string[]> {
  workIn({ kubeconfig, "c.yaml": `kubeconfig: kubeconfig\n${config}` });
  const outputs = await outputsOf("c.yaml", ...rest);
  return outputs.map(
    ({ name, flags: { context, out } }) => `${name} ${context ?? ""} ${out}`,
  );
}

test.each([
  ["kind-dev", "kind-dev"],
  ["gke_acme_europe-west1_prod", "gke_acme_europe-west1_prod"],
  [
    "arn:aws:eks:eu-west-1:123456:cluster/prod",
    "arn-aws-eks-eu-west-1-123456-cluster-prod",
  ],
  ["default/api.example.com:6443/admin", "default-api.example.com-6443-admin"],
  ["admin@home", "admin-home"],
  ["..", "_.-"],
  ["../up", "_..-up"],
  ["-flag", "_-flag"],
  ["CON", "_CON"],
  ["com1.prod", "_com1.prod"],
  ["生产", "生产"],
  ["u\u0308ber", "über"],
  ["a\\b\u0000c\u202ed", "a-b-c-d"],
])("the folder of %j is %j", (context, folder) => {
  expect(contextFolder(context)).toBe(folder);
});

test("a list and a pattern are an output for each context, and one context is one output", async () => {
  expect(await planned('context: ["prod/*", kind-dev]\nout: k\n')).toEqual([
    "k/prod-eu prod/eu k/prod-eu",
    "k/prod-us prod/us k/prod-us",
    "k/kind-dev kind-dev k/kind-dev",
  ]);
  expect(await planned("context: kind-*\nout: k\n")).toEqual([
    "k/kind-dev kind-dev k/kind-dev",
  ]);
  expect(await planned("context: kind-dev\nout: k\n")).toEqual([
    "k kind-dev k",
  ]);
  expect(
    await planned(
      "context: [kind-dev]\noutputs: [{ name: one, out: a }, { out: b, context: prod/eu }]\n",
    ),
  ).toEqual(["one/kind-dev kind-dev a/kind-dev", "b prod/eu b"]);
});

test("--only takes an output, its context, or what both come from; --out and --context take the place of theirs", async () => {
  const config =
    'outputs:\n  - { name: prod, out: k, context: ["prod/*"] }\n  - { out: dev, context: kind-dev }\n';
  const us = "prod/prod-us prod/us k/prod-us";
  expect(await planned(config, {}, ["prod/prod-us"])).toEqual([us]);
  expect(await planned(config, {}, ["prod/us"])).toEqual([us]);
  expect(await planned(config, { out: "x" }, ["prod"])).toEqual([
    "prod/prod-eu prod/eu x/prod-eu",
    "prod/prod-us prod/us x/prod-us",
  ]);
  expect(await planned(config, { context: ["a@b", "dev"] }, ["dev"])).toEqual([
    "prod/dev dev k/dev",
    "dev/a-b a@b dev/a-b",
    "dev/dev dev dev/dev",
  ]);
});

test.each([
  [
    "context: [dev, dev]\n",
    'c.yaml:1:16#/context/1: error[bad-config]: the context "dev" is listed twice',
  ],
  [
    "context: [a@b, a:b]\n",
    'c.yaml:1:16#/context/1: error[outputs-overlap]: the contexts "a@b" and "a:b" would both be written to "k8s/a-b"',
  ],
  [
    "context: [Dev, dev]\n",
    'error[outputs-overlap]: the contexts "Dev" and "dev" would both be written to "k8s/dev"',
  ],
  [
    "context: [kind-def, dev]\n",
    'c.yaml:1:11#/context/0: error[context-not-found]: there is no context "kind-def"',
  ],
  [
    "context: test-*\n",
    'c.yaml:1:10#/context: error[context-not-found]: no context of "',
  ],
  [
    "context: [dev]\ntoken: x\n",
    "error[ambiguous-credentials]: the credentials would go to the servers of several contexts",
  ],
  [
    "context: [dev]\nfrom: builtin\n",
    'error[bad-config]: several contexts are for "cluster"',
  ],
  ["context: []\n", 'error[bad-config]: "context" is an empty list'],
])("%j is a mistake", async (text, problem) => {
  workIn({ kubeconfig, "c.yaml": `${text}kubeconfig: kubeconfig\n` });
  expect(await problemsOf("c.yaml")).toContain(problem);
});

test("offline, contexts that are listed need no kubeconfig", async () => {
  workIn({ "c.yaml": "context: [one, two]\nkubeconfig: nowhere\n" });
  const outputs = await outputsOf("c.yaml", { offline: true });
  expect(outputs.map(({ name }) => name)).toEqual(["k8s/one", "k8s/two"]);
  expect(await problemsOf("c.yaml")).toContain("nowhere");
});
