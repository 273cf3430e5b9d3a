import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run, type ExitCode } from "../../generator/cli/run.js";

/** What a command left behind. */
export interface Outcome {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface Circumstances {
  readonly isTTY?: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
  readonly environment?: { readonly [name: string]: string };
  readonly signal?: AbortSignal;
}

/** What is kept between runs: not among what is the user's, or the project's. */
const kept = mkdtempSync(join(tmpdir(), "kubewright-kept-"));
process.once("exit", () => rmSync(kept, { recursive: true, force: true }));

/**
 * Runs the command line in this process, with streams that are kept. The lock is beside the output, and the cache one of this process, unless
 * it is told otherwise.
 */
export async function kubewright(
  args: readonly string[],
  { isTTY, columns = 200, environment = {}, signal }: Circumstances = {},
): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const code = await run(
    withLock(args),
    {
      stdout: { isTTY, write: (text) => (stdout += text) },
      stderr: { isTTY, columns, write: (text) => (stderr += text) },
      environment: { KUBEWRIGHT_CACHE_DIR: kept, ...environment },
    },
    signal ?? new AbortController().signal,
  );
  return { code, stdout, stderr };
}

function withLock(args: readonly string[]): readonly string[] {
  const [command] = args;
  if (command !== "generate" || args.includes("--lock-file")) return args;
  const out = args[args.indexOf("--out") + 1];
  return args.includes("--out") && out !== undefined && !out.startsWith("-")
    ? [...args, "--lock-file", join(dirname(out), "kubewright.lock.json")]
    : args;
}
