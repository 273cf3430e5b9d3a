import { onTestFinished } from "vitest";
import {
  readOutputs,
  type PlannedOutput,
} from "../../generator/config/outputs.js";
import { GenerationFailed } from "../../generator/diagnostics.js";
import type { AskedFlags, GenerateFlags } from "../../generator/options.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";

/** What holds where nothing is said. */
const defaults: GenerateFlags = {
  from: ["cluster"],
  out: "k8s",
  emit: undefined,
  importExtension: undefined,
  package: undefined,
  strict: false,
  quiet: false,
  dryRun: false,
  check: false,
  force: false,
  watch: false,
  offline: false,
  cache: true,
  lockFile: "kubewright.lock.json",
  timings: false,
};

/** Makes a folder with files the working one until the test is over. */
export function workIn(files: Readonly<Record<string, string>>): string {
  const before = process.cwd();
  const folder = temporaryFolder();
  writeFiles(folder, files);
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  return folder;
}

/** The outputs of a configuration of the working folder. */
export function outputsOf(
  path: string,
  given: Partial<AskedFlags> = {},
  only: readonly string[] = [],
): Promise<readonly PlannedOutput[]> {
  const signal = new AbortController().signal;
  const choice = { config: path, only, shard: undefined, given };
  return readOutputs(path, defaults, choice, process.env, signal);
}

/** What is wrong with a configuration, as it is printed. */
export async function problemsOf(
  path: string,
  given?: Partial<AskedFlags>,
  only?: readonly string[],
): Promise<string> {
  try {
    await outputsOf(path, given, only);
  } catch (error) {
    if (error instanceof GenerationFailed) return error.message;
    throw error;
  }
  return "";
}
