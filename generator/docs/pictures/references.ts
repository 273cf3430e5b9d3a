import type { Schema } from "../../document/openapi.js";
import { declarationOf } from "../../emit/emission.js";
import { knownSchema } from "../../emit/known-schemas.js";
import type { GroupVersion, Resource } from "../../model/model.js";
import { referenceIn } from "../../model/operations.js";
import { fielded, type TypeHome } from "../fields.js";
import type { Reference } from "../reference.js";
import type { Kind, Kinds } from "./kinds.js";
import {
  isOfKubernetes,
  knownField,
  knownType,
  type Manner,
} from "./known-references.js";
import { namedReference } from "./named-references.js";

/** A field by which one kind refers to others. */
export interface FieldReference {
  readonly manner: Manner;
  readonly kinds: readonly Kind[];
  /** Whether it is the field's name alone that says so; not of Kubernetes' own types, whose names are rules. */
  readonly byName: boolean;
  /** From the top of the object. */
  readonly path: readonly string[];
  /** The type that declares the field, and where it stands in that. */
  readonly home: TypeHome;
  readonly own: readonly string[];
}

/** What one declared type has: fields that refer to kinds, and fields of other types that may. */
interface TypeReferences {
  readonly references: readonly Omit<FieldReference, "path">[];
  readonly types: readonly {
    readonly path: readonly string[];
    readonly home: TypeHome;
  }[];
}

/**
 * By which of its fields a resource's object refers to kinds, those in the types of its fields among them. Of what it has a template of,
 * the template is told, and not what that refers to: that is the other kind's to tell.
 */
export class FieldReferences {
  readonly #reference: Reference;
  readonly #kinds: Kinds;
  readonly #known = new Map<
    string,
    Map<TypeHome["declaration"], TypeReferences>
  >();

  constructor(reference: Reference, kinds: Kinds) {
    this.#reference = reference;
    this.#kinds = kinds;
  }

  /** In the order of the fields. */
  of(
    { document, group }: GroupVersion,
    { schema }: Resource,
  ): readonly FieldReference[] {
    const home = declarationOf(
      this.#reference.emission,
      document?.key ?? "",
      schema,
    );
    const found: FieldReference[] = [];
    if (home !== undefined)
      this.#collect(home, [], [], { group, found, left: mostTypes });
    return found;
  }

  #collect(
    home: TypeHome,
    at: readonly string[],
    within: readonly TypeHome["declaration"][],
    search: Search,
  ): void {
    // A type within itself says nothing new the second time.
    if (search.left === 0 || within.includes(home.declaration)) return;
    search.left -= 1;
    const { references, types } = this.#typeReferences(home, search.group);
    for (const one of references)
      search.found.push({ ...one, path: [...at, ...one.own] });
    const inside = [...within, home.declaration];
    for (const { path, home: next } of types)
      this.#collect(next, [...at, ...path], inside, search);
  }

  #typeReferences(home: TypeHome, group: string): TypeReferences {
    // What a name means is for the group to say that asks.
    const ofGroup = this.#knownOf(group);
    const known = ofGroup.get(home.declaration);
    if (known !== undefined) return known;
    const references: TypeReferences["references"][number][] = [];
    const types: TypeReferences["types"][number][] = [];
    const made = { references, types };
    ofGroup.set(home.declaration, made);
    if (knownSchema(home.declaration.name) === undefined)
      this.#walk(fielded(home.declaration.schema), [], { home, group, made });
    return made;
  }

  #knownOf(group: string): Map<TypeHome["declaration"], TypeReferences> {
    const known = this.#known.get(group) ?? new Map();
    this.#known.set(group, known);
    return known;
  }

  #walk(schema: Schema, at: readonly string[], walk: Walk): void {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const own = [...at, name];
      const inner = isMapOfText(property) ? property : fielded(property);
      const { home } = walk;
      const referenced = declarationOf(
        this.#reference.emission,
        home.declaration.document,
        referenceIn(inner),
      );
      const seen = referenced?.declaration.schema ?? inner;
      const found = this.#referencesOf(walk, own, seen, referenced);
      walk.made.references.push(...found.map((one) => ({ ...one, home, own })));
      if (found.length > 0) continue;
      if (referenced === undefined) this.#walk(inner, own, walk);
      else if (!referenced.directory.startsWith("meta/"))
        walk.made.types.push({ path: own, home: referenced });
    }
  }

  #referencesOf(
    { home, group }: Walk,
    own: readonly string[],
    schema: Schema,
    referenced: TypeHome | undefined,
  ): readonly Pick<FieldReference, "byName" | "kinds" | "manner">[] {
    const known =
      knownField(home.declaration.name, own) ??
      (referenced && knownType(referenced.declaration.name));
    if (known === undefined) {
      const name = own.at(-1) ?? "";
      const named = namedReference({ name, schema, group }, this.#kinds);
      if (named === undefined || named.kinds.length === 0) return [];
      const byName = named.byName && !isOfKubernetes(home.declaration.name);
      return [{ ...named, byName }];
    }
    const kinds = known.kinds.flatMap((key) => this.#kinds.get(key) ?? []);
    return kinds.length === 0
      ? []
      : [{ manner: known.manner, kinds, byName: false }];
  }
}

/** What was found in an object, and in how many more places types are looked at. */
interface Search {
  readonly group: string;
  readonly found: FieldReference[];
  left: number;
}

/** A pod has some 300. Types that have each other twice, level by level, would have no end. */
const mostTypes = 5_000;

/** Where a walk through a declared type is, and what it has found. */
interface Walk {
  readonly home: TypeHome;
  readonly group: string;
  readonly made: {
    readonly references: TypeReferences["references"][number][];
    readonly types: TypeReferences["types"][number][];
  };
}

function isMapOfText({ additionalProperties, properties }: Schema): boolean {
  return (
    properties === undefined &&
    typeof additionalProperties === "object" &&
    additionalProperties.type === "string"
  );
}
