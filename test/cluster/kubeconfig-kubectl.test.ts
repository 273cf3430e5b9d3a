import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { describe, expect, inject, onTestFinished, test } from "vitest";

import { loadKubeconfig } from "../../templates/runtime/kubeconfig.js";
import { refusedSets } from "./kubeconfig-refused-sets.js";
import {
  listed,
  type KubeconfigSet,
  one,
  sameSets,
} from "./kubeconfig-sets.js";
import { kubectl, viewOfKubectl, viewOfLoader } from "./kubeconfig-view.js";

const { kubectl: program = "" } = inject("cluster");
const withKubectl = describe.runIf(program !== "");

/** Writes a set of files; the environment that points at them. */
function written({ files, list }: KubeconfigSet) {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-kubeconfig-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    HOME: folder,
    KUBECONFIG: list
      .map((path) => (path === "" ? "" : join(folder, path)))
      .join(delimiter),
  };
}

const view = ["config", "view", "--raw", "--flatten", "-o", "json"] as const;

withKubectl("kubectl and this client read the same of", () => {
  test.each(Object.entries(sameSets))("%s", async (_, set) => {
    const environment = written(set);
    const ours = viewOfLoader(await loadKubeconfig(undefined, environment));
    const theirs = viewOfKubectl(await kubectl(program, environment, ...view));
    expect(ours).toEqual(theirs);
    const current = await kubectl(
      program,
      environment,
      "config",
      "current-context",
    ).catch(() => "");
    expect(ours["current-context"] ?? "").toBe(current.trim());
  });
});

withKubectl("neither kubectl nor this client reads", () => {
  test.each(Object.entries(refusedSets))("%s", async (_, set) => {
    const environment = written(set);
    await expect(kubectl(program, environment, ...view)).rejects.toThrow(
      /error loading config file|^Command failed/,
    );
    await expect(loadKubeconfig(undefined, environment)).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringContaining(environment.HOME),
    });
  });
});

withKubectl("this client differs from kubectl on purpose, with", () => {
  const read = async (set: KubeconfigSet) => {
    const environment = written(set);
    return {
      theirs: viewOfKubectl(await kubectl(program, environment, ...view)),
      ours: loadKubeconfig(undefined, environment),
    };
  };

  test("entries without content, which hide none of a later file", async () => {
    const { theirs, ours } = await read(
      listed({
        a: "clusters: [{ name: c }]\n",
        b: "clusters: [{ name: c, cluster: { server: https://c } }]\n",
      }),
    );
    expect(theirs.clusters).toEqual({ c: {} });
    expect(viewOfLoader(await ours).clusters).toEqual({
      c: { server: "https://c" },
    });
  });

  test("entries without a name, whom each context without a user would name", async () => {
    const { theirs, ours } = await read(one("users: [{ user: { token: t } }]"));
    expect(theirs.users).toEqual({ "": { token: "t" } });
    await expect(ours).rejects.toThrow('"users[0].name" must be a string');
  });
});
