import type { Schema } from "../../document/openapi.js";
import type { SchemaDeclaration } from "../../model/model.js";
import { fieldIn, itemsIn, valuesIn } from "../field-path.js";
import type { Side } from "../side.js";

/** A place in a schema, as changes name it. */
export interface SchemaPlace {
  readonly schema: string;
  readonly path: string;
}

/** A place by itself, and as a part of what is around it. */
interface Spot {
  readonly schema: Schema;
  readonly around: string | undefined;
}

/** Finds what else is touched where a field is: what is in a list or a map, and the schemas that those are of. */
export class SchemaMap {
  readonly #side: Side;
  readonly #spots = new Map<SchemaDeclaration, ReadonlyMap<string, Spot>>();

  constructor(side: Side) {
    this.#side = side;
  }

  /** The place itself, the values in it as far as they have no names, and the schemas that it refers to. */
  parts(declaration: SchemaDeclaration, path: string): readonly SchemaPlace[] {
    const found: SchemaPlace[] = [];
    const seen = new Set<string>();
    const add = (owner: SchemaDeclaration, at: string): void => {
      const key = `${owner.name}\u0000${at}`;
      if (seen.has(key)) return;
      seen.add(key);
      found.push({ schema: owner.name, path: at });
      const schema = this.#in(owner).get(at)?.schema;
      if (schema === undefined) return;
      if (schema.items !== undefined) add(owner, itemsIn(at));
      if (typeof schema.additionalProperties === "object")
        add(owner, valuesIn(at));
      const target = this.#side.target({ schema, declaration: owner });
      if (target !== undefined) add(target, "");
    };
    add(declaration, path);
    return found;
  }

  /** What a place is in, up to the schema itself: it is written where a part of it is. */
  around(declaration: SchemaDeclaration, path: string): readonly SchemaPlace[] {
    const spots = this.#in(declaration);
    const found: SchemaPlace[] = [];
    for (
      let at = spots.get(path)?.around;
      at !== undefined;
      at = spots.get(at)?.around
    )
      found.push({ schema: declaration.name, path: at });
    return found;
  }

  #in(declaration: SchemaDeclaration): ReadonlyMap<string, Spot> {
    const known = this.#spots.get(declaration);
    if (known !== undefined) return known;
    const spots = new Map<string, Spot>();
    spread(declaration.schema, "", undefined, spots);
    this.#spots.set(declaration, spots);
    return spots;
  }
}

function spread(
  schema: Schema,
  path: string,
  around: string | undefined,
  spots: Map<string, Spot>,
): void {
  spots.set(path, { schema, around });
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    spread(inner, fieldIn(path, name), path, spots);
  if (schema.items !== undefined)
    spread(schema.items, itemsIn(path), path, spots);
  if (typeof schema.additionalProperties === "object")
    spread(schema.additionalProperties, valuesIn(path), path, spots);
}
