import { failure } from "../diagnostics.js";
import { documentsOfSwagger, isSwagger } from "../swagger/documents.js";
import { checkKey } from "./openapi-index.js";
import type { DocumentEntry } from "./source.js";

/**
 * The documents that `/openapi/v3` would have, made from what `/openapi/v2` answers.
 *
 * @param label how messages name the one document that there is
 * @param labelOf how they name those that are made from it, by their keys
 * @throws {GenerationFailed} `not-openapi`, `bad-index-key`
 */
export function swaggerEntries(
  value: unknown,
  label: string,
  labelOf = (key: string): string => `${label}: ${key}`,
): readonly DocumentEntry[] {
  if (!isSwagger(value))
    throw failure({
      code: "not-openapi",
      message: "this is not Swagger 2.0, which is what /openapi/v2 answers",
      hint: "capture the server again",
      at: { document: label },
    });
  return [...documentsOfSwagger(value)].map(([key, document]) => {
    checkKey(key, label);
    return {
      key,
      label: labelOf(key),
      read: () => Promise.resolve({ kind: "value", value: document }),
    };
  });
}
