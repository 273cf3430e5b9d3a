import type { PlannedOutput } from "../config/outputs.js";
import { failure, GenerationFailed } from "../diagnostics.js";
import { runGenerate } from "./generate.js";
import { Terminal, type Streams } from "./terminal.js";

/**
 * `kubewright generate --watch`, for several outputs at once, until the user ends it.
 *
 * One that cannot begin, as there is no way to its server, ends them all: among what the others say, nobody would see that it is not watched.
 *
 * @throws {GenerationFailed} `outputs-failed`, which is printed
 */
export async function watchOutputs(
  outputs: readonly PlannedOutput[],
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  const end = new AbortController();
  const either = AbortSignal.any([signal, end.signal]);
  const failed: string[] = [];
  const ended = await Promise.allSettled(
    outputs.map(async ({ name, flags }) => {
      try {
        await runGenerate(flags, streams, either);
      } catch (error) {
        if (error instanceof GenerationFailed) failed.push(name);
        end.abort(new Error("another output cannot be watched"));
        throw error;
      }
    }),
  );
  for (const one of ended)
    if (one.status === "rejected" && !(one.reason instanceof GenerationFailed))
      throw one.reason;
  if (failed.length === 0) return;
  const problem = failure({
    code: "outputs-failed",
    message: `${String(failed.length)} of ${String(outputs.length)} outputs cannot be watched: ${failed.join(", ")}; nothing is watched any more`,
    hint: "mend what is said above, or choose others with --only",
  });
  const quiet = outputs.every(({ flags }) => flags.quiet);
  const terminal = new Terminal(streams, { quiet });
  for (const one of problem.diagnostics) terminal.diagnostic(one);
  throw problem;
}
