import type { GroupVersion, Model } from "../model/model.js";
import { changeOf, type Change, type ServedPlace } from "./change.js";
import { counterpartOf } from "./counterpart.js";
import type { RuleName } from "./rules/rules.js";
import type { Served, Side } from "./side.js";

/** A resource that both sides have, in the same group and version. */
export interface ResourcePair {
  readonly old: Served;
  readonly new: Served;
}

/** The resources of both sides, put together where they are the same one. */
export interface Pairing {
  readonly pairs: readonly ResourcePair[];
  /** Those of the old side alone, and those of the new one alone. */
  readonly gone: readonly Served[];
  readonly come: readonly Served[];
}

/** Puts resources of one name together, and those that lost their name to one of the same kind that has none on the old side. */
export function pairResources(old: Side, next: Side): Pairing {
  const [before, after] = [old.resources, next.resources];
  const known = new Set(before.map(nameOf));
  const byName = new Map(after.map((one) => [nameOf(one), one]));
  const lost = onlyOnes(before.filter((one) => !byName.has(nameOf(one))));
  const found = onlyOnes(after.filter((one) => !known.has(nameOf(one))));
  const pairs = before.flatMap((one): ResourcePair[] => {
    const renamed =
      lost.get(kindOf(one)) === one ? found.get(kindOf(one)) : undefined;
    const same = byName.get(nameOf(one)) ?? renamed;
    return same === undefined ? [] : [{ old: one, new: same }];
  });
  const paired = new Set(pairs.flatMap((pair) => [pair.old, pair.new]));
  return {
    pairs,
    gone: before.filter((one) => !paired.has(one)),
    come: after.filter((one) => !paired.has(one)),
  };
}

/** Resources by their kind, without those that share it. */
function onlyOnes(resources: readonly Served[]): ReadonlyMap<string, Served> {
  const found = new Map<string, Served>();
  const shared = new Set<string>();
  for (const one of resources) {
    const kind = kindOf(one);
    if (found.has(kind)) shared.add(kind);
    found.set(kind, one);
  }
  for (const kind of shared) found.delete(kind);
  return found;
}

function nameOf({ groupVersion, resource }: Served): string {
  return JSON.stringify([groupVersion.directory, resource.plural]);
}

function kindOf({ groupVersion, resource }: Served): string {
  return JSON.stringify([groupVersion.directory, resource.kind]);
}

/** What changed in which groups, versions and resources there are. */
export function compareServed(
  old: Side,
  next: Side,
  { gone, come }: Pairing,
): readonly Change[] {
  return [
    ...versionChanges(old.model, next.model, "removed"),
    ...versionChanges(next.model, old.model, "added"),
    ...gone.map((one) => unpaired("resource-removed", one, next)),
    ...come.map((one) => unpaired("resource-added", one, old)),
  ];
}

/** The versions of one side that the other does not serve, and the groups of which it serves none. */
function versionChanges(
  side: Model,
  other: Model,
  what: "added" | "removed",
): readonly Change[] {
  const versions = new Set(published(other).map(({ directory }) => directory));
  const groups = new Set(published(other).map(({ group }) => group));
  const missing = published(side).filter(
    ({ directory }) => !versions.has(directory),
  );
  const whole = new Set(
    missing.map(({ group }) => group).filter((group) => !groups.has(group)),
  );
  return [
    ...[...whole].map((group) => change(`group-${what}`, { group })),
    ...missing.map(({ group, version }) =>
      change(`version-${what}`, { group, version }),
    ),
  ];
}

/** A group/version that only owns schemas is not served. */
function published({ groupVersions }: Model): readonly GroupVersion[] {
  return groupVersions.filter(({ document }) => document !== undefined);
}

function unpaired(rule: RuleName, served: Served, other: Side): Change {
  const { groupVersion, resource } = served;
  const { group, version } = groupVersion;
  const counterpart = counterpartOf(served, other);
  return {
    ...change(rule, { group, version, resource: resource.plural }),
    ...(counterpart && { counterpart }),
  };
}

function change(rule: RuleName, place: Omit<ServedPlace, "kind">): Change {
  return changeOf({ rule }, { kind: "served", ...place }, [
    "reading",
    "writing",
  ]);
}
