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

/**
 * Leaves out what the selection does not name.
 *
 * A document holds every schema that it refers to, so types that other groups need are there even if their own group is not. The list of a
 * group's versions (`apis/apps`) goes with its last version; documents of no group stay.
 *
 * @throws {GenerationFailed} `nothing-selected`
 */
export function selectDocuments<Entry extends { readonly key: string }>(
  entries: readonly Entry[],
  selection: Selection,
  diagnostics: Diagnostics,
): readonly Entry[] {
  const published = entries.flatMap(({ key }) => {
    const parsed = parseIndexKey(key);
    return parsed.kind === "group-version" ? [parsed] : [];
  });
  const included = patternsOf("include", selection, published, diagnostics);
  const excluded = patternsOf("exclude", selection, published, diagnostics);
  const isSelected = (groupVersion: GroupVersion): boolean =>
    (included === undefined || included(groupVersion)) &&
    !(excluded?.(groupVersion) ?? false);

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

function patternsOf(
  option: "exclude" | "include",
  selection: Selection,
  published: readonly GroupVersion[],
  diagnostics: Diagnostics,
): ((groupVersion: GroupVersion) => boolean) | undefined {
  const patterns = selection[option];
  if (patterns === undefined || patterns.length === 0) return undefined;
  const names = published.map(spellGroupVersion);
  const matchers = patterns.map((pattern) => {
    const matches = picomatch(pattern.includes("/") ? pattern : `${pattern}/*`);
    if (!names.some((name) => matches(name)))
      diagnostics.add(unmatched(option, pattern, names));
    return matches;
  });
  return (groupVersion) =>
    matchers.some((matches) => matches(spellGroupVersion(groupVersion)));
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
