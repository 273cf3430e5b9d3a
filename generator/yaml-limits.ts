import type { Document, Scalar } from "yaml";
import { failure, type GenerationFailed } from "./diagnostics.js";
import { maximumYamlBytes, maximumYamlDepth } from "./limits.js";

/**
 * Refuses YAML that its reader would be too long at, or too deep in, before it is read: it goes down by recursion, and takes back what it did
 * at each level where the text is wrong.
 *
 * @throws {GenerationFailed} `too-large`, `too-deep`
 */
export async function checkYamlText(
  text: string,
  label: string,
): Promise<void> {
  if (text.length > maximumYamlBytes)
    throw failure({
      code: "too-large",
      message: `the YAML has more than ${String(maximumYamlBytes / 2 ** 20)} MiB`,
      hint: "give it as JSON, which takes a hundredth of the time to read, or in several files",
      at: { document: label },
    });
  if (mayBeDeep(text) && (await isDeep(text)))
    throw failure({
      code: "too-deep",
      message: `the YAML is more than ${String(maximumYamlDepth)} levels deep`,
      hint: "no API server takes such a document: it was changed, or is of something else",
      at: { document: label },
    });
}

/**
 * Refuses a mapping that has a key twice, or a key that is no text: for both YAML's own check, or its way to make text of them, takes longer
 * than anyone waits where they are many.
 *
 * @throws {GenerationFailed} `invalid-yaml`
 */
export async function checkYamlKeys(
  document: Document,
  label: string,
  lineOf: (offset: number) => number | undefined = () => undefined,
): Promise<void> {
  const { isAlias, isNode, isScalar, visit } = await import("yaml");
  let problem: GenerationFailed | undefined;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const text = isScalar(key) ? (key as Scalar).value : key;
        const fault = seen.has(text)
          ? `the key ${JSON.stringify(text)} comes twice in one mapping`
          : key === null || isScalar(key) || isAlias(key)
            ? undefined
            : "a key is a list or a mapping";
        seen.add(text);
        if (fault === undefined) continue;
        const offset = isNode(key) ? key.range?.[0] : undefined;
        const line = offset === undefined ? undefined : lineOf(offset);
        problem = failure({
          code: "invalid-yaml",
          message: fault,
          hint: "keys are text, and each comes once",
          at: { document: label, ...(line === undefined ? {} : { line }) },
        });
        return visit.BREAK;
      }
      return undefined;
    },
  });
  if (problem !== undefined) throw problem;
}

/** Cheap, and true of all that is deep: brackets that stay open, or a line that begins far to the right. */
function mayBeDeep(text: string): boolean {
  let open = 0;
  let deepest = 0;
  let lead = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a) lead = 0;
    // A blank, or what a list, a key or a value begins with.
    else if (lead >= 0 && isLead(unit)) lead += 1;
    else {
      deepest = Math.max(deepest, lead);
      lead = -1;
      if (unit === 0x5b || unit === 0x7b) deepest = Math.max(deepest, ++open);
      else if ((unit === 0x5d || unit === 0x7d) && open > 0) open -= 1;
    }
  }
  return Math.max(deepest, lead) > maximumYamlDepth;
}

function isLead(unit: number): boolean {
  return [0x20, 0x09, 0x2d, 0x3f, 0x3a].includes(unit);
}

/** Counts what opens a level, as YAML's own lexer finds it: not in text, nor in comments. */
async function isDeep(text: string): Promise<boolean> {
  const { CST, Lexer } = await import("yaml");
  let flow = 0;
  let line = 0;
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    // Text without quotes comes after a mark.
    const isMarked = isText;
    isText = token === CST.SCALAR;
    if (isMarked || isText) continue;
    switch (CST.tokenType(token)) {
      case "flow-seq-start":
      case "flow-map-start":
        flow += 1;
        break;
      case "flow-seq-end":
      case "flow-map-end":
        flow = Math.max(0, flow - 1);
        break;
      case "newline":
        line = 0;
        break;
      case "space":
        // One level has one column at least.
        line += line === 0 ? token.length : 0;
        break;
      case "seq-item-ind":
      case "explicit-key-ind":
      case "map-value-ind":
        line += 1;
        break;
      default:
        break;
    }
    if (flow > maximumYamlDepth || line > maximumYamlDepth) return true;
  }
  return false;
}
