import type {
  Document,
  Operation,
  PathItem,
  Response,
  Schema,
} from "../openapi.js";
import type { Corrected } from "./fixup.js";

/** What stands at a path, put right, and in how many places. */
export interface CorrectedPath {
  readonly item: PathItem;
  readonly changed: number;
}

/** Corrects what stands at paths one by one: `undefined` leaves a path as it is. */
export function correctPaths(
  document: Document,
  correct: (path: string, item: PathItem) => CorrectedPath | undefined,
): Corrected {
  const items: { [path: string]: PathItem } = {};
  let changed = 0;
  for (const [path, item] of Object.entries(document.paths)) {
    const corrected = correct(path, item);
    if (corrected === undefined) continue;
    items[path] = corrected.item;
    changed += corrected.changed;
  }
  return changed === 0
    ? { document, changed }
    : {
        document: { ...document, paths: { ...document.paths, ...items } },
        changed,
      };
}

/** The reference that an operation answers with, bare or wrapped in `allOf`; undefined where it is anything else. */
export function answerOf(operation: Operation | undefined): string | undefined {
  const [first] = Object.values(operation?.responses["200"]?.content ?? {});
  return first?.schema?.$ref ?? first?.schema?.allOf?.[0]?.$ref;
}

/** An operation whose answers, as far as they have a body, are of a schema. */
export function answering(operation: Operation, schema: Schema): Operation {
  const responses: { [code: string]: Response } = {};
  for (const [code, response] of Object.entries(operation.responses)) {
    responses[code] =
      response.content === undefined
        ? response
        : { ...response, content: { "application/json": { schema } } };
  }
  return { ...operation, responses };
}
