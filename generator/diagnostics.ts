import { visible } from "../templates/literal.js";

/** Where a diagnostic points: a document by its index key (or a file by its name), and a JSON pointer into it. */
export interface Location {
  readonly document: string;
  /** RFC 6901; empty for the whole document. */
  readonly pointer?: string;
  /** For text that a user writes, or that does not parse: one-based. */
  readonly line?: number;
  /** Within the line: one-based. */
  readonly column?: number;
}

/** One thing that the generator has to tell its user, with the way out of it. */
export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  /** Stable and kebab-case: it names a section of docs/diagnostics.md. */
  readonly code: string;
  /** What is wrong with which thing: lower case, no full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly at?: Location;
}

/** Ends a run; carries every error found, not only the first. Nothing has been written when it is thrown. */
export class GenerationFailed extends Error {
  override readonly name = "GenerationFailed";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(diagnostics.map(renderDiagnostic).join("\n"), options);
    this.diagnostics = diagnostics;
  }
}

/** The error that one problem makes of itself. */
export function failure(
  problem: Omit<Diagnostic, "severity">,
  options?: ErrorOptions,
): GenerationFailed {
  return new GenerationFailed([{ severity: "error", ...problem }], options);
}

/** Warnings that something which the source has, or which was asked for, is not in what is made: `strict` makes errors of them. */
const losses: ReadonlySet<string> = new Set([
  "operation-left-out",
  "stray-paths",
  "unavailable-group-version",
  "unmatched-pattern",
  "unpublished-group-version",
]);

/** Collects what a run has to say, and gives it in an order that does not depend on the input's. */
export class Diagnostics {
  readonly #list: Diagnostic[] = [];
  readonly #strict: boolean;
  readonly #untold: readonly string[];

  /**
   * @param options `strict`: what could not be taken is an error, and ends the run before anything is written. `untold`: codes of what is not
   * said, as it cannot be known
   */
  constructor(
    options: {
      readonly strict?: boolean | undefined;
      readonly untold?: readonly string[];
    } = {},
  ) {
    this.#strict = options.strict ?? false;
    this.#untold = options.untold ?? [];
  }

  add(diagnostic: Diagnostic): void {
    if (this.#untold.includes(diagnostic.code)) return;
    const isRefused =
      this.#strict &&
      diagnostic.severity === "warning" &&
      losses.has(diagnostic.code);
    this.#list.push(
      isRefused ? { ...diagnostic, severity: "error" } : diagnostic,
    );
  }

  /** Sorted by place, then code, then message: lines in their order. */
  get list(): readonly Diagnostic[] {
    return this.#list
      .map((d) => [sortKey(d), d] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, d]) => d);
  }

  throwIfErrors(): void {
    const errors = this.list.filter((d) => d.severity === "error");
    if (errors.length > 0) throw new GenerationFailed(errors);
  }
}

/**
 * Renders a diagnostic as compilers do, so that editors can parse it: `place: severity[code]: message`.
 *
 * What a document says in it can neither move a cursor nor pass for a line of its own.
 */
export function renderDiagnostic({
  severity,
  code,
  message,
  hint,
  at,
}: Diagnostic): string {
  const help = hint === undefined ? "" : `\n  hint: ${indented(hint)}`;
  return `${visible(renderLocation(at))}${severity}[${code}]: ${indented(message)}${help}`;
}

function indented(text: string): string {
  return text.split("\n").map(visible).join("\n    ");
}

function renderLocation(at: Location | undefined): string {
  if (at === undefined) return "";
  const column = at.column === undefined ? "" : `:${at.column}`;
  const line = at.line === undefined ? "" : `:${at.line}${column}`;
  const pointer =
    at.pointer === undefined || at.pointer === ""
      ? ""
      : `#${shorten(at.pointer)}`;
  return `${at.document}${line}${pointer}: `;
}

/** Leaves out the middle of a pointer that nobody would read. */
function shorten(pointer: string): string {
  return pointer.length <= 200
    ? pointer
    : `${pointer.slice(0, 100)}…${pointer.slice(-99)}`;
}

function sortKey({ severity, code, message, at }: Diagnostic): string {
  return [
    at?.document ?? "",
    String(at?.line ?? 0).padStart(9, "0"),
    String(at?.column ?? 0).padStart(9, "0"),
    at?.pointer ?? "",
    code,
    severity,
    message,
  ].join("\u0000");
}
