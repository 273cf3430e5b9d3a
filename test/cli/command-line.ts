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

/** Runs the command line in this process, with streams that are kept. */
export async function kubewright(
  args: readonly string[],
  { isTTY, columns = 200, environment = {}, signal }: Circumstances = {},
): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const code = await run(
    args,
    {
      stdout: { isTTY, write: (text) => (stdout += text) },
      stderr: { isTTY, columns, write: (text) => (stderr += text) },
      environment,
    },
    signal ?? new AbortController().signal,
  );
  return { code, stdout, stderr };
}
