import type { Schema } from "../../generator/document/openapi.js";
import { falseClaims, type Claim } from "./claims.js";
import { differences } from "./differences.js";
import type { Oracle } from "./openapi-typescript.js";
import type { Published } from "./published.js";

/**
 * Where the types of a generated client are not those that openapi-typescript makes of the same schemas.
 *
 * @returns the properties that differ, or the schemas where no property alone does; a schema that differs only by what it
 * refers to is not named
 */
export function disagreements(
  published: Published,
  oracle: Oracle,
): readonly string[] {
  const pairs = pairsOf(published);
  const wrong = new Set(
    check(published, oracle, pairs.map(wholeClaim)).map(({ name }) => name),
  );
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

/** The differences that are listed and change nothing: without them openapi-typescript would give the same types. */
export function needlessDifferences(
  published: Published,
  oracle: Oracle,
  customResources: boolean,
): readonly string[] {
  const claims = [...oracle.witnesses].flatMap(([name, witnesses]) =>
    witnesses.map(({ published, mirrored }) => ({
      name,
      type: `Same<Theirs["${published}"], Theirs["${mirrored}"]>`,
    })),
  );
  const needed = new Set(
    check(published, oracle, claims).map(({ name }) => name),
  );
  return differences
    .filter(({ ofCustomResources }) => customResources || !ofCustomResources)
    .map(({ name }) => name)
    .filter((name) => !needed.has(name));
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
