import type { Schema } from "../../generator/document/openapi.js";
import { referenceIn } from "../../generator/model/operations.js";
import type { Source } from "../../generator/source/source.js";
import { readDocument, schemasOf } from "./published.js";

/**
 * A source in whose documents the items of lists have the keys that an apply cannot do without: objects of its types are
 * those that can be applied as they are.
 *
 * An apply finds the item that it is about by the list's keys. A key may be missing where the server has a default for it
 * that says something, or where other keys are there; Go's zero values (`""`, `0`) name no item.
 *
 * @see https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.4.2/typed/helpers.go
 */
export async function withListKeys(source: Source): Promise<Source> {
  const entries = await source.list();
  const documents = await Promise.all(entries.map(readDocument));
  const byName = new Map<string, Set<string>>();
  for (const document of documents) {
    const schemas = schemasOf(document);
    for (const schema of Object.values(schemas)) {
      eachKeyedList(schema, (list) => {
        const items = list.items ?? {};
        const name = referenceIn(items);
        const keys = neededKeys(
          list,
          name === undefined ? items : schemas[name],
        );
        if (name === undefined) require(items, keys);
        else byName.set(name, new Set([...(byName.get(name) ?? []), ...keys]));
      });
    }
  }
  for (const document of documents) {
    const schemas = schemasOf(document);
    for (const [name, keys] of byName) require(schemas[name], keys);
  }
  return {
    ...source,
    list: () =>
      Promise.resolve(
        entries.map((entry, i) => ({
          ...entry,
          read: () => Promise.resolve({ kind: "value", value: documents[i] }),
        })),
      ),
  };
}

function neededKeys(list: Schema, item: Schema | undefined): readonly string[] {
  const keys = (list["x-kubernetes-list-map-keys"] ?? []).map((key) => ({
    key,
    required: item?.required?.includes(key) === true,
    published: item?.properties?.[key]?.default,
  }));
  const told = keys.some(
    ({ required, published }) => required || published !== undefined,
  );
  return keys
    .filter(({ published }) =>
      told ? published === "" || published === 0 : published === undefined,
    )
    .map(({ key }) => key);
}

function require(schema: Schema | undefined, keys: Iterable<string>): void {
  if (schema === undefined) return;
  Object.assign(schema, {
    required: [...new Set([...(schema.required ?? []), ...keys])],
  });
}

function eachKeyedList(schema: Schema, visit: (list: Schema) => void): void {
  if (schema["x-kubernetes-list-type"] === "map") visit(schema);
  const { items, additionalProperties, properties } = schema;
  for (const property of Object.values(properties ?? {})) {
    eachKeyedList(property, visit);
  }
  if (items !== undefined) eachKeyedList(items, visit);
  if (typeof additionalProperties === "object") {
    eachKeyedList(additionalProperties, visit);
  }
}
