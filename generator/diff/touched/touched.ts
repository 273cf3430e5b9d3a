import type { Model } from "../../model/model.js";
import type { ProgramUse } from "../../usage/uses.js";
import type { Change, UseSite } from "../change.js";
import { worst, type Direction, type Judgement } from "../rules/judgement.js";
import { Side } from "../side.js";
import { FieldUses, locate } from "./field-uses.js";
import { RequestUses } from "./request-uses.js";

/**
 * The changes that a program meets, judged by what it does: reading counts where it reads, writing where it writes.
 *
 * @param old what the program was written for
 */
export function touchedBy(
  uses: readonly ProgramUse[],
  changes: readonly Change[],
  old: Model,
): readonly Change[] {
  const fields = new FieldUses(new Side(old), uses);
  const requests = new RequestUses(uses);
  return changes.flatMap((change) => {
    const { place } = change;
    const meet = (direction: Direction): readonly UseSite[] =>
      change[direction] === undefined
        ? []
        : place.kind === "field"
          ? fields.meet(change, place, direction)
          : [
              ...requests.meet(change, place, direction),
              ...fields.meetGone(change, place, direction),
            ];
    return judged(change, meet("reading"), meet("writing"));
  });
}

function judged(
  { reading, writing, ...change }: Change,
  reads: readonly UseSite[],
  writes: readonly UseSite[],
): readonly Change[] {
  const met: Pick<Change, "reading" | "writing"> = {
    ...(reading !== undefined && reads.length > 0 ? { reading } : {}),
    ...(writing !== undefined && writes.length > 0 ? { writing } : {}),
  };
  const verdicts = [met.reading, met.writing].flatMap((one) =>
    one === undefined ? [] : [one.verdict],
  );
  if (verdicts.length === 0) return [];
  const gravest = worst(verdicts);
  // What is safe at one place is not told with what is not at another.
  const told = (judgement: Judgement | undefined): boolean =>
    judgement !== undefined &&
    (gravest === "safe" || judgement.verdict !== "safe");
  return [
    {
      ...change,
      ...met,
      verdict: gravest,
      sites: onceEach([
        ...(told(met.reading) ? reads : []),
        ...(told(met.writing) ? writes : []),
      ]),
    },
  ];
}

/** By file and line; what is on one line and the same is told once. */
function onceEach(sites: readonly UseSite[]): readonly UseSite[] {
  const byKey = new Map(
    sites.map((site) => [
      JSON.stringify([site.file, site.line, site.does, site.what]),
      site,
    ]),
  );
  return [...byKey.values()].sort(
    (a, b) =>
      (a.file < b.file ? -1 : Number(a.file > b.file)) ||
      a.line - b.line ||
      a.column - b.column,
  );
}

/** What a program uses and a model does not have: `example.com/v1 Widget`, `example.com/v1 widgets`. Sorted. */
export function notIn(
  model: Model,
  uses: readonly ProgramUse[],
): readonly string[] {
  const side = new Side(model);
  const resources = new Set(
    side.resources.map(({ groupVersion, resource }) =>
      JSON.stringify([
        groupVersion.group,
        groupVersion.version,
        resource.plural,
      ]),
    ),
  );
  const missing = uses.flatMap((use) => {
    if (use.kind !== "request")
      return locate(side, use) === undefined
        ? [`${use.schema.directory} ${use.schema.typeName}`]
        : [];
    const { group, version, resource } = use.request;
    return resources.has(JSON.stringify([group, version, resource]))
      ? []
      : [`${group === "" ? "core" : group}/${version} ${resource}`];
  });
  return [...new Set(missing)].sort();
}
