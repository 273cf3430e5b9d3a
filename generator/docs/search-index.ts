import { declarationOf, type OutputFile } from "../emit/emission.js";
import { knownSchema } from "../emit/known-schemas.js";
import { fieldsOf, type FieldNode, type TypeHome } from "./fields.js";
import { followedFields, movedFields, partsOf } from "./paging.js";
import { discoveredResource, type Reference } from "./reference.js";
import { searchScripts, wordsOf, type Entry } from "./search-scripts.js";
import { groupVersionName } from "./words.js";

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
  return searchScripts(
    { entries, names, types },
    ([title, about, , , aliases]) =>
      [wordsOf(title), ...aliases, about].join(" "),
  );
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
