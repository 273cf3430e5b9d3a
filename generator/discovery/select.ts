import picomatch from "picomatch";
import type { Diagnostics } from "../diagnostics.js";
import { failure } from "../diagnostics.js";
import {
  parseIndexKey,
  spellGroupVersion,
  type GroupVersion,
} from "./group-version.js";
import { nearNames } from "./near-names.js";

/** Which group/versions to generate, as globs over `apps/v1`, `core/v1`, `networking.k8s.io/v1`; a group alone means all of its versions. */
export interface Selection {
  /** Default: all. */
  readonly include?: readonly string[] | undefined;
  /** Taken out of what is included. */
  readonly exclude?: readonly string[] | undefined;
}

/** Whether a selection names a group/version. */
export function isNamedBy(
  selection: Selection,
): (groupVersion: GroupVersion) => boolean {
  const { include = [], exclude = [] } = selection;
  const included = include.map(matcher);
  const excluded = exclude.map(matcher);
  return (groupVersion) => {
    const name = spellGroupVersion(groupVersion);
    return (
      (included.length === 0 || included.some((matches) => matches(name))) &&
      !excluded.some((matches) => matches(name))
    );
  };
}

/**
 * Leaves out what the selection does not name.
 *
 * A document holds every schema that it refers to, so types that other groups need are there even if their own group is not. The list of a
 * group's versions (`apis/apps`) goes with its last version; documents of no group stay.
 *
 * @param unpublished what the server serves without a document: a pattern may name it
 * @throws {GenerationFailed} `nothing-selected`
 */
export function selectDocuments<Entry extends { readonly key: string }>(
  entries: readonly Entry[],
  selection: Selection,
  diagnostics: Diagnostics,
  unpublished: readonly GroupVersion[] = [],
): readonly Entry[] {
  const published = entries.flatMap(({ key }) => {
    const parsed = parseIndexKey(key);
    return parsed.kind === "group-version" ? [parsed] : [];
  });
  reportUnmatched(selection, [...published, ...unpublished], diagnostics);
  const isSelected = isNamedBy(selection);
  const selected = published.filter(isSelected);
  if (selected.length === 0 && published.length > 0)
    throw failure({
      code: "nothing-selected",
      message: "include and exclude leave no group/version",
      hint: `there are ${published.map(spellGroupVersion).join(", ")}`,
    });

  const groups = new Set(published.map(({ group }) => group));
  const selectedGroups = new Set(selected.map(({ group }) => group));
  return entries.filter(({ key }) => {
    const parsed = parseIndexKey(key);
    switch (parsed.kind) {
      case "group-version":
        return isSelected(parsed);
      case "group":
        return selectedGroups.has(parsed.group) || !groups.has(parsed.group);
      case "other":
        return true;
    }
  });
}

function matcher(pattern: string): (name: string) => boolean {
  const matches = picomatch(pattern.includes("/") ? pattern : `${pattern}/*`);
  // It takes more than a name, and then gives another answer.
  return (name) => matches(name);
}

function reportUnmatched(
  selection: Selection,
  known: readonly GroupVersion[],
  diagnostics: Diagnostics,
): void {
  const names = known.map(spellGroupVersion);
  for (const option of ["include", "exclude"] as const)
    for (const pattern of selection[option] ?? [])
      if (!names.some(matcher(pattern)))
        diagnostics.add(unmatched(option, pattern, names));
}

function unmatched(
  option: string,
  pattern: string,
  names: readonly string[],
): Parameters<Diagnostics["add"]>[0] {
  const near = nearNames(pattern, names);
  return {
    severity: "warning",
    code: "unmatched-pattern",
    message: `--${option} "${pattern}" matches no group/version`,
    hint:
      near.length > 0
        ? `did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`
        : `there are ${names.join(", ")}`,
  };
}
