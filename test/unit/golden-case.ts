import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  Diagnostics,
  GenerationFailed,
  renderDiagnostic,
} from "../../generator/diagnostics.js";
import type { Form } from "../../generator/form/form.js";
import { toolVersion } from "../../generator/package-folder.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import { openSource } from "../../generator/source/open.js";
import type { Source } from "../../generator/source/source.js";

/** The folder of the cases, from the root of the project: a path that reaches diagnostics names no machine. */
export const goldenFolder = "test/golden";

/** What a case pins, by path below its folder: `expected/apps/v1/types.ts`, `diagnostics.txt`. */
export type Pinned = Readonly<Record<string, string>>;

/** What came of the documents of a case. */
export interface GoldenRun {
  readonly pinned: Pinned;
  /** Undefined where the documents were refused. */
  readonly generation: Generation | undefined;
}

/** `options.json`, where a case has one. */
export interface GoldenOptions {
  /** Below `input/`; default: the folder itself. */
  readonly from?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly emit?: Form["language"];
}

/** The name of every case: a folder is one. */
export function goldenCases(): readonly string[] {
  return readdirSync(goldenFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Generates from the documents of a case; `wrap` may put something between them and the generator. */
export async function runGolden(
  name: string,
  wrap: (source: Source) => Source = (source) => source,
): Promise<GoldenRun> {
  const folder = join(goldenFolder, name);
  const { from = ["."], emit, ...selection } = goldenOptions(name);
  const form = emit === undefined ? {} : { language: emit };
  const diagnostics = new Diagnostics();
  let generation: Generation | undefined;
  let said: Diagnostics["list"] = [];
  try {
    const paths = from.map((path) => join(folder, "input", path));
    const source = await openSource(paths, {}, diagnostics);
    generation = await generate(wrap(source), {
      ...selection,
      form,
      diagnostics,
    });
    said = generation.diagnostics;
  } catch (error) {
    if (!(error instanceof GenerationFailed)) throw error;
    const others = diagnostics.list.filter((d) => d.severity !== "error");
    said = [...others, ...error.diagnostics];
  }
  return { pinned: pinned(folder, generation, said), generation };
}

/** What the folder of a case holds now. */
export function readPinned(folder: string): Pinned {
  const expected = join(folder, "expected");
  const files = existsSync(expected)
    ? readdirSync(expected, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
  const diagnostics = join(folder, "diagnostics.txt");
  return Object.fromEntries(
    [...files, ...(existsSync(diagnostics) ? [diagnostics] : [])]
      .sort()
      .map((path) => [
        path.slice(folder.length + 1).replaceAll("\\", "/"),
        readFileSync(path, "utf8"),
      ]),
  );
}

/** Makes the folder of a case hold this and nothing else beside its input. */
export function writePinned(folder: string, files: Pinned): void {
  for (const owned of ["expected", "diagnostics.txt"])
    rmSync(join(folder, owned), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** The files that differ, as two texts. */
export function differing(actual: Pinned, expected: Pinned): [string, string] {
  const paths = [
    ...new Set([...Object.keys(actual), ...Object.keys(expected)]),
  ].filter((path) => actual[path] !== expected[path]);
  const spell = (files: Pinned): string =>
    paths
      .map((path) => `=== ${path}\n${files[path] ?? "(no such file)\n"}`)
      .join("\n");
  return [spell(actual), spell(expected)];
}

/** How a case is generated. */
export function goldenOptions(name: string): GoldenOptions {
  const path = join(goldenFolder, name, "options.json");
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as GoldenOptions)
    : {};
}

/**
 * The files of a generation, without the runtime, which is the same for all. A case whose documents have no operations is about
 * types: its root client is empty, and left out. The tool's version is taken out, so that a release changes no case.
 */
function pinned(
  folder: string,
  generation: Generation | undefined,
  diagnostics: Diagnostics["list"],
): Pinned {
  const isAboutTypes = generation?.model.operations.length === 0;
  const files = (generation?.files ?? [])
    .filter(({ path }) => !path.startsWith("runtime/"))
    .filter(({ path }) => !isAboutTypes || path.includes("/"))
    .map(({ path, text }) => [
      `expected/${path}`,
      text.replace(`kubewright ${toolVersion}`, "kubewright 0.0.0"),
    ]);
  const rendered = diagnostics
    .map((diagnostic) => `${renderDiagnostic(diagnostic)}\n`)
    .join("")
    .replaceAll(`${folder}/`, "");
  return Object.fromEntries([
    ...files,
    ...(rendered === "" ? [] : [["diagnostics.txt", rendered]]),
  ]) as Pinned;
}
