import type { Schema } from "../document/openapi.js";
import { referenceIn } from "../model/operations.js";
import { isOpen } from "./open-object.js";

/** How many of some properties an object has. */
export interface Choice {
  readonly amount: "at least one" | "at most one" | "exactly one";
  /** As published, at least two. */
  readonly properties: readonly string[];
}

/**
 * What a schema says of the properties that are set together.
 *
 * Structural schemas say it in several ways: `oneOf` or `anyOf` with a `required` for each property, alone or several in `allOf`;
 * `oneOf` with a branch more for none of them (Istio); at most one property (External Secrets). Built-in kinds have
 * `x-kubernetes-unions`, which does not tell whether there has to be one.
 *
 * Only a branch that requires one property and says nothing else is read: one that bounds its value as well is no statement about
 * the other properties, as an object may have these and be of no branch.
 */
export function choicesOf(schema: Schema): readonly Choice[] {
  const { allOf, anyOf, oneOf, maxProperties } = schema;
  const said = allOf ?? anyOf ?? oneOf ?? maxProperties;
  // So it is with most, and there are tens of thousands.
  if (said === undefined && schema["x-kubernetes-unions"] === undefined)
    return [];
  const parts = [schema, ...(allOf ?? [])];
  return [
    ...parts.flatMap(branchChoices),
    ...countedChoices(schema),
    ...unionChoices(schema),
  ];
}

/**
 * The choices that a type can hold an object to without refusing any that the server takes.
 *
 * Not where the server itself would set one of the properties, or takes others that are not declared; each property is in one. And not
 * with a property such as `constructor`: for the compiler, no object is without it.
 */
export function typedChoices(schema: Schema): readonly Choice[] {
  const choices = choicesOf(schema);
  if (choices.length === 0 || isOpen(schema)) return [];
  const { properties = {}, required = [] } = schema;
  const taken = new Set(required);
  let branches = 1;
  return choices.filter((choice) => {
    const isExact =
      choice.amount !== "at least one" &&
      choice.properties.every(
        (name) =>
          Object.hasOwn(properties, name) &&
          !(name in Object.prototype) &&
          properties[name]?.default === undefined &&
          !taken.has(name),
      );
    if (!isExact || branches * choice.properties.length > mostBranches)
      return false;
    branches *= choice.properties.length;
    for (const name of choice.properties) taken.add(name);
    return true;
  });
}

/** What a compiler goes through for each object of the type; the longest that is known has about forty. */
const mostBranches = 64;

function branchChoices({ oneOf, anyOf }: Schema): readonly Choice[] {
  const choices: Choice[] = [];
  if (oneOf !== undefined) {
    const none = oneOf.find((branch) => branch.not !== undefined);
    const others = requiredEach(oneOf.filter((branch) => branch !== none));
    if (others !== undefined && others.length > 1) {
      if (none === undefined)
        choices.push({ amount: "exactly one", properties: others });
      else if (isNoneOf(none, others))
        choices.push({ amount: "at most one", properties: others });
    }
  }
  const any = anyOf === undefined ? undefined : requiredEach(anyOf);
  if (any !== undefined && any.length > 1)
    choices.push({ amount: "at least one", properties: any });
  return choices;
}

/** The one property that each branch requires; undefined where one says something else, or the same as another. */
function requiredEach(branches: readonly Schema[]): string[] | undefined {
  const names = new Set<string>();
  for (const branch of branches) {
    const name = requiredAlone(branch);
    if (name !== undefined) names.add(name);
  }
  return names.size === branches.length ? [...names] : undefined;
}

/** The property that a schema requires, if it says nothing else; that it is an object, or that the property is anything, is nothing. */
function requiredAlone(schema: Schema): string | undefined {
  const { required, properties = {}, type = "object", ...rest } = schema;
  const saysMore =
    type !== "object" || ![rest, ...Object.values(properties)].every(isSilent);
  return saysMore || required?.length !== 1 ? undefined : required[0];
}

function isSilent(schema: Schema): boolean {
  return Object.keys(schema).every((keyword) => silent.has(keyword));
}

const silent: ReadonlySet<string> = new Set(["description", "title"]);

/** Whether a branch says that none of these properties is there. */
function isNoneOf(branch: Schema, properties: readonly string[]): boolean {
  const { not, ...rest } = branch;
  if (not === undefined || Object.keys(rest).length > 0) return false;
  const { anyOf = [not], ...more } = not;
  if (not.anyOf !== undefined && Object.keys(more).length > 0) return false;
  const excluded = requiredEach(anyOf);
  return (
    excluded?.length === properties.length &&
    excluded.every((name) => properties.includes(name))
  );
}

/** An object of one key has one of its properties. */
function countedChoices(schema: Schema): readonly Choice[] {
  const properties = Object.keys(schema.properties ?? {});
  if (schema.maxProperties !== 1 || properties.length < 2) return [];
  if (isOpen(schema)) return [];
  const amount =
    (schema.minProperties ?? 0) > 0 ? "exactly one" : "at most one";
  return [{ amount, properties }];
}

/** Where a discriminator names the member, servers of another version may know names that this one does not: that is no rule for types. */
function unionChoices(schema: Schema): readonly Choice[] {
  if (referenceIn(schema) !== undefined) return [];
  return (schema["x-kubernetes-unions"] ?? []).flatMap((union): Choice[] => {
    const properties = Object.keys(union["fields-to-discriminateBy"] ?? {});
    return union.discriminator === undefined && properties.length > 1
      ? [{ amount: "at most one", properties }]
      : [];
  });
}
