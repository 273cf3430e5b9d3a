import openapiTS, {
  astToString,
  transformSchemaObject,
  tsNullable,
  type OpenAPI3,
  type SchemaObject,
  type TransformNodeOptions,
} from "openapi-typescript";
import ts from "typescript";

import type { Schema } from "../../generator/document/openapi.js";
import {
  differences,
  type OracleChoice,
  type OracleSchema,
} from "./differences.js";

/** What openapi-typescript makes of schemas. */
export interface Oracle {
  /** A module that exports `components`. */
  readonly text: string;
  /** For each difference, schemas without it and with it: names in `components["schemas"]`. */
  readonly witnesses: ReadonlyMap<string, readonly Witness[]>;
}

/** A schema twice among the oracle's, the rest of it alike: without a difference, and with it. */
export interface Witness {
  readonly published: string;
  readonly mirrored: string;
}

/** Has schemas converted by openapi-typescript, the differences made on purpose put into them before. */
export async function askOracle(schemas: {
  readonly [name: string]: Schema;
}): Promise<Oracle> {
  const mirror = new Mirror();
  const mirrored: Record<string, OracleSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    mirrored[name] = mirror.schema(schema, name);
  }
  const document = {
    openapi: "3.0.0",
    info: { title: "", version: "" },
    paths: {},
    components: { schemas: { ...mirrored, ...mirror.components } },
  };
  const nodes = await openapiTS(document as unknown as OpenAPI3, {
    // Kubernetes publishes the zero values of Go as defaults: such a field is optional all the same.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
    transform: (schema, options) => {
      if ("x-any-other" in schema) return anyOther(schema.type);
      return "x-choices" in schema ? chosen(schema, options) : undefined;
    },
    postTransform: oneLiteral,
  });
  const text = `${runtimeImport}\n${astToString(nodes)}`;
  return { text, witnesses: mirror.witnesses };
}

/** How many places of a difference are kept as witnesses: one may show nothing, for all the others do. */
const enough = 20;

class Mirror {
  readonly components: Record<string, OracleSchema> = {};
  readonly witnesses: Map<string, Witness[]> = new Map();

  schema(published: Schema, name: string | undefined): OracleSchema {
    let schema = this.#inner(published);
    for (const difference of differences) {
      const mirrored = difference.mirror(schema, name);
      if (mirrored === undefined) continue;
      this.#witness(difference.name, schema, mirrored);
      schema = mirrored;
    }
    return schema;
  }

  #inner(schema: Schema): OracleSchema {
    const { properties, items, additionalProperties } = schema;
    return {
      ...schema,
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, property]) => [
            name,
            this.schema(property, undefined),
          ]),
        ),
      }),
      ...(items && { items: this.schema(items, undefined) }),
      ...(typeof additionalProperties === "object" && {
        additionalProperties: this.schema(additionalProperties, undefined),
      }),
    };
  }

  #witness(
    difference: string,
    published: OracleSchema,
    mirrored: OracleSchema,
  ): void {
    const known = this.witnesses.get(difference) ?? [];
    if (known.length === enough) return;
    const label = `${difference.replaceAll(" ", "-")}.${known.length}`;
    const witness = {
      published: `published.${label}`,
      mirrored: `mirrored.${label}`,
    };
    this.components[witness.published] = published;
    this.components[witness.mirrored] = mirrored;
    this.witnesses.set(difference, [...known, witness]);
  }
}

const runtimeImport =
  'import type { AtMostOne, ExactlyOne } from "./ours/runtime/types.js";';

/** The type of an object as it is without its choices, within the types of the runtime that stand for these. */
function chosen(
  schema: SchemaObject,
  options: TransformNodeOptions,
): ts.TypeNode {
  const {
    "x-choices": choices,
    nullable,
    ...object
  } = schema as SchemaObject & { "x-choices": readonly OracleChoice[] };
  const type = choices.reduce<ts.TypeNode>(
    (inner, { type, properties }) =>
      ts.factory.createTypeReferenceNode(type, [
        inner,
        ts.factory.createUnionTypeNode(
          properties.map((name) =>
            ts.factory.createLiteralTypeNode(
              ts.factory.createStringLiteral(name),
            ),
          ),
        ),
      ]),
    transformSchemaObject(object as SchemaObject, options),
  );
  // What this gives for a property stands as it is.
  return nullable === true ? tsNullable([type]) : type;
}

function anyOther(type: unknown): ts.TypeNode {
  return ts.factory.createIntersectionTypeNode([
    ts.factory.createKeywordTypeNode(
      type === "string"
        ? ts.SyntaxKind.StringKeyword
        : ts.SyntaxKind.NumberKeyword,
    ),
    ts.factory.createTypeLiteralNode([]),
  ]);
}

/** Properties and an index signature as one object type: openapi-typescript makes an intersection of two. */
function oneLiteral(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isIntersectionTypeNode(type)) return undefined;
  if (!type.types.every((member) => ts.isTypeLiteralNode(member))) {
    return undefined;
  }
  return ts.factory.createTypeLiteralNode(
    type.types.flatMap((member) =>
      ts.isTypeLiteralNode(member) ? [...member.members] : [],
    ),
  );
}
