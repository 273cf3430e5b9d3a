import { checkConfigFile, findConfig } from "../config/find.js";
import type { PlannedOutput } from "../config/outputs.js";
import { failure, GenerationFailed } from "../diagnostics.js";
import type { GenerateFlags, OutputChoice } from "../options.js";
import { Interrupted } from "./interrupted.js";
import { Terminal, type Streams } from "./terminal.js";

/**
 * `kubewright generate`: each output of the configuration in turn, or the one of the command line where there is none. One that fails
 * does not keep the others from being written.
 *
 * @throws {GenerationFailed} whose problems are printed
 */
export async function runOutputs(
  flags: GenerateFlags,
  choice: OutputChoice,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  const outputs = await planOutputs(flags, choice, streams, signal);
  const { runGenerate } = await import("./generate.js");
  const run = ({ flags: own }: PlannedOutput): Promise<void> =>
    runGenerate(own, streams, signal);
  const [first] = outputs;
  if (first !== undefined && outputs.length === 1) return run(first);
  if (flags.watch) {
    const { watchOutputs } = await import("./watch-outputs.js");
    return watchOutputs(outputs, streams, signal);
  }

  const done: string[] = [];
  const failed: string[] = [];
  for (const [index, output] of outputs.entries()) {
    new Terminal(streams, output.flags).note(
      `[${String(index + 1)}/${String(outputs.length)}] ${output.name}`,
    );
    try {
      signal.throwIfAborted();
      await run(output);
      done.push(output.name);
    } catch (error) {
      if (
        signal.aborted &&
        done.length > 0 &&
        !output.flags.dryRun &&
        !output.flags.check
      )
        throw new Interrupted(`done: ${done.join(", ")}; nothing else`);
      if (signal.aborted || !(error instanceof GenerationFailed)) throw error;
      failed.push(output.name);
    }
  }
  if (failed.length > 0) throw reported(streams, flags, summary(failed, done));
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
      return [{ name: flags.out, flags }];
    }
    checkConfigFile(path);
    // What reads one is loaded where there is one.
    const { readOutputs } = await import("../config/outputs.js");
    return await readOutputs(path, flags, choice, signal);
  } catch (error) {
    if (!(error instanceof GenerationFailed)) throw error;
    throw reported(streams, flags, error);
  }
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

function summary(
  failed: readonly string[],
  done: readonly string[],
): GenerationFailed {
  const total = failed.length + done.length;
  return failure({
    code: "outputs-failed",
    message: `${String(failed.length)} of ${String(total)} outputs failed: ${failed.join(", ")}`,
    hint: `mend what is said above; kubewright generate --only ${failed.join(" ")} makes ${failed.length === 1 ? "it" : "them"} again`,
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
