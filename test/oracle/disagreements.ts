import type { Schema } from "../../generator/document/openapi.js";
import { falseClaims, type Claim } from "./claims.js";
import { differences } from "./differences.js";
import type { Oracle } from "./openapi-typescript.js";
import type { Published } from "./published.js";

/** How the types of a generated client and those that openapi-typescript makes of the same schemas come out beside each other. */
export interface Comparison {
  /**
   * The properties that differ, or the schemas where no property alone does; a schema that differs only by what it refers to is not
   * named.
   */
  readonly disagreements: readonly string[];
  /** The listed differences that change something: without one of these openapi-typescript would give other types. */
  readonly needed: ReadonlySet<string>;
}

/** Compares all types in one program: most of the work is to know them. */
export function compareTypes(published: Published, oracle: Oracle): Comparison {
  const pairs = pairsOf(published);
  const whole = pairs.map(wholeClaim);
  const witnessed = witnessClaims(oracle);
  const failed = new Set(check(published, oracle, [...whole, ...witnessed]));
  const namesOf = (claims: readonly Claim[]): ReadonlySet<string> =>
    new Set(
      claims.filter((claim) => failed.has(claim)).map(({ name }) => name),
    );
  return {
    disagreements: placesOf(published, oracle, pairs, namesOf(whole)),
    needed: namesOf(witnessed),
  };
}

/** The differences that are listed and change nothing. */
export function needlessDifferences(
  { needed }: Comparison,
  customResources: boolean,
): readonly string[] {
  return differences
    .filter(({ ofCustomResources }) => customResources || !ofCustomResources)
    .map(({ name }) => name)
    .filter((name) => !needed.has(name));
}

/** Where in schemas their types differ. */
function placesOf(
  published: Published,
  oracle: Oracle,
  pairs: readonly Pair[],
  wrong: ReadonlySet<string>,
): readonly string[] {
  if (wrong.size === 0) return [];
  const places = check(
    published,
    oracle,
    pairs
      .filter(({ name }) => wrong.has(name))
      .flatMap((pair) => propertyClaims(pair, wrong)),
  );
  return places.length > 0 ? places.map(({ name }) => name) : [...wrong];
}

/** That a difference changes nothing where there is one. */
function witnessClaims({ witnesses }: Oracle): readonly Claim[] {
  return [...witnesses].flatMap(([name, places]) =>
    places.map(({ published, mirrored }) => ({
      name,
      type: `Same<Theirs["${published}"], Theirs["${mirrored}"]>`,
    })),
  );
}

/** One schema's two types, in the words of a claim. */
interface Pair {
  readonly name: string;
  readonly schema: Schema;
  readonly ours: string;
  readonly theirs: string;
}

function pairsOf({ generation: { model } }: Published): readonly Pair[] {
  return model.groupVersions.flatMap(({ directory, schemas }) =>
    schemas.map(({ name, schema, typeName }) => ({
      name,
      schema,
      ours: `${moduleName(directory)}.${typeName}`,
      theirs: `Theirs["${name}"]`,
    })),
  );
}

function wholeClaim({ name, ours, theirs }: Pair): Claim {
  return { name, type: `Same<${ours}, ${theirs}>` };
}

function propertyClaims(
  { name, schema, ours, theirs }: Pair,
  wrong: ReadonlySet<string>,
): readonly Claim[] {
  const keys = {
    name: `${name}: which properties there are`,
    type: `Same<keyof ${ours}, keyof ${theirs}>`,
  };
  const properties = Object.entries(schema.properties ?? {})
    .filter(([, property]) => !refersTo(property, wrong))
    .map(([property]) => {
      const key = JSON.stringify(property);
      return {
        name: `${name}: ${key}`,
        type: `Same<At<${ours}, ${key}>, At<${theirs}, ${key}>>`,
      };
    });
  return [keys, ...properties];
}

function refersTo(schema: Schema, names: ReadonlySet<string>): boolean {
  const text = JSON.stringify(schema);
  return [...names].some((name) => text.includes(`/${name}"`));
}

function check(
  { generation }: Published,
  oracle: Oracle,
  claims: readonly Claim[],
): readonly Claim[] {
  const files = new Map(
    generation.files.map(({ path, text }) => [`/ours/${path}`, text]),
  );
  files.set("/theirs.ts", oracle.text);
  const imports = generation.model.groupVersions
    .filter(({ schemas }) => schemas.length > 0)
    .map(
      ({ directory }) =>
        `import type * as ${moduleName(directory)} from "./ours/${directory}/types.js";`,
    );
  return falseClaims(
    files,
    [
      'import type { components } from "./theirs.js";',
      'type Theirs = components["schemas"];',
      ...imports,
    ],
    claims,
  );
}

function moduleName(directory: string): string {
  return directory.replace(/[^a-z0-9]/gi, "_");
}
