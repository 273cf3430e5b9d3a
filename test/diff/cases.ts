import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Diagnostics } from "../../generator/diagnostics.js";
import type { Change } from "../../generator/diff/change.js";
import { applyFixups } from "../../generator/document/fixups/index.js";
import { loadDocuments } from "../../generator/document/load.js";
import { buildModel } from "../../generator/model/build.js";
import type { Model } from "../../generator/model/model.js";
import { openSource } from "../../generator/source/open.js";

/** A pair of documents that differ in one thing: `test/diff/cases/NAME`. */
export interface DiffCase {
  readonly name: string;
  readonly old: string;
  readonly new: string;
  /** Whether they are definitions, of a group of the case's own. */
  readonly isDefinition: boolean;
  /** An object that the old side takes; undefined where none would show what changed. */
  readonly body: string | undefined;
  readonly expectedFile: string;
}

const folder = join(import.meta.dirname, "cases");

/** All of them. */
export const cases: readonly DiffCase[] = readdirSync(folder).map((name) => {
  const [old, next, body, expected] = [
    "old.yaml",
    "new.yaml",
    "body.yaml",
    "expected.json",
  ].map((file) => join(folder, name, file)) as [string, string, string, string];
  return {
    name,
    old,
    new: next,
    isDefinition: readFileSync(old, "utf8").includes(
      `group: ${groupOf(name)}\n`,
    ),
    body: existsSync(body) ? readFileSync(body, "utf8") : undefined,
    expectedFile: expected,
  };
});

/** The group of a case whose documents are definitions. */
export function groupOf(name: string): string {
  return `${name}.diff.example.com`;
}

/** What a case is to show. */
export function expectedOf({
  expectedFile,
}: DiffCase): readonly ExpectedChange[] {
  return existsSync(expectedFile)
    ? (JSON.parse(readFileSync(expectedFile, "utf8")) as ExpectedChange[])
    : [];
}

/** The model of what sources publish that are laid over each other. */
export async function modelOf(...from: readonly string[]): Promise<Model> {
  const diagnostics = new Diagnostics();
  const source = await openSource(from, {}, diagnostics);
  const documents = await loadDocuments(source, {}, diagnostics);
  await source.close();
  return buildModel(
    documents.map((loaded) => ({
      ...loaded,
      document: applyFixups(loaded.document),
    })),
    diagnostics,
  );
}

/** A change in short, as `expected.json` has it. */
export interface ExpectedChange {
  readonly rule: string;
  readonly at: string;
  readonly reading?: string;
  readonly writing?: string;
  readonly name?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly counterpart?: string;
}

/** A change in short. */
export function inShort(change: Change): ExpectedChange {
  const { rule, place, reading, writing, counterpart } = change;
  const { name, before, after } = change;
  const parts =
    place.kind === "field"
      ? [place.schema, place.path]
      : [place.group, place.version, place.resource, place.subresource];
  return {
    rule,
    at: parts.filter((part) => part !== undefined && part !== "").join(" "),
    ...(reading && { reading: reading.verdict }),
    ...(writing && { writing: writing.verdict }),
    ...(name === undefined ? {} : { name }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(counterpart && {
      counterpart: `${counterpart.apiVersion} ${counterpart.resource}`,
    }),
  };
}
