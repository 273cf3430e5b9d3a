import type { Schema } from "../document/openapi.js";
import {
  typeOf,
  type GroupVersion,
  type Model,
  type Resource,
  type SchemaDeclaration,
  type TypeReference,
} from "../model/model.js";
import { referenceIn } from "../model/operations.js";

/** A schema, and the declaration that it stands in: references in it are resolved as there. */
export interface Located {
  readonly schema: Schema;
  readonly declaration: SchemaDeclaration;
}

/** A resource, and where it is. */
export interface Served {
  readonly groupVersion: GroupVersion;
  readonly resource: Resource;
  readonly side: Side;
}

/** One of the two models, with the way to its schemas. */
export class Side {
  readonly model: Model;
  readonly #declarations: ReadonlyMap<string, SchemaDeclaration>;

  constructor(model: Model) {
    this.model = model;
    this.#declarations = new Map(
      model.groupVersions.flatMap(({ directory, schemas }) =>
        schemas.map((one) => [
          keyOf({ directory, typeName: one.typeName }),
          one,
        ]),
      ),
    );
  }

  get resources(): readonly Served[] {
    return this.model.groupVersions.flatMap((groupVersion) =>
      groupVersion.resources.map((resource) => ({
        groupVersion,
        resource,
        side: this,
      })),
    );
  }

  /** All declarations, by their folder and name. */
  get declarations(): ReadonlyMap<string, SchemaDeclaration> {
    return this.#declarations;
  }

  /** The declaration of a folder and a name. */
  declared(type: TypeReference): SchemaDeclaration | undefined {
    return this.#declarations.get(keyOf(type));
  }

  /** The schema that a document calls by a name. */
  find(
    document: string,
    name: string | undefined,
  ): SchemaDeclaration | undefined {
    const type =
      name === undefined ? undefined : typeOf(this.model.types, document, name);
    return type === undefined ? undefined : this.declared(type);
  }

  /** The declaration that a schema refers to, bare or wrapped in `allOf`. */
  target({ schema, declaration }: Located): SchemaDeclaration | undefined {
    return this.find(declaration.document, referenceIn(schema));
  }

  /** A schema with what it refers to in the place of the reference; what stands beside that holds. */
  resolve(located: Located): Located {
    const target = this.target(located);
    if (target === undefined) return located;
    const { $ref: _, allOf, ...own } = located.schema;
    const [first, ...parts] = allOf ?? [];
    const rest = first?.$ref === undefined ? (allOf ?? []) : parts;
    const inner = this.resolve({
      schema: target.schema,
      declaration: target,
    });
    const merged = [...(inner.schema.allOf ?? []), ...rest];
    return {
      schema: {
        ...inner.schema,
        ...own,
        ...(merged.length === 0 ? {} : { allOf: merged }),
      },
      declaration: inner.declaration,
    };
  }
}

function keyOf({ directory, typeName }: TypeReference): string {
  return `${directory}#${typeName}`;
}
