import { createRequire } from "node:module";
import { default as Ajv, type ValidateFunction } from "ajv-draft-04";

/** Holds a log against the standard's own schema, which is one of JSON Schema's draft 4. */
export function sarifValidator(): ValidateFunction {
  const load = createRequire(import.meta.url);
  const ajv = new Ajv.default({
    strict: false,
    validateFormats: false,
    // The standard's own patterns are not all of Unicode's grammar.
    unicodeRegExp: false,
  });
  return ajv.compile(
    load("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as object,
  );
}
