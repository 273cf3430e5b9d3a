import { spawn, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";

/** A program to run, with all that it gets. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string | undefined };
  /** Whether it has this process's standard input, and its standard error as it is. */
  readonly interactive: boolean;
  /** How long it may run, in milliseconds; undefined for no limit. */
  readonly limitMs: number | undefined;
}

/** How a run ended, and the last of what it wrote to standard error; nothing of that where it was interactive. */
export type Outcome = { readonly stderr: string } & (
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "unstarted"; readonly code: string | undefined }
  | Cut
);

type Cut =
  | { readonly kind: "late" }
  | { readonly kind: "flooded"; readonly limitBytes: number };

const longestOutput = 2 ** 20;
const keptOfStderr = 8_192;
const killAfterMs = 2_000;
const stderrGraceMs = 500;

/**
 * One run of a program, begun at once, without a shell. What it says on standard error is shown as it comes. A run that takes too
 * long or prints too much is ended, and one that goes on when this process exits is ended too.
 */
export class ProgramRun {
  readonly outcome: Promise<Outcome>;
  readonly #child: ChildProcess | undefined;
  readonly #stdout: Buffer[] = [];
  #stderr: Buffer = Buffer.alloc(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(program: Program) {
    let child: ChildProcess;
    try {
      child = start(program);
    } catch (error) {
      this.outcome = Promise.resolve(unstarted(error));
      return;
    }
    this.#child = child;
    endWithProcess(child);
    this.outcome = this.#watch(child, program.limitMs);
  }

  /** Lets this process end only when the run has, as it is at first; or without waiting for it. */
  keepProcess(keep: boolean): void {
    const handles = [this.#child, ...pipesOf(this.#child), this.#timer];
    for (const handle of handles)
      if (keep) handle?.ref();
      else handle?.unref();
  }

  async #watch(
    child: ChildProcess,
    limitMs: number | undefined,
  ): Promise<Outcome> {
    const end = this.#end(child);
    const cut = new Promise<Cut>((resolve) => {
      let length = 0;
      child.stdout?.on("data", (part: Buffer) => {
        length += part.length;
        if (length > longestOutput)
          resolve({ kind: "flooded", limitBytes: longestOutput });
        else this.#stdout.push(part);
      });
      if (limitMs !== undefined)
        this.#timer = setTimeout(() => resolve({ kind: "late" }), limitMs);
    });
    child.stderr?.on("data", (part: Buffer) => {
      process.stderr.write(part);
      this.#stderr = Buffer.concat([this.#stderr, part]).subarray(
        -keptOfStderr,
      );
    });
    try {
      const outcome = await Promise.race([end, cut]);
      if ("stderr" in outcome) return outcome;
      stop(child);
      return { ...outcome, stderr: this.#stderrText() };
    } finally {
      clearTimeout(this.#timer);
      this.keepProcess(false);
    }
  }

  async #end(child: ChildProcess): Promise<Outcome> {
    const [out, err] = [closed(child.stdout), closed(child.stderr)];
    const exit = new Promise<[code: number | null, signal: string | null]>(
      (resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code, signal) => resolve([code, signal]));
      },
    );
    try {
      const [code, signal] = await exit;
      await out;
      // A service that the program has left behind may hold it open for ever.
      await atMost(err, stderrGraceMs);
      const stderr = this.#stderrText();
      if (code === null)
        return { kind: "killed", signal: signal ?? "unknown", stderr };
      const stdout = Buffer.concat(this.#stdout).toString("utf8");
      return { kind: "ended", code, stdout, stderr };
    } catch (error) {
      return unstarted(error);
    }
  }

  #stderrText(): string {
    const text = this.#stderr.toString("utf8");
    // The first line may have lost its beginning, by which a credential would be known.
    return this.#stderr.length < keptOfStderr
      ? text
      : text.slice(text.indexOf("\n") + 1);
  }
}

function start({ command, args, env, interactive }: Program): ChildProcess {
  return spawn(command, args, {
    // A copy, for Node's types do not take one that is read only.
    env: { ...env },
    shell: false,
    stdio: interactive
      ? ["inherit", "pipe", "inherit"]
      : ["ignore", "pipe", "pipe"],
    windowsHide: !interactive,
  });
}

function unstarted(error: unknown): Outcome {
  const { code } = error as NodeJS.ErrnoException;
  return { kind: "unstarted", code, stderr: "" };
}

function pipesOf(child: ChildProcess | undefined): Socket[] {
  return [child?.stdout, child?.stderr].filter(
    (pipe) => pipe?.destroyed === false,
  ) as Socket[];
}

async function closed(pipe: ChildProcess["stdout"]): Promise<void> {
  if (pipe === null) return;
  pipe.on("error", () => undefined);
  await new Promise<void>((resolve) => pipe.once("close", resolve));
}

async function atMost(promise: Promise<void>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, over]);
  clearTimeout(timer);
}

/** Ends a program, and lets go of it: what it has started itself may live on with its pipes. */
function stop(child: ChildProcess): void {
  child.kill();
  const timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  timer.unref();
  child.once("exit", () => clearTimeout(timer));
  for (const pipe of pipesOf(child)) pipe.destroy();
}

const running = new Set<ChildProcess>();

function endWithProcess(child: ChildProcess): void {
  const done = (): void => {
    running.delete(child);
    if (running.size === 0) process.off("exit", endAll);
  };
  if (running.size === 0) process.on("exit", endAll);
  running.add(child);
  child.once("exit", done);
  child.on("error", done);
}

function endAll(): void {
  for (const child of running) child.kill();
}
