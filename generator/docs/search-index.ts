import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import MiniSearch from "minisearch";
import { declarationOf, type OutputFile } from "../emit/emission.js";
import { knownSchema } from "../emit/known-schemas.js";
import { assetsFolder } from "./addresses.js";
import { fieldsOf, type FieldNode, type TypeHome } from "./fields.js";
import { followedFields, movedFields, partsOf } from "./paging.js";
import { discoveredResource, type Reference } from "./reference.js";
import { groupVersionName } from "./words.js";

/** A resource or a type, as a search shows it: its name, what it is, its page, and for a resource the number of its type, or -1. */
type Entry = readonly [
  title: string,
  about: string,
  page: string,
  type: number,
  aliases: readonly string[],
];

/** The fields of a type by their names: 0 for one without fields, the number of a type from 1, or those that stand in it. */
interface Tree {
  [field: string]: Tree | number;
}

/** A type to walk through: its page, its fields, those whose types are shown on its page, and where others have gone. */
type Walk = readonly [
  page: string,
  fields: Tree,
  followed: readonly string[],
  moved: readonly (readonly [path: string, page: string, itself: boolean])[],
];

/** What the site's script reads the index with as well: `templates/site/search.js` has the same. */
const options = { fields: ["title", "words"] };

/**
 * The files of the search: the library that answers, and the index, which is a script since a page on a disk may load nothing else. Words
 * are those of kinds, types and fields; paths such as `deploy.spec.strategy` are walked through the types.
 */
export function searchFiles(reference: Reference): readonly OutputFile[] {
  const homes = typesOf(reference);
  const numbers = new Map(
    homes.map(({ declaration }, i) => [declaration, i + 1]),
  );
  const types = homes.map((home) => walkOf(reference, home, numbers));
  const entries = [
    ...resourceEntries(reference, numbers),
    ...homes.map((home): Entry => typeEntry(reference, home, numbers)),
  ];
  const names = [...new Set(types.flatMap(([, fields]) => namesIn(fields)))];
  names.sort();
  const index = new MiniSearch<{ id: number; title: string; words: string }>(
    options,
  );
  index.addAll([
    ...entries.map(([title, about, , , aliases], id) => ({
      id,
      title,
      words: `${wordsOf(title)} ${aliases.join(" ")} ${about}`,
    })),
    ...names.map((name, i) => ({
      id: entries.length + i,
      title: name,
      words: wordsOf(name),
    })),
  ]);
  const content = JSON.stringify({ entries, names, types, index });
  return [
    { path: `${assetsFolder}/minisearch.js`, text: libraryText() },
    {
      path: `${assetsFolder}/search-index.js`,
      text: `globalThis.kubewrightSearch = ${content};\n`,
    },
  ];
}

function typesOf({ model }: Reference): readonly TypeHome[] {
  return model.groupVersions.flatMap(({ directory, schemas }) =>
    schemas.map((declaration) => ({ directory, declaration })),
  );
}

function resourceEntries(
  reference: Reference,
  numbers: ReadonlyMap<TypeHome["declaration"], number>,
): readonly Entry[] {
  const { model, addresses, emission } = reference;
  return model.groupVersions.flatMap((groupVersion) =>
    groupVersion.resources.map((resource): Entry => {
      const found = discoveredResource(reference, groupVersion, resource);
      const { document } = groupVersion;
      const home = declarationOf(
        emission,
        document?.key ?? "",
        resource.schema,
      );
      return [
        resource.kind,
        groupVersionName(groupVersion),
        addresses.resource(groupVersion, resource),
        home === undefined ? -1 : (numbers.get(home.declaration) ?? 0) - 1,
        [
          resource.plural,
          ...(found?.shortNames ?? []),
          ...(found?.singularName === undefined ? [] : [found.singularName]),
        ],
      ];
    }),
  );
}

function typeEntry(
  { addresses }: Reference,
  { directory, declaration }: TypeHome,
  numbers: ReadonlyMap<TypeHome["declaration"], number>,
): Entry {
  const { typeName } = declaration;
  return [
    typeName,
    `type of ${directory}`,
    addresses.type(directory, typeName) ?? "",
    (numbers.get(declaration) ?? 0) - 1,
    [],
  ];
}

function walkOf(
  reference: Reference,
  home: TypeHome,
  numbers: ReadonlyMap<TypeHome["declaration"], number>,
): Walk {
  const { directory, declaration } = home;
  const treeOf = (nodes: readonly FieldNode[]): Tree => {
    const tree = Object.create(null) as Tree;
    for (const { field, refers, children } of nodes)
      tree[field.name] =
        refers === undefined
          ? children.length > 0
            ? treeOf(children)
            : 0
          : (numbers.get(refers.declaration) ?? 0);
    return tree;
  };
  return [
    reference.addresses.type(directory, declaration.typeName) ?? "",
    knownSchema(declaration.name) === undefined
      ? treeOf(fieldsOf(reference, home))
      : {},
    followedFields(reference, home).map(({ field }) => field.path.join(".")),
    [...movedFields(partsOf(reference, home))].map(
      ([path, { page, itself }]) => [path, page, itself] as const,
    ),
  ];
}

function namesIn(tree: Tree): readonly string[] {
  return Object.entries(tree).flatMap(([name, below]) =>
    typeof below === "number" ? [name] : [name, ...namesIn(below)],
  );
}

/** `PodDisruptionBudget` is found by each of its words. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
}

/** MiniSearch as a plain script, which its package has beside its modules. */
function libraryText(): string {
  const main = createRequire(import.meta.url).resolve("minisearch");
  const text = readFileSync(
    join(dirname(main), "..", "umd", "index.js"),
    "utf8",
  );
  // The map is not there, and a browser's tools would ask for it.
  return text.replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
}
