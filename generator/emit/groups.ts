import type { Diagnostics } from "../diagnostics.js";
import type { GroupVersion } from "../model/model.js";
import {
  groupBy,
  groupFolder,
  groupName,
  groupProperty,
  identifier,
  mark,
  rootMembers,
  upperFirst,
  camelCase,
} from "../model/names.js";

/** A group as the root client has it. */
export interface RootGroup {
  /** Empty for the core group. */
  readonly group: string;
  /** The short name, then the full one, where they differ and both may be used. */
  readonly names: readonly string[];
  /** `AppsGroup`. */
  readonly type: string;
  /** In Kubernetes' own order: the newest stable version first. */
  readonly versions: readonly GroupVersion[];
}

/**
 * The published groups, sorted by name.
 *
 * A group is there under its full name, and under a short one that follows from it alone. Where two groups come to the same
 * short name, or it is a member of the client itself, neither gets it, and a warning says so.
 */
export function rootGroups(
  groupVersions: readonly GroupVersion[],
  diagnostics: Diagnostics,
): readonly RootGroup[] {
  const groups = [
    ...groupBy(
      groupVersions.filter(({ resources }) => resources.length > 0),
      ({ group }) => group,
    ),
  ].sort(([a], [b]) => (groupName(a) < groupName(b) ? -1 : 1));
  const claims = groupBy(groups, ([group]) => groupProperty(group));
  const types = groupBy(groups, ([group]) => typeName(group));

  return groups.map(([group, versions]): RootGroup => {
    const full = groupName(group);
    const short = groupProperty(group);
    const sharing = claims.get(short) ?? [];
    const type = typeName(group);
    const rank = (types.get(type) ?? []).findIndex(
      ([other]) => other === group,
    );
    const names = new Set(rootMembers.has(full) ? [] : [full]);
    if (names.size === 0) diagnostics.add(noName(full));
    if (short !== full) {
      if (sharing.length > 1 || rootMembers.has(short)) {
        diagnostics.add(noShortName(full, short, sharing.length > 1));
      } else names.add(short);
    }
    return {
      group,
      names: [...names].reverse(),
      type: type + mark(Math.max(0, rank)),
      versions: [...versions].sort(byStability),
    };
  });
}

function typeName(group: string): string {
  return identifier(`${upperFirst(camelCase(groupProperty(group)))}Group`);
}

/** @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority */
export function byStability(
  { version: a }: { readonly version: string },
  { version: b }: { readonly version: string },
): number {
  const x = rank(a);
  const y = rank(b);
  for (let i = 0; i < x.length; i += 1) {
    const difference = (y[i] ?? 0) - (x[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [0, 0, 0, 0];
  const [, major = "0", stage, minor = "0"] = match;
  const stability = stage === undefined ? 3 : stage === "beta" ? 2 : 1;
  return [1, stability, Number(major), Number(minor)];
}

function noShortName(
  group: string,
  short: string,
  shared: boolean,
): Parameters<Diagnostics["add"]>[0] {
  return {
    severity: "warning",
    code: "no-short-group-name",
    message: `group "${group}" has no short name on the client: "${short}" ${shared ? "would be another group's too" : "is a member of the client itself"}`,
    hint: `it is reached by its full name: k8s["${group}"]`,
  };
}

function noName(group: string): Parameters<Diagnostics["add"]>[0] {
  return {
    severity: "warning",
    code: "no-group-name",
    message: `group "${group}" is not on the client: it is called as a member of the client itself`,
    hint: `its clients can be imported from the folder "${groupFolder(group)}"`,
  };
}
