import { applyFixups } from "../../generator/document/fixups/index.js";
import type { Document, Schema } from "../../generator/document/openapi.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import type { DocumentEntry, Source } from "../../generator/source/source.js";

/** What a server publishes, and the client that is generated from it. */
export interface Published {
  readonly generation: Generation;
  /** Every schema once, by its name. */
  readonly schemas: { readonly [name: string]: Schema };
}

/**
 * Reads the documents of a source, and generates a client from them.
 *
 * @throws {Error} where documents publish different schemas under one name: the oracle has one place for each
 */
export async function readPublished(source: Source): Promise<Published> {
  const documents: Document[] = [];
  for (const entry of await source.list()) {
    // What is corrected is what both map.
    const document = await readDocument(entry);
    const schemas = schemasOf(document);
    documents.push(applyFixups({ ...document, components: { schemas } }));
  }
  const generation = await generate(source, {});
  const apart = Object.keys(generation.model.types.byDocument);
  if (apart.length > 0) {
    throw new Error(`schemas of "${apart.join('", "')}" differ from others`);
  }
  return { generation, schemas: mergeSchemas(documents) };
}

/** A document as the server published it: a copy of its own. */
export async function readDocument(entry: DocumentEntry): Promise<Document> {
  const content = await entry.read();
  const value =
    content.kind === "text" ? JSON.parse(content.text) : content.value;
  return structuredClone(value) as Document;
}

/** The schemas of a document: some have none, and no components. */
export function schemasOf(
  document: Document,
): Document["components"]["schemas"] {
  const { components }: Partial<Document> = document;
  return components?.schemas ?? {};
}

/** Copies of a schema differ in the kinds that they say it is: it is all of them. */
function mergeSchemas(
  documents: readonly Document[],
): Readonly<Record<string, Schema>> {
  const merged: Record<string, Schema> = {};
  for (const document of documents) {
    for (const [name, schema] of Object.entries(schemasOf(document))) {
      const kinds = new Map(
        [merged[name], schema]
          .flatMap((copy) => copy?.["x-kubernetes-group-version-kind"] ?? [])
          .map((kind) => [JSON.stringify(kind), kind]),
      );
      merged[name] =
        kinds.size === 0
          ? schema
          : {
              ...schema,
              "x-kubernetes-group-version-kind": [...kinds.values()],
            };
    }
  }
  return merged;
}
