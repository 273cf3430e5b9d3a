import { join } from "node:path";
import * as prettier from "prettier";
import {
  Diagnostics,
  GenerationFailed,
  renderDiagnostic,
} from "../../generator/diagnostics.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { checkOutputPaths } from "../../generator/write/output-paths.js";
import { root } from "../unit/source-imports.js";
import { shuffledSource } from "../unit/shuffled-source.js";
import type { Documents } from "./documents.js";
import { memorySource } from "./memory-source.js";
import { minimalObjects } from "./minimal.js";
import { typeErrors } from "./type-errors.js";

/** What is claimed of all documents does not hold of these. */
export interface Refutation {
  readonly claim: string;
  readonly details: string;
}

/** A client of documents, and what cannot be said of it before it is type-checked. */
export interface Tried {
  readonly refutation: Refutation | undefined;
  /** TypeScript by absolute path; empty where the documents were refused. */
  readonly files: ReadonlyMap<string, string>;
}

/** Characters that may reach no file and no terminal as they are. */
const unseen =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}/u;

/**
 * Generates from documents, twice, the second time from all of it in another order.
 *
 * Refused is as good as generated, if it is said why; nothing else may be thrown.
 *
 * @param place the folder that the files are said to be in
 */
export async function tryDocuments(
  documents: Documents,
  place: string,
): Promise<Tried> {
  const { source, hashes } = memorySource(documents);
  const first = await outcomeOf(source);
  if (typeof first === "string") return refuted("it does not crash", first);
  const second = await outcomeOf(shuffledSource(source, hashes));
  if (typeof second === "string")
    return refuted("it does not crash in another order", second);
  if (second.said !== first.said)
    return refuted(
      "what is said does not depend on the order",
      `${first.said}\n--- and\n${second.said}`,
    );
  if (unseen.test(first.said))
    return refuted("what is said can be shown", JSON.stringify(first.said));
  const { generation } = first;
  if (generation === undefined)
    return { refutation: undefined, files: new Map() };
  return (
    (await refuteText(generation, second.generation)) ?? {
      refutation: undefined,
      files: filesOf(generation, documents, place),
    }
  );
}

/** Type-checks several clients at once; gives what is wrong with each. */
export function typeCheckAll(
  files: ReadonlyMap<string, string>,
): readonly string[] {
  return typeErrors(files);
}

interface Outcome {
  readonly said: string;
  readonly generation: Generation | undefined;
}

async function outcomeOf(
  source: Parameters<typeof generate>[0],
): Promise<Outcome | string> {
  const diagnostics = new Diagnostics();
  try {
    const generation = await generate(source, { diagnostics });
    checkOutputPaths(generation.files.map(({ path }) => path));
    const said = generation.diagnostics.map(renderDiagnostic).join("\n");
    return { said, generation };
  } catch (error) {
    if (!(error instanceof GenerationFailed) || error.diagnostics.length === 0)
      return error instanceof Error ? (error.stack ?? "") : String(error);
    const lost = error.diagnostics.find(({ hint }) => hint?.includes("fault"));
    return lost === undefined
      ? { said: error.message, generation: undefined }
      : error.message;
  }
}

async function refuteText(
  { files }: Generation,
  other: Generation | undefined,
): Promise<Tried | undefined> {
  const texts = new Map(other?.files.map(({ path, text }) => [path, text]));
  for (const { path, text } of files) {
    if (path.startsWith("runtime/")) continue;
    if (texts.get(path) !== text)
      return refuted(
        "the output does not depend on the order",
        `${path}\n${difference(text, texts.get(path) ?? "")}`,
      );
    if (unseen.test(text))
      return refuted(
        "no file holds what is not seen",
        `${path}: ${JSON.stringify(unseen.exec(text)?.[0])}`,
      );
    if (proven.has(text)) continue;
    const formatted = await prettier
      .format(text, { filepath: path })
      .catch((error: unknown) => String(error));
    if (formatted !== text)
      return refuted(
        "the output is as prettier would have it",
        `${path}\n${difference(text, formatted)}`,
      );
    if (!path.includes("/")) proven.add(text);
  }
  return undefined;
}

/** What is the same for many: prettier is asked once. */
const proven = new Set<string>();

function filesOf(
  { files, model }: Generation,
  documents: Documents,
  place: string,
): ReadonlyMap<string, string> {
  const folder = join(root, place);
  const texts = new Map(
    files
      .filter(
        ({ path }) => path.endsWith(".ts") && !path.startsWith("runtime/"),
      )
      .map(({ path, text }) => [join(folder, path), text]),
  );
  // The runtime is the same for all: it stands beside them.
  const shared = new Map<string, string>();
  for (const [path, text] of texts) shared.set(path, text);
  return shared.set(
    join(folder, "minimal.ts"),
    minimalObjects(model, documents),
  );
}

function refuted(claim: string, details: string): Tried {
  return { refutation: { claim, details }, files: new Map() };
}

/** The first lines in which two texts differ. */
function difference(one: string, other: string): string {
  const [a, b] = [one.split("\n"), other.split("\n")];
  const at = a.findIndex((line, position) => line !== b[position]);
  const show = (lines: readonly string[]): string =>
    lines.slice(Math.max(0, at - 2), at + 4).join("\n");
  return `${show(a)}\n--- against\n${show(b)}`;
}
