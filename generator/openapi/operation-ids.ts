import type { Diagnostics } from "../diagnostics.js";
import type { LoadedDocument } from "../document/load.js";
import {
  methods,
  type Document,
  type Method,
  type Operation,
  type PathItem,
} from "../document/openapi.js";

/**
 * Takes the id from every operation but the first of that id: without one, openapi-typescript writes an operation at its path and not in
 * `operations`, where there could be no two of a name. Servers publish such for a kind `Foo` with a status beside a kind `FooStatus`.
 */
export function withUniqueOperations(
  { document, label }: LoadedDocument,
  diagnostics: Diagnostics,
): Document {
  const ids = new Set<string>();
  const twice = new Set<string>();
  const paths: { [path: string]: PathItem } = {};
  for (const path of Object.keys(document.paths).sort()) {
    const item: { [M in Method]?: Operation } = { ...document.paths[path] };
    for (const method of methods) {
      const { operationId, ...rest } = item[method] ?? { responses: {} };
      if (operationId === undefined) continue;
      if (ids.has(operationId)) {
        twice.add(operationId);
        item[method] = rest;
      }
      ids.add(operationId);
    }
    paths[path] = item;
  }
  for (const id of [...twice].sort())
    diagnostics.add({
      severity: "warning",
      code: "operation-id-twice",
      message: `several operations have the id ${JSON.stringify(id)}: of them, "operations" has the first alone`,
      hint: 'the others are in "paths", complete',
      at: { document: label, pointer: "/paths" },
    });
  return { ...document, paths };
}
