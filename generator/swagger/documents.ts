import { keyOfPath } from "../discovery/group-version.js";
import { referencedSchema } from "../document/openapi.js";
import { isRecord, type JsonRecord } from "../json.js";
import { eachMember, own } from "./json.js";
import { convertPathItem } from "./operations.js";
import { convertDefinition } from "./schemas.js";

/** Whether parsed JSON is what `/openapi/v2` answers. */
export function isSwagger(value: unknown): value is JsonRecord {
  return own(value, "swagger") === "2.0";
}

/**
 * A document of Swagger 2.0 as one of OpenAPI 3.0, with all of its paths and schemas.
 *
 * Nothing is checked here. What is wrong in the one is wrong in the other, and found where documents are checked.
 */
export function convertSwagger(swagger: JsonRecord): JsonRecord {
  const { info, paths, definitions = {} } = swagger;
  return {
    openapi: "3.0.0",
    ...(info === undefined ? {} : { info }),
    paths: eachMember(paths, (item) => convertPathItem(item, swagger)),
    components: { schemas: eachMember(definitions, convertDefinition) },
  };
}

/**
 * Takes the one document that `/openapi/v2` answers apart into those that `/openapi/v3` has: one for each group/version, and one for each
 * path that is of none. The paths say of which; the kind that an operation names may be of another group, as that of a `scale` is.
 *
 * Every document holds the schemas that it refers to. They are shared between the documents: whoever changes one makes a copy.
 *
 * @returns the documents by the keys that the index would have
 */
export function documentsOfSwagger(
  swagger: JsonRecord,
): ReadonlyMap<string, JsonRecord> {
  const whole = convertSwagger(swagger);
  const schemas = own(whole["components"], "schemas");
  const pathsByKey = new Map<string, [string, unknown][]>();
  for (const entry of Object.entries(whole["paths"] ?? {})) {
    const key = keyOfPath(entry[0]);
    const entries = pathsByKey.get(key) ?? [];
    pathsByKey.set(key, entries);
    entries.push(entry);
  }
  const reached = new Map<string, readonly string[]>();
  return new Map(
    [...pathsByKey].map(([key, entries]) => {
      const paths = Object.fromEntries(entries);
      const components = { schemas: reachableFrom(paths, schemas, reached) };
      return [key, { ...whole, paths, components }];
    }),
  );
}

/** The schemas that something refers to, and those that they refer to, by name in the order of all. */
function reachableFrom(
  paths: JsonRecord,
  schemas: unknown,
  reached: Map<string, readonly string[]>,
): unknown {
  if (!isRecord(schemas)) return schemas;
  const found = new Set<string>();
  let next: readonly string[] = referencesIn(paths);
  while (next.length > 0) {
    const added = next.filter((name) => !found.has(name));
    for (const name of added) found.add(name);
    next = added.flatMap((name) => {
      const known = reached.get(name) ?? referencesIn(own(schemas, name));
      reached.set(name, known);
      return known;
    });
  }
  return Object.fromEntries(
    Object.entries(schemas).filter(([name]) => found.has(name)),
  );
}

/** The names of the schemas that are referred to anywhere in a value, of whatever depth. */
function referencesIn(value: unknown): readonly string[] {
  const names = new Set<string>();
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    const { $ref } = next as JsonRecord;
    const name = typeof $ref === "string" ? referencedSchema($ref) : undefined;
    if (name !== undefined) names.add(name);
    for (const inner of Object.values(next)) open.push(inner);
  }
  return [...names];
}
