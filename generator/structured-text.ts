import type { Document } from "yaml";
import { failure, type GenerationFailed } from "./diagnostics.js";
import { maximumAliases, maximumDocumentBytes } from "./limits.js";
import { checkYamlKeys, checkYamlText } from "./yaml-limits.js";

/**
 * Reads JSON or YAML, told apart by the first character: JSON that anyone serves or writes for a machine begins with `{` or `[`.
 *
 * @param label how messages name the text
 * @param limit how many characters it may have as JSON
 * @throws {GenerationFailed} `too-large`, `too-deep`, `invalid-json` or `invalid-yaml`, with the line
 */
export async function parseStructuredText(
  text: string,
  label: string,
  limit: number = maximumDocumentBytes,
): Promise<unknown> {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const first = /\S/.exec(content)?.[0];
  if (first === undefined)
    throw failure({
      code: "empty-document",
      message: "there is nothing in it",
      hint: "fetch it again: a download was cut off, or the disk was full",
      at: { document: label },
    });
  return first === "{" || first === "["
    ? parseJson(content, label, limit)
    : parseYaml(content, label);
}

/**
 * Reads JSON.
 *
 * @throws {GenerationFailed} `invalid-json`, with the line, or `too-large`
 */
export function parseJson(
  text: string,
  label: string,
  limit: number = maximumDocumentBytes,
): unknown {
  if (text.length > limit) throw tooLarge(label, limit);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = findJsonError(text);
    const before = text.slice(0, offset).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    const truncated = isCutOff(text.slice(offset));
    throw failure(
      {
        code: "invalid-json",
        message: truncated
          ? `the JSON ends before it is whole, at column ${column} (byte ${Buffer.byteLength(text)})`
          : `not JSON from column ${column} on: ${quoteStart(text, offset)}`,
        hint: truncated
          ? "fetch it again: a download was cut off, or the disk was full"
          : "a document is the answer of /openapi/v3/… as the server gave it",
        at: { document: label, line: before.length },
      },
      { cause: error },
    );
  }
}

/** The problem of a document that is larger than any that a server has. */
export function tooLarge(
  label: string,
  limit: number = maximumDocumentBytes,
): GenerationFailed {
  return failure({
    code: "too-large",
    message: `it has more than ${String(Math.floor(limit / 2 ** 20))} MiB`,
    hint: "no API server has anything of that size: look at what it is",
    at: { document: label },
  });
}

async function parseYaml(text: string, label: string): Promise<unknown> {
  const { parseDocument } = await import("yaml");
  await checkYamlText(text, label);
  const document = parseDocument(text, {
    schema: "core",
    logLevel: "silent",
    // Checked below, in less time.
    uniqueKeys: false,
  });
  const [error] = document.errors;
  if (error === undefined) {
    const lineOf = (offset: number): number =>
      text.slice(0, offset).split("\n").length;
    await checkYamlKeys(document, label, lineOf);
    return unfold(document, label);
  }
  const [position] = error.linePos ?? [];
  throw failure(
    {
      code: "invalid-yaml",
      message: `neither JSON nor YAML: ${(error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:$/, "").toLowerCase()}`,
      hint: "a document is the answer of /openapi/v3/… as the server gave it, as JSON or as YAML",
      at: {
        document: label,
        ...(position === undefined ? {} : { line: position.line }),
      },
    },
    { cause: error },
  );
}

/** Aliases can make a small text into a very large value. */
export function unfold(document: Document, label: string): unknown {
  try {
    return document.toJS({ maxAliasCount: maximumAliases }) as unknown;
  } catch (error) {
    throw failure(
      {
        code: "invalid-yaml",
        message: `the YAML cannot be unfolded: ${error instanceof Error ? error.message.toLowerCase() : String(error)}`,
        hint: "write out what its aliases stand for",
        at: { document: label },
      },
      { cause: error },
    );
  }
}

/** Whether there is nothing wrong with the rest of a text but that it has no end. */
function isCutOff(rest: string): boolean {
  const start = rest.trim();
  return (
    ["true", "false", "null"].some((word) => word.startsWith(start)) ||
    /^(?:"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*\\?|[-+.\deE]*)$/.test(start)
  );
}

function quoteStart(text: string, offset: number): string {
  const start = text.slice(offset, offset + 20).split(/[\r\n]/)[0] ?? "";
  return JSON.stringify(start);
}

const token =
  /[ \t\r\n]*(?:([{}[\],:])|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-]))/y;

/**
 * Where JSON stops being JSON, as an offset. JSON.parse says so in some of its messages only, and not in every release of Node.
 */
function findJsonError(text: string): number {
  const open: string[] = [];
  let expected: "value" | "key" | "colon" | "next" = "value";
  let afterOpen = false;
  token.lastIndex = 0;
  for (;;) {
    const start = token.lastIndex;
    const match = token.exec(text);
    const at = start + (/^[ \t\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
    if (match === null) return at;
    const [, punctuation, string] = match;
    const closes =
      (punctuation === "}" && open.at(-1) === "{") ||
      (punctuation === "]" && open.at(-1) === "[");
    if (closes && (expected === "next" || afterOpen)) {
      open.pop();
      expected = "next";
      afterOpen = false;
    } else if (
      expected === "value" &&
      (punctuation === "{" || punctuation === "[")
    ) {
      open.push(punctuation);
      expected = punctuation === "{" ? "key" : "value";
      afterOpen = true;
    } else if (expected === "value" && punctuation === undefined) {
      expected = "next";
      afterOpen = false;
    } else if (expected === "key" && string !== undefined) {
      expected = "colon";
      afterOpen = false;
    } else if (expected === "colon" && punctuation === ":") {
      expected = "value";
    } else if (expected === "next" && punctuation === "," && open.length > 0) {
      expected = open.at(-1) === "{" ? "key" : "value";
    } else {
      return at;
    }
  }
}
