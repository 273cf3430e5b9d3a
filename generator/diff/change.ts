import type { Site } from "../usage/uses.js";
import {
  worst,
  type Direction,
  type Judgement,
  type Verdict,
} from "./rules/judgement.js";
import { rules, type RuleName } from "./rules/rules.js";

/** One thing that is not as it was, and what that does to programs. */
export interface Change {
  readonly rule: RuleName;
  /** The graver of those of reading and writing. */
  readonly verdict: Verdict;
  /** Absent where nobody can read what changed. */
  readonly reading?: Judgement;
  /** Absent where nobody can write what changed. */
  readonly writing?: Judgement;
  readonly place: Place;
  /** What it is that came or went, where the place does not say it: a verb, `maxLength`. */
  readonly name?: string;
  /** What stood there on the old side: a value of the schema, or a type in words. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Where a resource that is gone is served on the new side, or where one that is new was served on the old. */
  readonly counterpart?: Counterpart;
  /** Where a program meets it; absent where none was looked at. */
  readonly sites?: readonly UseSite[];
}

/** A place in a program that meets a change. */
export interface UseSite extends Site {
  readonly does: "calls" | "leaves out" | "reads" | "writes";
  /** `spec.paused`, `list of apps/v1 deployments`. */
  readonly what: string;
}

/** Where something changed: in what is served, or in a field. */
export type Place = ServedPlace | FieldPlace;

/** A group, a version, a resource or a subresource: whichever is the last that is given. */
export interface ServedPlace {
  readonly kind: "served";
  /** Empty for the core group. */
  readonly group: string;
  readonly version?: string;
  readonly resource?: string;
  readonly subresource?: string;
}

/** A field of a schema, and whose bodies hold it: a schema that many bodies hold is compared once. */
export interface FieldPlace {
  readonly kind: "field";
  /** As published: `io.k8s.api.core.v1.Container`; of the old side, where the sides call it otherwise. */
  readonly schema: string;
  /** From there: `env[].value`; empty for the schema itself. */
  readonly path: string;
  /** Sorted. Empty where no resource's bodies hold it, as with the lists of `/apis`. */
  readonly usedBy: readonly Use[];
}

/** A body of a resource that holds a field. */
export interface Use {
  /** `apps/v1`, and `v1` for the core group. */
  readonly apiVersion: string;
  /** `deployments`, `deployments/scale`. */
  readonly resource: string;
  /** Which body, where it is not the object: that of a list, the options of a delete, the answer of a create. */
  readonly body?: "answer" | "list" | "options";
  /** The field, from the body's root: `spec.template.spec.containers[].env[].value`. */
  readonly path: string;
}

/** Where else a resource is served. */
export interface Counterpart {
  readonly apiVersion: string;
  readonly resource: string;
  /** `version` in the same group; `group` where another group has one of the same name and kind, and alike. */
  readonly in: "group" | "version";
}

/** What a change is, before it is known what it does to whom. */
export type Finding = Pick<Change, "after" | "before" | "name" | "rule"> & {
  /** Whom it can concern, where that is not both. */
  readonly only?: Direction;
};

/**
 * Judges a finding at its place, for who can meet it.
 *
 * @param isOfGo whether it is in a schema that comes of Go types
 */
export function changeOf(
  { only, ...finding }: Finding,
  place: Place,
  met: readonly Direction[],
  isOfGo = false,
): Change {
  const { rule, name, before, after } = finding;
  const concerns = (direction: Direction): boolean =>
    met.includes(direction) && (only ?? direction) === direction;
  const reading = concerns("reading") ? rules[rule].reading : undefined;
  const written =
    (isOfGo ? rules[rule].writingInGo : undefined) ?? rules[rule].writing;
  const writing = concerns("writing") ? written : undefined;
  return {
    rule,
    verdict: worst(
      [reading, writing].flatMap((one) =>
        one === undefined ? [] : [one.verdict],
      ),
    ),
    ...(reading && { reading }),
    ...(writing && { writing }),
    place,
    ...(name === undefined ? {} : { name }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}
