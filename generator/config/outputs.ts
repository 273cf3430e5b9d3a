import { dirname, join } from "node:path";
import { failure, GenerationFailed, type Diagnostic } from "../diagnostics.js";
import { nearNames } from "../discovery/near-names.js";
import { lockFileName } from "../incremental/lock-file.js";
import type { GenerateFlags, OutputChoice } from "../options.js";
import { checkConfig } from "./check.js";
import type { Config, OutputConfig } from "./config.js";
import { conflictOf, flagsOf, mergeFlags, type SomeFlags } from "./flags.js";
import { problemsOfFolders } from "./output-folders.js";
import { readConfig, type ConfigText, type Steps } from "./read.js";

/** One output of a configuration, with what was typed and what holds otherwise. */
export interface PlannedOutput {
  readonly name: string;
  readonly flags: GenerateFlags;
}

/** One output, as the configuration alone has it. */
export interface ConfiguredOutput {
  readonly name: string;
  readonly out: string;
  readonly steps: Steps;
  readonly flags: SomeFlags;
}

/**
 * Reads a configuration: a list of what `kubewright generate` is run with, one behind the other.
 *
 * @param path of the configuration
 * @param defaults every flag, with what holds where neither the configuration nor the command line says it
 * @throws {GenerationFailed} with everything that is wrong with it, and where
 */
export async function readOutputs(
  path: string,
  defaults: GenerateFlags,
  choice: OutputChoice,
  signal: AbortSignal,
): Promise<readonly PlannedOutput[]> {
  const text = await readConfig(path, signal);
  const { config, problems } = checkConfig(text);
  throwIfAny(problems);
  const outputs = outputsOf(config, path, defaults);
  throwIfAny([
    ...problemsOfFolders(outputs, path, text),
    ...problemsOfForm(outputs, text),
  ]);
  const chosen = chooseOutputs(outputs, path, choice);
  const planned = chosen.map((output) => ({
    ...output,
    flags: mergeFlags(output.flags, choice.given),
  }));
  throwIfAny(problemsOfForm(planned, text));
  return planned.map(({ name, flags }) => ({
    name,
    flags: { ...defaults, lockFile: lockBeside(path), ...flags },
  }));
}

function lockBeside(path: string): string {
  return join(dirname(path), lockFileName);
}

function outputsOf(
  { outputs, ...shared }: Config,
  path: string,
  { out: defaultOut }: GenerateFlags,
): readonly ConfiguredOutput[] {
  const sharedFlags = flagsOf(shared, path);
  const outputOf = (own: OutputConfig, steps: Steps): ConfiguredOutput => {
    const { out = defaultOut, name = out } = own;
    const ownFlags = flagsOf({ ...own, out }, path);
    return {
      name,
      out,
      steps,
      flags: mergeFlags(sharedFlags, ownFlags),
    };
  };
  return outputs === undefined
    ? [outputOf(shared, [])]
    : outputs.map((own, index) => outputOf(own, ["outputs", index]));
}

function problemsOfForm(
  outputs: readonly ConfiguredOutput[],
  { locate }: ConfigText,
): readonly Diagnostic[] {
  return outputs.flatMap(({ steps, flags }) => {
    const message = conflictOf(flags);
    return message === undefined
      ? []
      : [
          {
            severity: "error",
            code: "bad-config",
            message,
            hint: "leave one of them out",
            at: locate(steps, "value"),
          } as const,
        ];
  });
}

/** The outputs of the names that were typed, in the order of the configuration. */
function chooseOutputs(
  outputs: readonly ConfiguredOutput[],
  path: string,
  { only, given }: OutputChoice,
): readonly ConfiguredOutput[] {
  const names = outputs.map(({ name }) => name);
  throwIfAny(
    only
      .filter((name) => !names.includes(name))
      .map((name) => unknownOutput(name, names, path)),
  );
  const chosen =
    only.length === 0
      ? outputs
      : outputs.filter(({ name }) => only.includes(name));
  if (given.out !== undefined && chosen.length > 1)
    throw failure({
      code: "outputs-overlap",
      message: `--out ${given.out} would be the folder of ${String(chosen.length)} outputs`,
      hint: `choose one of them with --only: ${chosen.map(({ name }) => name).join(", ")}`,
      at: { document: path },
    });
  return chosen;
}

function unknownOutput(
  name: string,
  names: readonly string[],
  path: string,
): Diagnostic {
  const near = nearNames(name, names);
  return {
    severity: "error",
    code: "output-not-found",
    message: `there is no output "${name}"`,
    hint:
      near.length > 0
        ? `did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`
        : `there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`,
    at: { document: path },
  };
}

function throwIfAny(problems: readonly Diagnostic[]): void {
  if (problems.length > 0) throw new GenerationFailed(problems);
}
