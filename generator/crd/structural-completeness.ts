import type { Schema } from "../document/openapi.js";

/**
 * The first field that a nested schema restricts and the structure does not have. As in servers, what the root nests is looked at, and
 * not what a field does.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/apiserver/schema/complete.go
 */
export function findIncompleteness(schema: Schema): string | undefined {
  for (const violation of ofValues(schema, schema, "", "")) return violation;
  return undefined;
}

/**
 * @param path the place in the structure
 * @param nestedPath the place that restricts it
 */
function* ofValues(
  { anyOf = [], allOf = [], oneOf = [], not }: Schema,
  structure: Schema,
  path: string,
  nestedPath: string,
): Generator<string> {
  if (not !== undefined)
    yield* ofNested(not, structure, path, `${nestedPath}.not`);
  for (const [keyword, branches] of Object.entries({ allOf, anyOf, oneOf }))
    for (const [index, branch] of branches.entries())
      yield* ofNested(
        branch,
        structure,
        path,
        `${nestedPath}.${keyword}[${index}]`,
      );
}

function* ofNested(
  nested: Schema,
  structure: Schema | undefined,
  path: string,
  nestedPath: string,
): Generator<string> {
  if (structure === undefined) {
    yield `${path}: it is missing, and ${nestedPath} restricts it`;
    return;
  }
  yield* ofValues(nested, structure, path, nestedPath);
  if (nested.items !== undefined)
    yield* ofNested(
      nested.items,
      structure.items,
      `${path}.items`,
      `${nestedPath}.items`,
    );
  const known = structure.properties ?? {};
  for (const [name, property] of Object.entries(nested.properties ?? {}))
    yield* ofNested(
      property,
      Object.hasOwn(known, name) ? known[name] : undefined,
      `${path}.properties.${name}`,
      `${nestedPath}.properties.${name}`,
    );
}
