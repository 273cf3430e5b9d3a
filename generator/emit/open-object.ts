import type { Schema } from "../document/openapi.js";

/** Whether an object may have keys beside those that it declares. */
export function isOpen(schema: Schema): boolean {
  return (
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    (schema.additionalProperties !== undefined &&
      schema.additionalProperties !== false)
  );
}
