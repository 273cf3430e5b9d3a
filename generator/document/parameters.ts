import {
  methods,
  type Document,
  type Operation,
  type Parameter,
  type PathItem,
} from "./openapi.js";

/** A path as published: with the parameters that its operations share. */
type PublishedPathItem = PathItem & {
  readonly parameters?: readonly Parameter[];
};

/** Gives each operation the parameters of its path, so that no later stage has to look in two places. The document is left as it was. */
export function mergeSharedParameters(document: Document): Document {
  const paths: Record<string, PathItem> = {};
  for (const [path, item] of Object.entries(document.paths))
    paths[path] = mergePathItem(item);
  return { ...document, paths };
}

function mergePathItem(item: PublishedPathItem): PathItem {
  const shared = item.parameters;
  if (shared === undefined || shared.length === 0) return item;
  const merged: { -readonly [M in keyof PathItem]: Operation } = {};
  for (const method of methods) {
    const operation = item[method];
    if (operation === undefined) continue;
    const own = operation.parameters ?? [];
    const inherited = shared.filter(
      (parameter) =>
        !own.some(
          ({ name, in: place }) =>
            name === parameter.name && place === parameter.in,
        ),
    );
    merged[method] = { ...operation, parameters: [...inherited, ...own] };
  }
  return merged;
}
