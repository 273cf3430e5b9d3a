import type { Document, Schema } from "../openapi.js";
import type { Corrected } from "./fixup.js";

/** A schema put right, and in how many places. */
export interface CorrectedSchema {
  readonly schema: Schema;
  readonly changed: number;
}

/** Corrects schemas one by one: `undefined` leaves one as it is. */
export function correctSchemas(
  document: Document,
  correct: (name: string, schema: Schema) => CorrectedSchema | undefined,
): Corrected {
  const schemas: { [name: string]: Schema } = {};
  let changed = 0;
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const corrected = correct(name, schema);
    if (corrected === undefined) continue;
    schemas[name] = corrected.schema;
    changed += corrected.changed;
  }
  if (changed === 0) return { document, changed };
  const { components } = document;
  return {
    document: {
      ...document,
      components: {
        ...components,
        schemas: { ...components.schemas, ...schemas },
      },
    },
    changed,
  };
}

/** Lets these properties be `null`; `undefined` where there are none. */
export function withNullable(
  schema: Schema,
  names: readonly string[],
): CorrectedSchema | undefined {
  if (names.length === 0) return undefined;
  const properties: { [name: string]: Schema } = { ...schema.properties };
  for (const name of names) {
    properties[name] = { ...properties[name], nullable: true };
  }
  return { schema: { ...schema, properties }, changed: names.length };
}

const packages =
  /^io\.k8s\.(?:api|kube-aggregator|apiextensions-apiserver)\..*\.(\w+)$/;

/** The name of the Go type behind a schema of Kubernetes' own: the same in all versions of it. */
export function goTypeOf(schemaName: string): string | undefined {
  return packages.exec(schemaName)?.[1];
}
