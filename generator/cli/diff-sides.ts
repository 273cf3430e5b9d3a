import {
  Diagnostics,
  GenerationFailed,
  type Diagnostic,
} from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import { unpublishedGroupVersions } from "../discovery/unpublished.js";
import { withFixups } from "../document/fixups/index.js";
import { loadDocuments } from "../document/load.js";
import { buildModel } from "../model/build.js";
import type { Model } from "../model/model.js";
import type { CommonFlags } from "../options.js";
import { openSource, type SourceSpec } from "../source/open.js";
import type { DocumentEntry, Source } from "../source/source.js";
import { selectedSource } from "./selected-source.js";
import { readingSource } from "./session.js";
import type { ReadModel } from "./read-model.js";
import type { Terminal } from "./terminal.js";

/** What both sides are read with. */
type SideFlags = Omit<CommonFlags, "from">;

/** One of the two sources, and what there is to say of it. */
export interface OpenSide {
  readonly source: Source;
  readonly diagnostics: Diagnostics;
}

/** What was read of a side. */
export interface ReadSide {
  readonly label: string;
  readonly version: string | undefined;
  /** Without what one of the sides cannot give. */
  readonly model: Model;
  /** What this side has. */
  readonly read: ReadModel;
  readonly entries: readonly DocumentEntry[];
}

/** Opens one source; it has to be closed. */
export async function openSide(
  spec: SourceSpec,
  flags: SideFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<OpenSide> {
  const diagnostics = new Diagnostics(flags);
  const source = await openSource([spec], flags, diagnostics, signal);
  return { source: readingSource(source, terminal), diagnostics };
}

/**
 * Reads both sources, as far as they are selected.
 *
 * A pattern may name what one side alone has. A group/version that one side has and cannot give, as its server is down, is left out of
 * both: it is not known what changed in it.
 *
 * @throws {GenerationFailed} with the problems of both
 */
export async function readSides(
  sides: readonly OpenSide[],
  flags: SideFlags,
  diagnostics: Diagnostics,
  signal: AbortSignal,
): Promise<readonly ReadSide[]> {
  const listed = await listSides(sides, flags, diagnostics, signal);
  const read = await eachSide(listed, (side) => readSide(side, signal));
  const missing = new Set(read.flatMap((side) => side.missing));
  return read.map((side) => ({
    ...side,
    model: withoutDocuments(side.model, missing),
  }));
}

/** Does something with each side, one behind the other, and gathers the problems of all. */
export async function eachSide<Side, Result>(
  sides: readonly Side[],
  work: (side: Side) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const problems: Diagnostic[] = [];
  for (const side of sides)
    try {
      results.push(await work(side));
    } catch (error) {
      if (!(error instanceof GenerationFailed)) throw error;
      problems.push(...error.diagnostics);
    }
  if (problems.length > 0) throw new GenerationFailed(problems);
  return results;
}

/** What is said of a side, with the side that it is of. */
export function saidOf({
  source: { label },
  diagnostics,
}: OpenSide): readonly Diagnostic[] {
  return diagnostics.list.map((diagnostic) => {
    const { at } = diagnostic;
    return at === undefined || at.document.startsWith(label)
      ? diagnostic
      : { ...diagnostic, at: { ...at, document: `${label}: ${at.document}` } };
  });
}

/** A side whose documents are known; `entries` is undefined where none is selected. */
interface ListedSide extends OpenSide {
  readonly entries: readonly DocumentEntry[] | undefined;
}

async function listSides(
  sides: readonly OpenSide[],
  flags: SideFlags,
  diagnostics: Diagnostics,
  signal: AbortSignal,
): Promise<readonly ListedSide[]> {
  const refusals: GenerationFailed[] = [];
  const unmatched: (readonly Diagnostic[])[] = [];
  const listed = await eachSide(sides, async (side): Promise<ListedSide> => {
    const said = new Diagnostics();
    const source = selectedSource(side.source, flags, said);
    try {
      const entries = await source.list(signal);
      unmatched.push(said.list);
      return { ...side, source, entries };
    } catch (error) {
      if (!isNothingSelected(error)) throw error;
      unmatched.push(said.list);
      refusals.push(error);
      return { ...side, source, entries: undefined };
    }
  });
  const [refusal] = refusals;
  if (refusal !== undefined && refusals.length === sides.length) throw refusal;
  const [first = [], ...others] = unmatched;
  for (const diagnostic of first)
    if (
      others.every((list) =>
        list.some(({ message }) => message === diagnostic.message),
      )
    )
      diagnostics.add(diagnostic);
  diagnostics.throwIfErrors();
  return listed;
}

function isNothingSelected(error: unknown): error is GenerationFailed {
  return (
    error instanceof GenerationFailed &&
    error.diagnostics.every(({ code }) => code === "nothing-selected")
  );
}

async function readSide(
  { source, diagnostics, entries }: ListedSide,
  signal: AbortSignal,
): Promise<ReadSide & { readonly missing: readonly string[] }> {
  const published =
    entries === undefined
      ? []
      : await loadDocuments(
          { ...source, list: () => Promise.resolve(entries) },
          {},
          diagnostics,
          signal,
        );
  const discovery = await source.discovery(signal);
  const version = await source.version(signal);
  const documents = withFixups(published);
  const model = buildModel(documents, diagnostics);
  diagnostics.throwIfErrors();
  const keys = new Set((entries ?? []).map(({ key }) => key));
  const read = new Set(published.map(({ key }) => key));
  const unread = [...keys].filter(
    (key) => !read.has(key) && parseIndexKey(key).kind === "group-version",
  );
  const unpublished = unpublishedGroupVersions(keys, discovery);
  return {
    label: source.label,
    version: version?.gitVersion,
    model,
    read: { published, documents, model },
    entries: entries ?? [],
    missing: [
      ...unread,
      ...unpublished.map(({ group, version: of }) => `apis/${group}/${of}`),
    ],
  };
}

/** A model without what is served by some documents. Their schemas stay: others may refer to them. */
function withoutDocuments(model: Model, keys: ReadonlySet<string>): Model {
  return {
    ...model,
    groupVersions: model.groupVersions.map((one) =>
      one.document !== undefined && keys.has(one.document.key)
        ? { ...one, document: undefined, resources: [] }
        : one,
    ),
  };
}
