import type { Schema } from "../document/openapi.js";
import { declarationOf, type Emission } from "../emit/emission.js";
import { referenceIn } from "../model/operations.js";

/** A field that refers to a type. */
export interface Use {
  readonly directory: string;
  readonly typeName: string;
  /** Empty where the whole type is the other one. */
  readonly path: readonly string[];
}

/** Where a type is used, by its folder and name: the fields of other types, in the order of these. */
export type Uses = (directory: string, typeName: string) => readonly Use[];

/** Goes through all types once, and notes each field that refers to another. */
export function usesOf(emission: Emission): Uses {
  const uses = new Map<string, Use[]>();
  for (const { directory, schemas } of emission.model.groupVersions)
    for (const { typeName, schema, document } of schemas)
      eachReferenceIn(schema, [], (name, path) => {
        const home = declarationOf(emission, document, name);
        if (home === undefined) return;
        const key = `${home.directory}#${home.typeName}`;
        const known = uses.get(key) ?? [];
        uses.set(key, known);
        known.push({ directory, typeName, path });
      });
  return (directory, typeName) => uses.get(`${directory}#${typeName}`) ?? [];
}

/** Calls back for each reference within a schema, with the path of the field that it stands in. */
function eachReferenceIn(
  schema: Schema,
  path: readonly string[],
  visit: (schema: string, path: readonly string[]) => void,
): void {
  const referenced = referenceIn(schema);
  if (referenced !== undefined) {
    visit(referenced, path);
    return;
  }
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    eachReferenceIn(property, [...path, name], visit);
  if (schema.items !== undefined) eachReferenceIn(schema.items, path, visit);
  if (typeof schema.additionalProperties === "object")
    eachReferenceIn(schema.additionalProperties, path, visit);
}
