import { readFileSync } from "node:fs";
import {
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from "yaml";
import {
  failure,
  GenerationFailed,
  type Diagnostic,
  type Location,
} from "../diagnostics.js";
import { pointerTo } from "../json.js";
import { parseJson, unfold } from "../structured-text.js";
import { checkYamlText } from "../yaml-limits.js";
import type { ConfigText, Steps } from "./read.js";

/** How many characters a configuration may have: those of thousands of outputs. */
const maximumConfigLength = 1024 * 1024;

/**
 * Reads a configuration in JSON or YAML.
 *
 * @throws {GenerationFailed} `unreadable-file`, `too-large`, `too-deep`, `invalid-json`, `invalid-yaml`
 */
export async function readConfigText(path: string): Promise<ConfigText> {
  const text = readText(path);
  // YAML takes more than JSON does, such as trailing commas, which no other reader of the file would.
  if (path.endsWith(".json")) ofConfig(() => parseJson(text, path));
  await checkYamlText(text, path);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "core",
    // Silent, it would take the first of several documents, and not say so.
    logLevel: "error",
    lineCounter: lines,
  });
  // A tag that nobody knows is a warning, and its value would be taken for text.
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw failure(
      {
        code: path.endsWith(".json") ? "invalid-json" : "invalid-yaml",
        message: (error.message.split("\n")[0] ?? "")
          .replace(/ at line \d+, column \d+:$/, "")
          .toLowerCase(),
        hint: "mend it there",
        at: { document: path, line, column: col },
      },
      { cause: error },
    );
  }
  return {
    value: ofConfig(() => unfold(document, path)),
    locate: (steps, which) => ({
      document: path,
      ...positionOf(document, steps, which, lines),
      pointer: pointerTo(steps),
    }),
  };
}

function readText(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw failure(
      {
        code: "unreadable-file",
        message: `it cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
        hint: "check its permissions",
        at: { document: path },
      },
      { cause: error },
    );
  }
  if (text.length > maximumConfigLength)
    throw failure({
      code: "too-large",
      message: "it has more than 1 MiB",
      hint: "write it in TypeScript or JavaScript, which can make a list of outputs",
      at: { document: path },
    });
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** The readers of documents say how to get a better one of a server. */
function ofConfig<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GenerationFailed)) throw error;
    throw new GenerationFailed(
      error.diagnostics.map((problem): Diagnostic => ({
        ...problem,
        hint: "mend it there",
      })),
      { cause: error },
    );
  }
}

/** The place of the innermost value on the way that is in the text: one that comes of an alias is not. */
function positionOf(
  document: Document,
  steps: Steps,
  which: "key" | "value",
  lines: LineCounter,
): Pick<Location, "column" | "line"> {
  for (let count = steps.length; count >= 0; count -= 1) {
    const way = steps.slice(0, count);
    const key = which === "key" ? keyNode(document, way) : undefined;
    const node = key ?? (document.getIn(way, true) as Node | null | undefined);
    const start = node?.range?.[0];
    if (start === undefined) continue;
    const { line, col } = lines.linePos(start);
    return { line, column: col };
  }
  return {};
}

function keyNode(document: Document, steps: Steps): Node | undefined {
  const parent =
    steps.length > 1 ? document.getIn(steps.slice(0, -1)) : document.contents;
  if (steps.length === 0 || !isMap(parent)) return undefined;
  const pair = parent.items.find(
    ({ key }) => isScalar(key) && key.value === steps.at(-1),
  );
  return pair === undefined ? undefined : (pair.key as Node);
}
