import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { failure, GenerationFailed } from "../diagnostics.js";

/** A place in a script. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** What a configuration that is a script, or a file which it imports, threw. */
export function scriptProblem(path: string, error: unknown): GenerationFailed {
  if (error instanceof GenerationFailed) return error;
  const message = error instanceof Error ? error.message : String(error);
  const syntax = syntaxError.exec(message)?.groups;
  const place = syntax ? placeOf(syntax) : placeInStack(error);
  return failure(
    {
      code: "config-failed",
      message: syntax
        ? `it does not parse: ${(syntax["problem"] ?? "").trim().toLowerCase()}`
        : `it failed: ${(message.split("\nRequire stack:")[0] ?? "").trim()}`,
      hint: hintOf(error, syntax !== undefined),
      at:
        place === undefined
          ? { document: path }
          : {
              document: labelOf(place.file, path),
              line: place.line,
              ...(place.column !== undefined && { column: place.column }),
            },
    },
    { cause: error },
  );
}

/** As jiti has it. */
const syntaxError =
  /^ParseError: (?<problem>.*?)\s*\n\s*(?<file>\S.*):(?<line>\d+):(?<column>\d+)$/s;

function placeOf(groups: Readonly<Record<string, string>>): Place {
  const { file = "", line, column } = groups;
  return {
    file: file.startsWith("file://") ? fileURLToPath(file) : file,
    line: Number(line),
    // It counts them from 0.
    ...(column !== undefined && { column: Number(column) + 1 }),
  };
}

const frame =
  /^ +at (?:.*\()?(?<file>(?:file:\/\/)?[^()\n]+?):(?<line>\d+):\d+\)?$/gm;

/** The innermost line that is the user's. Its column would be that of the JavaScript. */
function placeInStack(error: unknown): Place | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return [...stack.matchAll(frame)]
    .map(({ groups }) => placeOf(groups ?? {}))
    .find(({ file }) => isUsers(file));
}

/** The folder of the generator, whose lines are not the user's. */
const generator = dirname(dirname(fileURLToPath(import.meta.url))) + sep;

function isUsers(file: string): boolean {
  return (
    !file.startsWith("node:") &&
    !file.includes(`${sep}node_modules${sep}`) &&
    !file.startsWith(generator)
  );
}

/** The configuration is named as the user names it, and other files from the working directory. */
function labelOf(file: string, path: string): string {
  return file === resolve(path) ? path : relative(process.cwd(), file);
}

function hintOf(error: unknown, isSyntax: boolean): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (isSyntax) return "mend it there";
  return code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND"
    ? "install what it imports, or mend the name"
    : "mend it there: a configuration gives an object, or a function that gives one";
}
