import type { Resource, Subresource, Verb } from "../model/model.js";
import {
  changeOf,
  type Change,
  type Finding,
  type ServedPlace,
} from "./change.js";
import type { Direction } from "./rules/judgement.js";
import type { RuleName } from "./rules/rules.js";
import type { ResourcePair } from "./served.js";

/** What changed in what can be done with a resource, and with what is below it; its fields are compared apart. */
export function compareResource({
  old: { groupVersion, resource: old },
  new: { resource: next },
}: ResourcePair): readonly Change[] {
  const { group, version } = groupVersion;
  const place: ServedPlace = {
    kind: "served",
    group,
    version,
    resource: old.plural,
  };
  const everywhere = {
    gone: "all-namespaces-verb-removed",
    come: "all-namespaces-verb-added",
  } as const;
  const findings: readonly Finding[] = [
    ...swapped("resource-renamed", old.plural, next.plural),
    ...swapped("kind-changed", old.kind, next.kind),
    ...swapped("scope-changed", scopeOf(old), scopeOf(next)),
    ...verbs(old.verbs, next.verbs),
    // Where the scope changed, that says it.
    ...(old.namespaced === next.namespaced
      ? verbs(old.verbsEverywhere, next.verbsEverywhere, everywhere)
      : []),
    ...members(selectable(old, next), selectable(next, old), {
      gone: "selectable-field-removed",
      come: "selectable-field-added",
      only: () => "reading",
    }),
    ...shared(old, next),
  ];
  return [
    ...findings.map((finding) => changeOf(finding, place, bothDirections)),
    ...compareSubresources(old, next, place),
  ];
}

const bothDirections: readonly Direction[] = ["reading", "writing"];

function compareSubresources(
  old: Resource,
  next: Resource,
  place: ServedPlace,
): readonly Change[] {
  const names = [
    ...new Set([...old.subresources, ...next.subresources].map((s) => s.name)),
  ];
  return names.flatMap((name) => {
    const before = old.subresources.find((one) => one.name === name);
    const after = next.subresources.find((one) => one.name === name);
    const at = { ...place, subresource: name };
    const rule =
      after === undefined ? "subresource-removed" : "subresource-added";
    if (before !== undefined && after !== undefined)
      return compareSubresource(before, after).map((finding) =>
        changeOf(finding, at, bothDirections),
      );
    const met = directionsOf((before ?? after)?.verbs ?? []);
    return [changeOf({ rule }, at, met)];
  });
}

function compareSubresource(
  old: Subresource,
  next: Subresource,
): readonly Finding[] {
  return [
    ...swapped(
      "subresource-kind-changed",
      spellKind(old.groupVersionKind),
      spellKind(next.groupVersionKind),
    ),
    ...verbs(old.verbs, next.verbs),
    ...members(upperCased(old.methods), upperCased(next.methods), {
      gone: "method-removed",
      come: "method-added",
    }),
    ...swapped("answer-changed", answerOf(old), answerOf(next)).map(
      (finding): Finding => ({ ...finding, only: "reading" }),
    ),
    ...(old.takesPath === next.takesPath
      ? []
      : [
          {
            rule: old.takesPath
              ? "subresource-path-removed"
              : "subresource-path-added",
          } as const,
        ]),
    ...shared(old, next),
  ];
}

/** What resources and subresources have in common. */
function shared(
  old: Pick<Resource, "createAnswers" | "patchTypes">,
  next: Pick<Resource, "createAnswers" | "patchTypes">,
): readonly Finding[] {
  return [
    // Where patching came or went, that says it.
    ...(old.patchTypes.length === 0 || next.patchTypes.length === 0
      ? []
      : members(old.patchTypes, next.patchTypes, {
          gone: "patch-type-removed",
          come: "patch-type-added",
          only: () => "writing",
        })),
    ...swapped(
      "answer-changed",
      old.createAnswers ?? "the object",
      next.createAnswers ?? "the object",
    ),
  ];
}

function verbs(
  old: readonly Verb[],
  next: readonly Verb[],
  rule: Pick<Rules, "come" | "gone"> = {
    gone: "verb-removed",
    come: "verb-added",
  },
): readonly Finding[] {
  return members(old, next, {
    ...rule,
    only: (verb) => {
      const [only, ...others] = directionsOf([verb]);
      return others.length === 0 ? only : undefined;
    },
  });
}

/** Which of reading and writing verbs are for. */
export function directionsOf(verbs: readonly string[]): readonly Direction[] {
  const reads = verbs.some((verb) => readingVerbs.has(verb));
  const writes = verbs.some(
    (verb) => verb === "connect" || !readingVerbs.has(verb),
  );
  return [
    ...(reads ? (["reading"] as const) : []),
    ...(writes ? (["writing"] as const) : []),
  ];
}

/** What a `connect` is for, the program behind it knows: it can be either. */
const readingVerbs: ReadonlySet<string> = new Set([
  "connect",
  "get",
  "list",
  "watch",
]);

interface Rules {
  readonly gone: RuleName;
  readonly come: RuleName;
  readonly only?: (member: string) => Direction | undefined;
}

function members(
  old: readonly string[],
  next: readonly string[],
  { gone, come, only = () => undefined }: Rules,
): readonly Finding[] {
  const finding = (rule: RuleName, name: string): Finding => {
    const direction = only(name);
    return {
      rule,
      name,
      ...(direction === undefined ? {} : { only: direction }),
    };
  };
  return [
    ...old
      .filter((member) => !next.includes(member))
      .map((member) => finding(gone, member)),
    ...next
      .filter((member) => !old.includes(member))
      .map((member) => finding(come, member)),
  ];
}

function swapped(
  rule: RuleName,
  before: string,
  after: string,
): readonly Finding[] {
  return before === after ? [] : [{ rule, before, after }];
}

/** Where the scope changed, that says that there is no namespace to select by. */
function selectable(own: Resource, other: Resource): readonly string[] {
  return own.namespaced === other.namespaced
    ? own.selectableFields
    : own.selectableFields.filter((field) => field !== "metadata.namespace");
}

function scopeOf({ namespaced }: Resource): string {
  return namespaced ? "namespaced" : "cluster-scoped";
}

function spellKind({
  group,
  version,
  kind,
}: Subresource["groupVersionKind"]): string {
  return [group, version, kind].filter((part) => part !== "").join("/");
}

function answerOf({ text }: Subresource): string {
  return text ? "text" : "an object";
}

function upperCased(methods: readonly string[]): readonly string[] {
  return methods.map((method) => method.toUpperCase());
}
