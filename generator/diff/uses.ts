import { apiVersionOf } from "./api-version.js";
import type { Use } from "./change.js";
import { joined } from "./field-path.js";
import { directionsOf } from "./resource.js";
import type { Direction } from "./rules/judgement.js";
import type { SchemaPair, SchemaPairs } from "./schema-pairs.js";
import type { ResourcePair } from "./served.js";
import type { Served } from "./side.js";

/** A body that a resource takes or gives, on both sides. */
interface Body {
  readonly use: Omit<Use, "path">;
  readonly pair: SchemaPair;
  readonly directions: readonly Direction[];
}

/** Who meets a pair of schemas. */
export interface Meeting {
  readonly uses: readonly Use[];
  readonly directions: ReadonlySet<Direction>;
}

/** The bodies that hold each pair of schemas, with the shortest way there; pairs that none holds are not in it. */
export function meetings(
  resources: readonly ResourcePair[],
  pairs: SchemaPairs,
): ReadonlyMap<SchemaPair, Meeting> {
  const found = new Map<
    SchemaPair,
    { uses: Use[]; directions: Set<Direction> }
  >();
  for (const body of resources.flatMap((pair) => bodiesOf(pair, pairs)))
    for (const [pair, path] of within(body.pair)) {
      const meeting = found.get(pair) ?? { uses: [], directions: new Set() };
      found.set(pair, meeting);
      // A list holds what its objects do, which are there by themselves.
      const isThere = meeting.uses.some(
        ({ apiVersion, resource }) =>
          apiVersion === body.use.apiVersion && resource === body.use.resource,
      );
      if (!isThere) meeting.uses.push({ ...body.use, path });
      for (const one of body.directions) meeting.directions.add(one);
    }
  return found;
}

/** The pairs that a pair leads to, itself first, with the paths there: the nearest first. */
function within(root: SchemaPair): ReadonlyMap<SchemaPair, string> {
  const paths = new Map([[root, ""]]);
  // What is put into a map while it is gone through comes at its end.
  for (const [pair, path] of paths)
    for (const { path: inner, to } of pair.references)
      if (!paths.has(to)) paths.set(to, joined(path, inner));
  return paths;
}

/** The objects first: who holds what they hold is not told again. */
function bodiesOf(
  resources: ResourcePair,
  pairs: SchemaPairs,
): readonly Body[] {
  const { old, new: next } = resources;
  const { plural, verbs, subresources } = old.resource;
  const body = (
    name: string,
    schemas: readonly [string | undefined, string | undefined],
    directions: readonly Direction[],
    kind?: Use["body"],
  ): readonly Body[] => {
    const pair = pairOf(resources, schemas, pairs);
    const use = {
      apiVersion: apiVersionOf(old.groupVersion),
      resource: name,
      ...(kind === undefined ? {} : { body: kind }),
    };
    return pair === undefined ? [] : [{ use, pair, directions }];
  };
  const schemaOf = ({ resource }: Served) => resource.schema;
  const own = [schemaOf(old), schemaOf(next)] as const;
  return [
    ...body(plural, own, directionsOf(allVerbs(old))),
    ...body(
      plural,
      [old.resource.listSchema, next.resource.listSchema],
      ["reading"],
      "list",
    ),
    ...body(
      plural,
      [old.resource.createAnswers, next.resource.createAnswers],
      ["reading"],
      "answer",
    ),
    ...(verbs.some((verb) => verb.startsWith("delete"))
      ? body(plural, [deleteOptions, deleteOptions], ["writing"], "options")
      : []),
    ...subresources.flatMap((one) => {
      const other = next.resource.subresources.find(
        ({ name }) => name === one.name,
      );
      // Such as `status` take the object itself.
      const isOwn = one.schema === own[0] && other?.schema === own[1];
      if (other === undefined || isOwn) return [];
      const name = `${plural}/${one.name}`;
      return [
        ...body(name, [one.schema, other.schema], directionsOf(one.verbs)),
        ...body(
          name,
          [one.createAnswers, other.createAnswers],
          ["reading"],
          "answer",
        ),
      ];
    }),
  ];
}

const deleteOptions = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

/** The verbs of a resource, and those of the subresources that take the same object, such as `status`; deleting sends none. */
function allVerbs({ resource }: Served): readonly string[] {
  return [
    ...resource.verbs,
    ...resource.subresources
      .filter(({ schema }) => schema === resource.schema)
      .flatMap(({ verbs }) => verbs),
  ].filter((verb) => !verb.startsWith("delete") && verb !== "connect");
}

function pairOf(
  { old, new: next }: ResourcePair,
  [before, after]: readonly [string | undefined, string | undefined],
  pairs: SchemaPairs,
): SchemaPair | undefined {
  const found = [
    old.side.find(old.groupVersion.document?.key ?? "", before),
    next.side.find(next.groupVersion.document?.key ?? "", after),
  ] as const;
  return found[0] === undefined || found[1] === undefined
    ? undefined
    : pairs.of(found[0], found[1]);
}
