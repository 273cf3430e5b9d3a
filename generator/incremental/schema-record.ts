import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writePrivately } from "../cache/private-file.js";
import { isRecord } from "../json.js";
import { sha256 } from "../manifest.js";

/** Which schemas the documents of a client have, as far as one document can be seen by what is made of another. */
export interface SchemaRecord {
  /** Where the schemas are that several documents publish, by their names. */
  readonly shared: ReadonlyMap<string, SharedHome>;
  /** Documents that nothing else depends on, by their keys: the names of the schemas that each alone publishes. */
  readonly islands: ReadonlyMap<string, readonly string[]>;
  /** The names of schemas that one document publishes which is no island. */
  readonly others: readonly string[];
  /** Which of the types that are looked for by their names are there. */
  readonly wellKnown: readonly string[];
}

/** Where the types of a schema are. */
export interface SharedHome {
  readonly directory: string;
  readonly typeName: string;
  /** What its apply type is called, where it has one of its own. */
  readonly applyName: string | undefined;
}

/** What a record is of: a record of anything else says nothing. */
export interface RecordedState {
  /** Of all that decides what is made, but for what is read, as in a note. */
  readonly made: string;
  /** Of what is in the files of the output, the hashes of its documents among it. */
  readonly contents: string;
}

/** @param out the folder of the output, absolute and without links */
function recordPath(cache: string, out: string): string {
  return join(cache, "outputs", `${sha256(out)}.schemas.json`);
}

/** The record of an output; undefined where there is none of this state that can be read. */
export function readSchemaRecord(
  cache: string,
  out: string,
  { made, contents }: RecordedState,
): SchemaRecord | undefined {
  try {
    const value: unknown = JSON.parse(
      readFileSync(recordPath(cache, out), "utf8"),
    );
    return isStored(value) && value.made === made && value.contents === contents
      ? restored(value)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Leaves a record. */
export function writeSchemaRecord(
  cache: string,
  out: string,
  { made, contents }: RecordedState,
  { shared, islands, others, wellKnown }: SchemaRecord,
): void {
  const stored: Stored = {
    made,
    contents,
    shared: [...shared].map(([name, { directory, typeName, applyName }]) => [
      name,
      directory,
      typeName,
      ...(applyName === undefined ? [] : [applyName]),
    ]),
    islands: [...islands].map((each) => [...each]),
    others,
    wellKnown,
  };
  writePrivately(recordPath(cache, out), JSON.stringify(stored));
}

/** A record as it is kept: lists, as names may be `__proto__`. */
interface Stored extends RecordedState {
  readonly shared: readonly (readonly string[])[];
  readonly islands: readonly (readonly [string, readonly string[]])[];
  readonly others: readonly string[];
  readonly wellKnown: readonly string[];
}

function restored({ shared, islands, others, wellKnown }: Stored) {
  return {
    shared: new Map(
      shared.map(([name = "", directory = "", typeName = "", applyName]) => [
        name,
        { directory, typeName, applyName },
      ]),
    ),
    islands: new Map(islands),
    others,
    wellKnown,
  };
}

function isStored(value: unknown): value is Stored {
  if (!isRecord(value)) return false;
  const { made, contents, shared, islands, others, wellKnown } = value;
  return (
    [made, contents].every(isText) &&
    isListOf(
      shared,
      (home) =>
        isListOf(home, isText) && (home.length === 3 || home.length === 4),
    ) &&
    isListOf(
      islands,
      (island) =>
        Array.isArray(island) &&
        island.length === 2 &&
        isText(island[0]) &&
        isListOf(island[1], isText),
    ) &&
    isListOf(others, isText) &&
    isListOf(wellKnown, isText)
  );
}

function isListOf(
  value: unknown,
  isOne: (item: unknown) => boolean,
): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
