import pc from "picocolors";
import { visible } from "../../templates/literal.js";
import { renderDiagnostic, type Diagnostic } from "../diagnostics.js";

/** Where a command writes to: tests give their own. */
export interface Streams {
  /** What can be asked for, where it is a terminal. */
  readonly stdin?: { readonly isTTY?: boolean | undefined } | undefined;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: { readonly [name: string]: string | undefined };
}

/** A stream, as far as it is needed. */
export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Colours, which are none where they are not wanted. */
export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Says things: results on standard output, all else on standard error.
 *
 * On a terminal, progress is one line that is written over; elsewhere it is a plain line each time that a stage begins.
 */
export class Terminal {
  readonly #streams: Streams;
  readonly #isQuiet: boolean;
  readonly #isLive: boolean;
  readonly #colors: Colors;
  #status = "";

  constructor(streams: Streams, { quiet }: { readonly quiet: boolean }) {
    const { stderr, environment } = streams;
    const isTerminal = isLive(stderr, environment);
    this.#streams = streams;
    this.#isQuiet = quiet;
    this.#isLive = isTerminal && !quiet && !environment["CI"];
    this.#colors = colorsFor(stderr, environment);
  }

  /** What the command was asked for. */
  result(text: string): void {
    this.#clear();
    this.#streams.stdout.write(`${shown(text)}\n`);
  }

  /** The same of text in colours, in which what documents say is written out already. */
  painted(render: (colors: Colors) => string): void {
    const { stdout, environment } = this.#streams;
    this.#clear();
    stdout.write(`${render(colorsFor(stdout, environment))}\n`);
  }

  /** A line that tells how it went. Left out with `--quiet`. */
  note(text: string): void {
    if (!this.#isQuiet) this.#line(shown(text));
  }

  /** What there is left to do for the user, and why. */
  advice(why: string, what: string): void {
    this.note(`${why}; ${what}`);
  }

  /** A line that tells that there was nothing to do. */
  upToDate(text: string): void {
    this.note(text);
  }

  /** What is being done. With a count it is only shown where it can be written over. */
  progress(
    text: string,
    count?: { readonly done: number; readonly of: number },
  ): void {
    if (this.#isQuiet) return;
    if (!this.#isLive) {
      if (count === undefined) this.#line(this.#colors.dim(visible(text)));
      return;
    }
    const tail = count === undefined ? "" : ` ${count.done}/${count.of}`;
    // A terminal that does not know its width says 0.
    const width = (this.#streams.stderr.columns || 80) - 1;
    this.#clear();
    this.#status = visible(`${text}${tail}`).slice(0, width);
    this.#streams.stderr.write(this.#colors.dim(this.#status));
  }

  /** Problems and warnings are always shown, what is only good to know not with `--quiet`. */
  diagnostic(diagnostic: Diagnostic): void {
    if (this.#isQuiet && diagnostic.severity === "info") return;
    const { severity, code } = diagnostic;
    const colors = this.#colors;
    const paint = {
      error: colors.red,
      warning: colors.yellow,
      info: colors.cyan,
    }[severity];
    const mark = `${severity}[${code}]`;
    this.#line(
      renderDiagnostic(diagnostic)
        .replace(mark, () => colors.bold(paint(mark)))
        .replace(/^ {2}hint:/m, (hint) => colors.dim(hint)),
    );
  }

  /** Takes the line of progress away. */
  end(): void {
    this.#clear();
  }

  #line(text: string): void {
    this.#clear();
    this.#streams.stderr.write(`${text}\n`);
  }

  #clear(): void {
    if (this.#status === "") return;
    this.#status = "";
    this.#streams.stderr.write("\r\u001b[2K");
  }
}

function isLive(
  { isTTY }: OutputStream,
  environment: Streams["environment"],
): boolean {
  return isTTY === true && environment["TERM"] !== "dumb";
}

function colorsFor(
  stream: OutputStream,
  environment: Streams["environment"],
): Colors {
  const forced = environment["FORCE_COLOR"];
  return pc.createColors(
    !environment["NO_COLOR"] &&
      (forced === undefined ? isLive(stream, environment) : forced !== "0"),
  );
}

/** Names come from documents: none may tell the terminal what to do. JSON says the same with its escapes. */
export function shown(text: string): string {
  return text.split("\n").map(visible).join("\n");
}
