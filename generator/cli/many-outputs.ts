import type { PlannedOutput } from "../config/outputs.js";
import { failure, GenerationFailed } from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import { eachOf } from "../each-of.js";
import { sha256 } from "../manifest.js";
import type { GenerateFlags } from "../options.js";
import { sharedSurroundings } from "../source/shared-kubeconfigs.js";
import { SharedWork } from "../shared-work.js";
import type { Run } from "./generate-run.js";
import { checkRun, endRun, openRun } from "./generate.js";
import { Interrupted } from "./interrupted.js";
import { KeptTerminal, sayWarnings, someOf } from "./kept-terminal.js";
import { saidOf, tell, type Said } from "./said.js";
import { Terminal, type Streams } from "./terminal.js";
import { isUpToDate } from "./up-to-date.js";

/** How many outputs a message names: a terminal shows no more at once. */
const named = 20;

/** One output on its way. */
interface Attempt {
  readonly output: PlannedOutput;
  readonly terminal: KeptTerminal;
  readonly said: Said;
  run?: Run | undefined;
  /** Of what is read: outputs that are alike are made one behind the other. */
  likeness: string;
  problem?: GenerationFailed;
  isOver: boolean;
}

/**
 * Makes several outputs, a few at a time. First all servers are asked for their indexes. Then those outputs are made that are not up to date:
 * those of equal documents one behind the other, so that little has to be kept of what they share.
 *
 * One that fails does not keep the others from being made. What is said of them is said in their order.
 *
 * @throws {GenerationFailed} `outputs-failed`, which is not printed
 */
export async function runManyOutputs(
  outputs: readonly PlannedOutput[],
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  const quiet = outputs.every(({ flags }) => flags.quiet);
  const terminal = new Terminal(streams, { quiet });
  const attempts = outputs.map((output): Attempt => {
    const own = new KeptTerminal(streams, output.flags);
    const said = saidOf(output.flags, own);
    return { output, terminal: own, said, likeness: "", isOver: false };
  });
  const work = new SharedWork();
  const surroundings = sharedSurroundings(streams.environment);
  // A fault of one, which no other would survive either, ends them all.
  const fault = new AbortController();
  const stages = new Stages(
    attempts,
    (one) =>
      openRun(
        one.output.flags,
        streams,
        one.said,
        AbortSignal.any([signal, fault.signal]),
        { work, surroundings },
      ),
    terminal,
  );
  try {
    await stages.run();
  } catch (error) {
    fault.abort(error);
    throw signal.aborted ? interruption(attempts, error) : error;
  } finally {
    terminal.end();
    await Promise.all(attempts.map(close));
  }
  sayWarnings(
    attempts.map((one) => ({ name: one.output.name, said: one.terminal })),
    terminal,
  );
  terminal.note(summaryOf(attempts, work));
  throwIfFailed(attempts);
}

/** Takes outputs through what there is to do. */
class Stages {
  readonly #attempts: readonly Attempt[];
  readonly #open: (attempt: Attempt) => Run;
  readonly #terminal: Terminal;
  readonly #notes: Set<string> = new Set();
  /** Of the output that is said next. */
  #next = 0;

  constructor(
    attempts: readonly Attempt[],
    open: (attempt: Attempt) => Run,
    terminal: Terminal,
  ) {
    this.#attempts = attempts;
    this.#open = open;
    this.#terminal = terminal;
  }

