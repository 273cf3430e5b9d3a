import { visible } from "../../../templates/literal.js";
import { apiVersionOf } from "../api-version.js";
import type { Change, ServedPlace, Use } from "../change.js";
import { rules } from "../rules/rules.js";
import type { Direction, Judgement } from "../rules/judgement.js";
import type { Report, ReportedSide } from "./report.js";

/** A piece of a sentence: prose of ours, or what a document says, which a form may set apart. All is seen in it. */
export interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

/** What there is to tell of a change, in words that every form shares. */
export interface Told {
  /** Where it is: `apps/v1 deployments spec.replicas`. */
  readonly subject: string;
  /** What happened there, as the rest of a sentence. */
  readonly says: readonly Piece[];
  /** What is not safe, with its reason. */
  readonly reasons: readonly Reason[];
  /** The bodies that hold it, where that is more than one; empty otherwise. */
  readonly uses: readonly string[];
}

/** A reason, and whom it is for. */
export interface Reason extends Judgement {
  readonly direction: Direction;
}

/** Puts a change into words. */
export function tell(change: Change): Told {
  const { place } = change;
  const uses = place.kind === "field" ? place.usedBy : [];
  const [only, ...others] = uses;
  const isOne = only !== undefined && others.length === 0;
  return {
    subject: visible(
      place.kind === "served"
        ? spellServed(place)
        : isOne
          ? spellUse(only)
          : [place.schema, place.path].filter((part) => part !== "").join(" "),
    ),
    says: [...sentenceOf(change), ...whereElse(change)],
    reasons: reasonsOf(change),
    uses: isOne ? [] : uses.map((use) => visible(spellUse(use))),
  };
}

/** Where a program meets a change, in words: `deploy.ts:42 reads spec.paused, which is gone in NEW`. */
export function tellSites(
  change: Change,
  next: ReportedSide,
): readonly ToldSite[] {
  const says = sentenceOf(change);
  return (change.sites ?? []).map(({ file, line, column, does, what }) => ({
    file,
    line,
    column,
    place: visible(`${file}:${String(line)}`),
    says: [
      { text: ` ${does} `, isCode: false },
      { text: visible(what), isCode: true },
      { text: ", which ", isCode: false },
      ...says,
      { text: " in ", isCode: false },
      { text: spellSide(next), isCode: true },
    ],
  }));
}

/** A place in a program, and what it does there. */
export interface ToldSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `deploy.ts:42`. */
  readonly place: string;
  /** The rest of the sentence, from its first blank. */
  readonly says: readonly Piece[];
}

/** What there is to say above what types do not show. */
export const unseenTitle = "Cannot be seen from types";

/** That a program was looked at, and how much of it. */
export function spellProgram({
  files,
  unseen,
}: NonNullable<Report["program"]>): string {
  const of = files === 1 ? "1 file" : `${String(files)} files`;
  const places =
    unseen.length === 1 ? "1 place" : `${String(unseen.length)} places`;
  return `Only what the program uses (${of}); ${places} in it cannot be seen from types.`;
}

/** A sentence as plain text. */
export function plain(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

/** What a side is called, with its version. */
export function spellSide({ source, version }: ReportedSide): string {
  return visible(version === undefined ? source : `${source} (${version})`);
}

/** Resources that hold something, the first few of them. */
export function spellUses(uses: readonly string[]): string {
  const shown = uses.slice(0, mostUses);
  const rest = uses.length - shown.length;
  return shown.join(", ") + (rest > 0 ? ` and ${String(rest)} more` : "");
}

const mostUses = 4;

function spellServed({
  group,
  version,
  resource,
  subresource,
}: ServedPlace): string {
  if (version === undefined)
    return group === "" ? "the core group" : `the group ${group}`;
  const name = [resource, subresource].filter((part) => part !== undefined);
  return [apiVersionOf({ group, version }), name.join("/")]
    .filter((part) => part !== "")
    .join(" ");
}

function spellUse({ apiVersion, resource, body, path }: Use): string {
  const of = body === undefined ? resource : `${resource} (${body})`;
  return [apiVersion, of, path].filter((part) => part !== "").join(" ");
}

function sentenceOf({ rule, name, before, after }: Change): readonly Piece[] {
  const values = new Map<string, unknown>([
    ["{name}", name],
    ["{before}", before],
    ["{after}", after],
  ]);
  return rules[rule].says
    .split(/(\{(?:name|before|after)\})/)
    .filter((part) => part !== "")
    .map((part) =>
      values.has(part)
        ? { text: spellValue(values.get(part)), isCode: true }
        : { text: part, isCode: false },
    );
}

/** JSON has the whole of it. */
const longestValue = 160;

function spellValue(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return visible(
    text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`,
  );
}

function whereElse({ rule, counterpart }: Change): readonly Piece[] {
  if (counterpart === undefined) return [];
  const { apiVersion, resource } = counterpart;
  const side = rule === "resource-removed" ? "new" : "old";
  const serves = counterpart.in === "group" ? "seems to serve" : "serves";
  return [
    { text: `; the ${side} side ${serves} it as `, isCode: false },
    { text: visible(`${apiVersion} ${resource}`), isCode: true },
  ];
}

function reasonsOf({ reading, writing }: Change): readonly Reason[] {
  const all: readonly [Direction, Judgement | undefined][] = [
    ["reading", reading],
    ["writing", writing],
  ];
  return all.flatMap(([direction, judgement]) =>
    judgement === undefined || judgement.verdict === "safe"
      ? []
      : [{ direction, ...judgement }],
  );
}
