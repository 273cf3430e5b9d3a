import { readFileSync } from "node:fs";

/** What a server says that it has, each fact a line of its own; read from other documents than the generator reads, by other code. */
export interface PublishedFacts {
  /** `group apps`, `version apps/v1`, `resource apps/v1 deployments`, `subresource apps/v1 deployments/scale` … */
  readonly served: ReadonlySet<string>;
  /** The names of fields, by definition. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

interface DiscoveryList {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly DiscoveredResource[];
    }[];
  }[];
}

interface DiscoveredResource {
  readonly resource: string;
  readonly scope: string;
  readonly verbs: readonly string[];
  readonly responseKind: { readonly kind: string };
  readonly subresources?: readonly {
    readonly subresource: string;
    readonly verbs: readonly string[];
  }[];
}

interface Swagger {
  readonly definitions: Readonly<
    Record<string, { readonly properties?: object }>
  >;
}

/**
 * Reads the facts of a capture from its aggregated discovery and its Swagger 2.0.
 *
 * @param capture the path of its folder, beside which the others stand
 */
export function publishedFacts(capture: string): PublishedFacts {
  const read = (suffix: string): unknown =>
    JSON.parse(readFileSync(`${capture}.${suffix}.json`, "utf8"));
  const lists = ["discovery-api", "discovery-apis"].map(
    (suffix) => read(suffix) as DiscoveryList,
  );
  const { definitions } = read("openapi-v2") as Swagger;
  return {
    served: new Set(lists.flatMap(servedIn)),
    fields: new Map(
      Object.entries(definitions).map(([name, { properties = {} }]) => [
        name,
        new Set(Object.keys(properties)),
      ]),
    ),
  };
}

function servedIn({ items }: DiscoveryList): readonly string[] {
  return items.flatMap(({ metadata: { name = "" }, versions }) => [
    `group ${name}`,
    ...versions.flatMap(({ version, resources }) => [
      `version ${name}/${version}`,
      ...resources.flatMap((one) => factsOf(`${name}/${version}`, one)),
    ]),
  ]);
}

function factsOf(
  groupVersion: string,
  {
    resource,
    scope,
    verbs,
    responseKind,
    subresources = [],
  }: DiscoveredResource,
): readonly string[] {
  const at = `${groupVersion} ${resource}`;
  return [
    `resource ${at}`,
    `scope ${at} ${scope}`,
    `kind ${at} ${responseKind.kind}`,
    ...verbs.map((verb) => `verb ${at} ${verb}`),
    ...subresources.flatMap((one) => [
      `subresource ${at}/${one.subresource}`,
      ...one.verbs.map((verb) => `verb ${at}/${one.subresource} ${verb}`),
    ]),
  ];
}

/** What of one capture another has not; of a thing that is gone, not what it had. */
export function missingFrom(
  other: PublishedFacts,
  own: PublishedFacts,
): readonly string[] {
  const served = [...own.served].filter(
    (fact) => !other.served.has(fact) && isOnBothSides(fact, other),
  );
  const fields = [...own.fields].flatMap(([definition, names]) => {
    const others = other.fields.get(definition);
    return others === undefined
      ? []
      : [...names]
          .filter((name) => !others.has(name))
          .map((name) => `field ${definition} ${name}`);
  });
  return [...served, ...fields].sort();
}

/** Whether the thing that a fact is of is there on the other side. */
function isOnBothSides(fact: string, { served }: PublishedFacts): boolean {
  const [what = "", groupVersion = "", name = ""] = fact.split(" ");
  if (["group", "version", "resource"].includes(what)) return true;
  const [resource = ""] = name.split("/");
  const holder =
    what === "subresource" || resource === name
      ? `resource ${groupVersion} ${resource}`
      : `subresource ${groupVersion} ${name}`;
  return served.has(holder);
}
