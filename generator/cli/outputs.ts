import { checkConfigFile, findConfig } from "../config/find.js";
import type { PlannedOutput } from "../config/outputs.js";
import { failure, GenerationFailed } from "../diagnostics.js";
import type { GenerateFlags, OutputChoice } from "../options.js";
import { Terminal, type Streams } from "./terminal.js";

/**
 * `kubewright generate`: the outputs of the configuration, or the one of the command line where there is none. One that fails does not
 * keep the others from being written.
 *
 * @throws {GenerationFailed} whose problems are printed
 */
export async function runOutputs(
  flags: GenerateFlags,
  choice: OutputChoice,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  const all = await planOutputs(flags, choice, streams, signal);
  const outputs = partOf(all, choice.shard);
  if (choice.shard !== undefined)
    new Terminal(streams, flags).note(
      `part ${String(choice.shard.number)}/${String(choice.shard.of)}: ${String(outputs.length)} of ${String(all.length)} ${all.length === 1 ? "output" : "outputs"}`,
    );
  const [first] = outputs;
  if (first === undefined) return;
  if (outputs.length > 1 && !flags.watch) {
    const { runManyOutputs } = await import("./many-outputs.js");
    try {
      return await runManyOutputs(outputs, streams, signal);
    } catch (error) {
      if (!(error instanceof GenerationFailed)) throw error;
      throw reported(streams, flags, error);
    }
  }
  if (outputs.length > 1) {
    const { watchOutputs } = await import("./watch-outputs.js");
    return watchOutputs(outputs, streams, signal);
  }
  const { runGenerate } = await import("./generate.js");
  return runGenerate(first.flags, streams, signal);
}

/** Every tenth output, for ten parts: they differ in size by one at most, and whoever has few outputs has parts without any. */
function partOf(
  outputs: readonly PlannedOutput[],
  shard: OutputChoice["shard"],
): readonly PlannedOutput[] {
  return shard === undefined
    ? outputs
    : outputs.filter((_, index) => index % shard.of === shard.number - 1);
}

/** What is to be made. What is wrong with the configuration is printed. */
async function planOutputs(
  flags: GenerateFlags,
  choice: OutputChoice,
  streams: Streams,
  signal: AbortSignal,
): Promise<readonly PlannedOutput[]> {
  try {
    const { config } = choice;
    const path = config === undefined ? findConfig(".") : config;
    if (typeof path !== "string") {
      refuseNames(choice);
      return await outputsOfFlags(flags, choice, streams);
    }
    checkConfigFile(path);
    // What reads one is loaded where there is one.
    const { readOutputs } = await import("../config/outputs.js");
    return await readOutputs(path, flags, choice, streams.environment, signal);
  } catch (error) {
    if (!(error instanceof GenerationFailed)) throw error;
    throw reported(streams, flags, error);
  }
}

async function outputsOfFlags(
  flags: GenerateFlags,
  choice: OutputChoice,
  { environment }: Streams,
): Promise<readonly PlannedOutput[]> {
  const { context } = choice.given;
  if (typeof context !== "object" && context?.includes("*") !== true)
    return [{ name: flags.out, flags }];
  const { outputsOfContexts } = await import("../config/outputs.js");
  return outputsOfContexts(flags, choice, environment);
}

function refuseNames({ only, config }: OutputChoice): void {
  if (only.length > 0)
    throw failure({
      code: "config-not-found",
      message: `--only ${only.join(" ")} chooses outputs of a configuration, and there is none`,
      hint:
        config === false
          ? "leave --no-config out"
          : "run it where the configuration is, or name it with --config; kubewright init writes a first one",
    });
}

/** Prints the problems of an error, and gives it back to be thrown. */
function reported(
  streams: Streams,
  flags: { readonly quiet: boolean },
  error: GenerationFailed,
): GenerationFailed {
  const terminal = new Terminal(streams, flags);
  for (const problem of error.diagnostics) terminal.diagnostic(problem);
  return error;
}