  async run(): Promise<void> {
    await this.#each("asking what changed", this.#attempts, (one) =>
      this.#check(one),
    );
    const left = this.#attempts
      .filter(({ isOver }) => !isOver)
      .sort((a, b) => (a.likeness < b.likeness ? -1 : 1));
    await this.#each("generating", left, (one) => this.#end(one));
  }

  async #check(attempt: Attempt): Promise<void> {
    const { flags } = attempt.output;
    const run = (attempt.run = this.#open(attempt));
    const last = await checkRun(flags, run);
    if (last !== undefined && isUpToDate(last)) {
      await endRun(flags, run, last);
      await this.#isDone(attempt);
      return;
    }
    const likeness = await likenessOf(flags, run);
    if (likeness === undefined) await close(attempt);
    else attempt.likeness = likeness;
  }

  async #end(attempt: Attempt): Promise<void> {
    const { flags } = attempt.output;
    const run = (attempt.run ??= this.#open(attempt));
    await endRun(flags, run, undefined);
    await this.#isDone(attempt);
  }

  async #each(
    text: string,
    attempts: readonly Attempt[],
    work: (attempt: Attempt) => Promise<void>,
  ): Promise<void> {
    let done = 0;
    await eachOf(attempts, async (one) => {
      this.#terminal.progress(text, { done, of: attempts.length });
      try {
        await work(one);
      } catch (error) {
        if (!(error instanceof GenerationFailed)) throw error;
        one.problem = error;
        await this.#isDone(one);
      }
      done += 1;
    });
  }

  /** What is said of an output waits for those before it. */
  async #isDone(attempt: Attempt): Promise<void> {
    tell(attempt.said, attempt.problem);
    await close(attempt);
    attempt.isOver = true;
    const of = String(this.#attempts.length);
    for (;;) {
      const next = this.#attempts[this.#next];
      if (next?.isOver !== true) return;
      this.#next += 1;
      next.terminal.sayTo(
        this.#terminal,
        `[${String(this.#next)}/${of}] ${next.output.name}`,
        this.#notes,
      );
    }
  }
}

/** Lets go of what a run holds: connections, and what was read. */
async function close(attempt: Attempt): Promise<void> {
  const { run } = attempt;
  attempt.run = undefined;
  await run?.servers.close();
}

/**
 * Tells outputs apart by the indexes of their servers.
 *
 * @returns undefined where one has no hashes: what is listed holds all documents then, and is not to be kept until it is read
 */
async function likenessOf(
  { from, emit, importExtension }: GenerateFlags,
  { servers, signal }: Run,
): Promise<string | undefined> {
  const told: string[] = [JSON.stringify([from, emit, importExtension])];
  for (let position = 0; position < servers.count; position += 1) {
    const entries = await servers.at(position).list(signal);
    for (const { key, hash } of entries) {
      if (parseIndexKey(key).kind !== "group-version") continue;
      if (hash === undefined) return undefined;
      told.push(`${key} ${hash}`);
    }
  }
  return sha256(told.join("\n"));
}

function interruption(attempts: readonly Attempt[], error: unknown): unknown {
  const done = attempts
    .filter(isWritten)
    .filter(({ output: { flags } }) => !flags.dryRun && !flags.check)
    .map(({ output }) => output.name);
  return done.length === 0
    ? error
    : new Interrupted(`done: ${someOf(done, named)}; nothing else`);
}

function isWritten({ isOver, problem }: Attempt): boolean {
  return isOver && problem === undefined;
}

function summaryOf(
  attempts: readonly Attempt[],
  { documents, clients }: SharedWork,
): string {
  const all = attempts.length;
  const upToDate = attempts.filter(
    (one) => isWritten(one) && one.terminal.isUpToDate,
  ).length;
  const failed = attempts.filter(({ problem }) => problem !== undefined).length;
  const others = all - upToDate - failed;
  const isDry = attempts.some(({ output }) => output.flags.dryRun);
  const counts = [
    [upToDate, "up to date"],
    [others, isDry ? "would change" : "written"],
    [failed, "failed"],
  ] as const;
  const told = counts.flatMap(([count, what]) =>
    count === 0 ? [] : [`${String(count)} ${what}`],
  );
  const made =
    clients === 0
      ? ""
      : `; ${count(clients, "client")} made of ${count(documents.made, "document")}`;
  return upToDate === all
    ? `all ${String(all)} outputs are up to date`
    : `${String(all)} outputs: ${told.join(", ")}${made}`;
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? "" : "s"}`;
}

function throwIfFailed(attempts: readonly Attempt[]): void {
  const failed = attempts
    .filter(({ problem }) => problem !== undefined)
    .map(({ output }) => output.name);
  if (failed.length === 0) return;
  const again =
    failed.length > named
      ? "run it again: what is done is not done again"
      : `kubewright generate --only ${failed.join(" ")} makes ${failed.length === 1 ? "it" : "them"} again`;
  throw failure({
    code: "outputs-failed",
    message: `${String(failed.length)} of ${String(attempts.length)} outputs failed: ${someOf(failed, named)}`,
    hint: `mend what is said above; ${again}`,
  });
}
