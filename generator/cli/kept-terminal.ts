import type { Diagnostic } from "../diagnostics.js";
import { renderDiagnostic } from "../diagnostics.js";
import { Terminal, type Streams } from "./terminal.js";

/** How many outputs a line names: a terminal shows no more at once. */
const named = 5;

type Kept =
  | { readonly kind: "problem"; readonly diagnostic: Diagnostic }
  | { readonly kind: "result"; readonly text: string }
  | {
      readonly kind: "note";
      readonly text: string;
      /** What is not said again of another output. */
      readonly once: string;
    };

/**
 * What is said of one output among several: it is kept until its turn comes. Progress is that of all of them, and what is up to date is
 * counted.
 */
export class KeptTerminal extends Terminal {
  readonly #kept: Kept[] = [];
  readonly #warnings: Diagnostic[] = [];
  readonly #isQuiet: boolean;
  #isUpToDate = false;

  constructor(streams: Streams, flags: { readonly quiet: boolean }) {
    super(streams, flags);
    this.#isQuiet = flags.quiet;
  }

  get isUpToDate(): boolean {
    return this.#isUpToDate;
  }

  /** What holds for this output, and may hold for others as well. */
  get warnings(): readonly Diagnostic[] {
    return this.#warnings;
  }

  override result(text: string): void {
    this.#kept.push({ kind: "result", text });
  }

  override note(text: string): void {
    this.#note(text, text);
  }

  override advice(why: string, what: string): void {
    this.#note(`${why}; ${what}`, what);
  }

  override upToDate(): void {
    this.#isUpToDate = true;
  }

  override progress(): void {
    // All outputs have one line of it.
  }

  override diagnostic(diagnostic: Diagnostic): void {
    if (diagnostic.severity === "error")
      this.#kept.push({ kind: "problem", diagnostic });
    else if (!this.#isQuiet || diagnostic.severity === "warning")
      this.#warnings.push(diagnostic);
  }

  #note(text: string, once: string): void {
    if (!this.#isQuiet) this.#kept.push({ kind: "note", text, once });
  }

  /**
   * Says what was kept.
   *
   * @param heading stands above it, where there is something
   * @param said notes that were said of other outputs: none is said twice
   */
  sayTo(terminal: Terminal, heading: string, said: Set<string>): void {
    const news = this.#kept.filter(
      (one) => one.kind !== "note" || !said.has(one.once),
    );
    if (news.length > 0) terminal.note(heading);
    for (const one of news)
      if (one.kind === "problem") terminal.diagnostic(one.diagnostic);
      else if (one.kind === "result") terminal.result(one.text);
      else {
        said.add(one.once);
        terminal.note(one.text);
      }
  }
}

/** Says warnings, each once, with the outputs that it is of. */
export function sayWarnings(
  outputs: readonly { readonly name: string; readonly said: KeptTerminal }[],
  terminal: Terminal,
): void {
  const warnings = new Map<
    string,
    { readonly diagnostic: Diagnostic; readonly names: string[] }
  >();
  for (const { name, said } of outputs)
    for (const diagnostic of said.warnings) {
      const text = renderDiagnostic(diagnostic);
      const known = warnings.get(text) ?? { diagnostic, names: [] };
      warnings.set(text, known);
      if (known.names.at(-1) !== name) known.names.push(name);
    }
  for (const { diagnostic, names } of warnings.values()) {
    terminal.diagnostic(diagnostic);
    terminal.note(`  of ${someOf(names, named)}`);
  }
}

/** Some of many names. */
export function someOf(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0
    ? `${names.slice(0, most).join(", ")} and ${String(more)} more`
    : names.join(", ");
}
