import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  Diagnostics,
  GenerationFailed,
  type Diagnostic,
} from "../diagnostics.js";
import { manifestPath } from "../manifest.js";
import { generate } from "../pipeline.js";
import { openSource } from "../source/open.js";
import type { Source } from "../source/source.js";
import { writeOutput, type Client } from "../write.js";
import type { OutputPlan } from "../write/plan.js";
import { isPath } from "../source/source-spec.js";
import type { Output } from "./output.js";
import { outOfDate } from "./out-of-date.js";
import { SourceFiles } from "./source-files.js";

/** What became of the client. */
export interface Outcome {
  /** What was written; undefined where nothing was to be, or could be. */
  readonly written: OutputPlan | undefined;
  /** Nothing was written where there are any. */
  readonly problems: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
}

/** A client in memory, or why there is none. */
interface Generated {
  readonly client: Client | undefined;
  readonly problems: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Holds a client on disk to its source, as often as a bundler asks for it.
 *
 * The source is read once, and again when its files changed: what a plugin writes itself, and what else a bundler watches, is no reason to.
 * A server is asked once.
 */
export class Regeneration {
  readonly output: Output;
  readonly files: SourceFiles;
  #last: { readonly stamp: string; readonly generated: Generated } | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(output: Output) {
    this.output = output;
    this.files = new SourceFiles(output);
  }

  /** Whether a server is asked, which may take its time. */
  get asksServer(): boolean {
    return this.output.from.some((spec) => spec !== "builtin" && !isPath(spec));
  }

  /** Whether an earlier run has written a client. */
  get hasClient(): boolean {
    return existsSync(join(this.output.out, manifestPath));
  }

  /** Makes the folder hold what the source gives. Nothing is written where nothing differs. */
  write(signal?: AbortSignal): Promise<Outcome> {
    return this.#inTurn(() => this.#compare(false, signal));
  }

  /** Compares the folder with what the source gives, and writes nothing: a difference is a problem. */
  check(signal?: AbortSignal): Promise<Outcome> {
    return this.#inTurn(() => this.#compare(true, signal));
  }

  /** Bundlers build for several environments at once. */
  #inTurn(work: () => Promise<Outcome>): Promise<Outcome> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #compare(
    dryRun: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const { client, problems, warnings } = await this.#generate(signal);
    if (client === undefined) return { written: undefined, problems, warnings };
    const diagnostics = new Diagnostics();
    try {
      const { out } = this.output;
      const plan = await whileUnlocked(() =>
        writeOutput(out, client, diagnostics, { dryRun }),
      );
      const differs = dryRun ? outOfDate(plan, this.output) : undefined;
      return {
        written: dryRun ? undefined : plan,
        problems: differs === undefined ? [] : [differs],
        warnings: [...warnings, ...warningsOf(diagnostics)],
      };
    } catch (error) {
      if (!(error instanceof GenerationFailed)) throw error;
      return {
        written: undefined,
        problems: error.diagnostics,
        warnings,
      };
    }
  }

  async #generate(signal: AbortSignal | undefined): Promise<Generated> {
    // Before anything is read: what changes meanwhile has another stamp next time.
    const stamp = await this.files.stamp();
    if (this.#last?.stamp === stamp) return this.#last.generated;
    const generated = await generateOnce(this.output, signal);
    this.#last = { stamp, generated };
    return generated;
  }
}

async function generateOnce(
  { from, source: sourceOptions, selection, out, form, strict }: Output,
  signal: AbortSignal | undefined,
): Promise<Generated> {
  const diagnostics = new Diagnostics({ strict });
  let source: Source | undefined;
  try {
    source = await openSource(from, sourceOptions, diagnostics, signal);
    const { files, manifest } = await generate(source, {
      include: selection.include,
      exclude: selection.exclude,
      folder: out,
      form,
      diagnostics,
      ...(signal && { signal }),
    });
    const client = { files, manifest };
    return { client, problems: [], warnings: warningsOf(diagnostics) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof GenerationFailed)) throw error;
    const { diagnostics: problems } = error;
    return { client: undefined, problems, warnings: warningsOf(diagnostics) };
  } finally {
    await source?.close();
  }
}

function warningsOf({ list }: Diagnostics): readonly Diagnostic[] {
  return list.filter(({ severity }) => severity === "warning");
}

/** Two dev servers of one project write at the same moment, and each for a fraction of a second. */
async function whileUnlocked<Result>(work: () => Result): Promise<Result> {
  const patience = Date.now() + 5_000;
  for (;;) {
    try {
      return work();
    } catch (error) {
      const isLocked =
        error instanceof GenerationFailed &&
        error.diagnostics.some(({ code }) => code === "output-locked");
      if (!isLocked || Date.now() > patience) throw error;
    }
    await wait(50);
  }
}
