import { canonical } from "../../json.js";
import type { BodyUse, FieldUse, ProgramUse } from "../../usage/uses.js";
import type { SchemaDeclaration } from "../../model/model.js";
import type { Change, FieldPlace, ServedPlace, UseSite } from "../change.js";
import { joined, lastField } from "../field-path.js";
import type { Direction } from "../rules/judgement.js";
import type { RuleName } from "../rules/rules.js";
import type { Side } from "../side.js";
import { SchemaMap } from "./schema-map.js";

/** Changes that meet who writes an object without the field: that it is not there says what becomes of it. */
const ofAbsence: ReadonlySet<RuleName> = new Set([
  "default-added",
  "default-changed",
  "default-removed",
  "required-added",
  "required-field-added",
]);

/** What a program reads and writes of the schemas of the old side. */
export class FieldUses {
  readonly #fields = new Map<string, FieldUse[]>();
  readonly #bodies = new Map<string, BodyUse[]>();
  readonly #declared = new Map<SchemaDeclaration, FieldUse[]>();
  readonly #side: Side;

  constructor(side: Side, uses: readonly ProgramUse[]) {
    this.#side = side;
    const map = new SchemaMap(side);
    for (const found of uses) {
      if (found.kind === "request") continue;
      const [declaration, path] = locate(side, found) ?? [];
      if (declaration === undefined || path === undefined) continue;
      const use = { ...found, path };
      if (use.kind === "body") this.#addBody(declaration, use);
      else this.#addField(declaration, use, map);
    }
  }

  #addBody({ name }: SchemaDeclaration, use: BodyUse): void {
    put(this.#bodies, keyOf(name, use.path), use);
    // An object without any field is written as well.
    put(this.#fields, keyOf(name, use.path), {
      ...use,
      kind: "field",
      direction: "writing",
    });
  }

  #addField(
    declaration: SchemaDeclaration,
    use: FieldUse,
    map: SchemaMap,
  ): void {
    put(this.#declared, declaration, use);
    const isWritten = use.direction === "writing";
    for (const { schema, path } of [
      ...map.parts(declaration, use.path),
      ...(isWritten ? map.around(declaration, use.path) : []),
    ])
      put(this.#fields, keyOf(schema, path), use);
  }

  /** Where types are used of a group, a version or a resource that is gone: objects of it may be written without a request. */
  meetGone(
    { rule }: Change,
    place: ServedPlace,
    direction: Direction,
  ): readonly UseSite[] {
    return this.#goneWith(rule, place).flatMap((declaration) =>
      (this.#declared.get(declaration) ?? [])
        .filter((use) => use.direction === direction)
        .map(({ site, path, schema }) => ({
          ...site,
          does: direction === "reading" ? "reads" : "writes",
          what: `${path} of ${schema.typeName}`,
        })),
    );
  }

  #goneWith(
    rule: RuleName,
    { group, version, resource }: ServedPlace,
  ): readonly SchemaDeclaration[] {
    if (rule === "resource-removed")
      return this.#side.resources.flatMap(
        ({ groupVersion, resource: { plural, schema } }) =>
          groupVersion.group === group &&
          groupVersion.version === version &&
          plural === resource
            ? (this.#side.find(groupVersion.document?.key ?? "", schema) ?? [])
            : [],
      );
    if (rule !== "group-removed" && rule !== "version-removed") return [];
    return this.#side.model.groupVersions
      .filter(
        (one) =>
          one.group === group &&
          (version === undefined || one.version === version),
      )
      .flatMap(({ schemas }) => schemas);
  }

  /** Where a change of a field is met. */
  meet(
    change: Change,
    place: FieldPlace,
    direction: Direction,
  ): readonly UseSite[] {
    if (direction === "writing" && ofAbsence.has(change.rule))
      return this.#without(place);
    return (this.#fields.get(keyOf(place.schema, place.path)) ?? [])
      .filter((use) => use.direction === direction && fits(use, change))
      .map(({ site, shown, path }) => ({
        ...site,
        does: direction === "reading" ? "reads" : "writes",
        what: spelled(place, path, shown),
      }));
  }

  #without({ schema, path, usedBy }: FieldPlace): readonly UseSite[] {
    const [parent, name] = lastField(path) ?? [];
    if (parent === undefined || name === undefined) return [];
    const [only, ...others] = usedBy;
    const around =
      only !== undefined && others.length === 0
        ? lastField(only.path)?.[0]
        : undefined;
    return (this.#bodies.get(keyOf(schema, parent)) ?? [])
      .filter(({ isPartial, names }) => !isPartial && !names.includes(name))
      .map(({ site, shown, schema: { typeName } }) => ({
        ...site,
        does: "leaves out" as const,
        what: `${name} of ${around || shown || typeName}`,
      }));
  }
}

/** A write of values that are known meets what is said of values only where it is of one of those. */
function fits(
  { direction, values }: FieldUse,
  { rule, before, after }: Change,
): boolean {
  if (direction === "reading" || values === undefined) return true;
  const written = values.map(canonical);
  if (rule === "enum-value-removed") return written.includes(canonical(before));
  if (rule !== "enum-added" || !Array.isArray(after)) return true;
  const taken = new Set(after.map(canonical));
  return written.some((value) => !taken.has(value));
}

/** As the one resource has it that holds it, or else as the program has it. */
function spelled(place: FieldPlace, path: string, shown: string): string {
  const [only, ...others] = place.usedBy;
  const isOne = only !== undefined && others.length === 0;
  if (isOne && place.path === path && only.path !== "") return only.path;
  return shown || path || place.schema;
}

/** Where a side has what a client declares; undefined where it does not. */
export function locate(
  side: Side,
  { schema, path }: Pick<FieldUse, "path" | "schema">,
): readonly [SchemaDeclaration, path: string] | undefined {
  const own = side.declared(schema);
  if (own !== undefined) return [own, path];
  const { directory, within } = schema;
  if (within === undefined) return undefined;
  const outer = side.declared({ directory, typeName: within.typeName });
  return outer === undefined ? undefined : [outer, joined(within.path, path)];
}

function keyOf(schema: string, path: string): string {
  return `${schema}\u0000${path}`;
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
