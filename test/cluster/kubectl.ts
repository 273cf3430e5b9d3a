import { execFile } from "node:child_process";
import { dirname, join } from "node:path";

import { inject } from "vitest";

/** What kubectl is told of a refusal. */
export interface KubectlRefusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

/** How to run kubectl, where it is not as this run's administrator with nothing to read. */
export interface KubectlOptions {
  /** What it reads for `-f -`: an object, or text. */
  readonly input?: unknown;
  /** A context of the run's kubeconfig. Default: `admin`. */
  readonly context?: string;
}

/** Runs the kubectl of this run, and gives what it prints. @throws where it fails */
export async function kubectl(
  args: readonly string[],
  options: KubectlOptions = {},
): Promise<string> {
  const { error, stdout, stderr } = await run(args, options);
  if (error !== null)
    throw new Error(`kubectl ${args.join(" ")}: ${stderr || error.message}`);
  return stdout;
}

/** The object that kubectl prints when asked for JSON. */
export async function kubectlObject(
  args: readonly string[],
  options: KubectlOptions = {},
): Promise<unknown> {
  return JSON.parse(await kubectl([...args, "-o", "json"], options));
}

/** Runs kubectl for something that the server refuses. @throws where it is not refused */
export async function kubectlRefusal(
  args: readonly string[],
  options: KubectlOptions = {},
): Promise<KubectlRefusal> {
  const { stderr } = await run([...args, "-v=9"], options);
  const bodies = stderr.matchAll(
    /"Response Body" body=<\n\t(\{"kind":"Status",.*\})\n >/g,
  );
  const last = [...bodies].at(-1)?.[1];
  if (last === undefined)
    throw new Error(`kubectl ${args.join(" ")}: no refusal in: ${stderr}`);
  const { code, reason, message } = JSON.parse(last) as KubectlRefusal;
  return { code, reason, message };
}

interface Outcome {
  readonly error: Error | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  args: readonly string[],
  { input, context = "admin" }: KubectlOptions,
): Promise<Outcome> {
  const { kubectl: program, kubeconfig } = inject("cluster");
  if (program === undefined) throw new Error("this cluster has no kubectl");
  const where = [
    `--kubeconfig=${kubeconfig}`,
    `--context=${context}`,
    `--cache-dir=${join(dirname(kubeconfig), "kubectl-cache")}`,
  ];
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...where, ...args],
      { maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ error, stdout, stderr }),
    );
    // One that reads nothing may have ended before it is written to.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(
      typeof input === "string" || input === undefined
        ? input
        : JSON.stringify(input),
    );
  });
}
