import { execFile } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import { whileLocked } from "../../generator/context/lock.js";
import { builtGenerator } from "../cli/built.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { cases, plain } from "./context-cases.js";

const kubectlCommands = {
  use: "use-context",
  delete: "delete-context",
  rename: "rename-context",
} as const;

const run = promisify(execFile);
const { kubectl = "" } = inject("cluster");
const withKubectl = test.runIf(kubectl !== "");

withKubectl.each(Object.entries(cases))("%s", async (_, { files, ...how }) => {
  const parent = temporaryFolder();
  const ours = join(parent, "kubewright");
  const theirs = join(parent, "kubectl");
  writeFiles(ours, { ...files, "home/.kube/config": "" });
  cpSync(ours, theirs, { recursive: true });
  const cli = join(builtGenerator(), "generator/cli.js");

  const list = how.kubeconfig;
  const given = typeof list === "string" ? [`--kubeconfig=${list}`] : [];
  const environment = typeof list === "string" ? "home/.kube/config" : list;
  for (const [command, ...names] of how.commands) {
    const [our, their] = [
      await succeeds(ours, environment, process.execPath, [
        ...[cli, "context", command, ...given, "--", ...names],
      ]),
      await succeeds(theirs, environment, kubectl, [
        ...["config", kubectlCommands[command], ...given, "--", ...names],
      ]),
    ];
    expect([command, ...names, our]).toEqual([command, ...names, their]);
    expect(await meaningOf(ours)).toEqual(await meaningOf(theirs));
  }
});

withKubectl("kubectl fails while kubewright changes a file", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { one: plain });
  const file = join(folder, "one");
  const use = (): Promise<boolean> =>
    succeeds(folder, file, kubectl, ["config", "use-context", "b"]);
  const meanwhile = await whileLocked([file], { milliseconds: 0 }, use);
  expect([meanwhile, await use()]).toEqual([false, true]);
});

async function succeeds(
  cwd: string,
  kubeconfig: string | readonly string[],
  file: string,
  args: readonly string[],
): Promise<boolean> {
  const env = {
    PATH: process.env["PATH"],
    HOME: join(cwd, "home"),
    KUBECONFIG: [kubeconfig].flat().join(delimiter),
  };
  return run(file, args, { cwd, env }).then(
    () => true,
    () => false,
  );
}

/** What kubectl takes the files of a folder for. */
async function meaningOf(
  folder: string,
): Promise<{ readonly [file: string]: unknown }> {
  const names = readdirSync(folder).filter((name) => name !== "home");
  const entries = names.map(async (name) => {
    const args = ["config", "view", "--raw", "-ojson", `--kubeconfig=${name}`];
    const view = await run(kubectl, args, { cwd: folder }).then(
      ({ stdout }) => JSON.parse(stdout) as unknown,
      () => "not a kubeconfig",
    );
    return [name, view] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
