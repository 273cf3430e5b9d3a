import { convertSwagger, isSwagger } from "../swagger/documents.js";
import type { DocumentEntry } from "../source/source.js";
import { parseStructuredText } from "../structured-text.js";

/** A document, not checked yet. */
export interface ReadDocument {
  /** OpenAPI 3.0, if it is a document at all: Swagger 2.0 is converted. */
  readonly value: unknown;
  /** As it was served, where it came as text, and is not converted. */
  readonly text?: string;
}

/**
 * Reads a document.
 *
 * @param measure is told how large it is, and may throw
 * @throws {GenerationFailed} where it cannot be read, or is neither JSON nor YAML
 */
export async function readDocument(
  { label, read }: DocumentEntry,
  signal?: AbortSignal,
  measure: (bytes: number) => void = () => undefined,
): Promise<ReadDocument> {
  const content = await read(signal);
  if (content.kind === "text") measure(content.text.length);
  const value =
    content.kind === "text"
      ? await parseStructuredText(content.text, label)
      : content.value;
  if (isSwagger(value)) return { value: convertSwagger(value) };
  return content.kind === "text" ? { value, text: content.text } : { value };
}
