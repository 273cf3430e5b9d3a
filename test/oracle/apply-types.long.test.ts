import { beforeAll, describe, expect, test } from "vitest";

import { builtinSource } from "../../generator/source/builtin.js";
import { directorySource } from "../../generator/source/directory.js";
import { realCapture } from "../unit/source-fixtures.js";
import { falseClaims, type Claim } from "./claims.js";
import { withListKeys } from "./list-keys.js";
import { readPublished, type Published } from "./published.js";

/** Longer than any of it takes on any machine. */
const timeout = 600_000;

describe.each(["builtin", "v1.37-operators"])("of %s", (name) => {
  const folder = name === "builtin" ? "" : realCapture(name);

  describe.skipIf(folder === undefined)("an apply type", () => {
    let lost: Lost;

    beforeAll(async () => {
      const source = folder ? directorySource(folder) : builtinSource();
      const published = await readPublished(source);
      lost = lostOf(published, await readPublished(await withListKeys(source)));
    }, timeout);

    test("has the properties of its plain type", () => {
      expect(lost.properties).toEqual([]);
    });

    test("takes an object whose lists have their keys", () => {
      expect(lost.keyed).toEqual([]);
    });

    test("takes no list without its keys", () => {
      expect(lost.keyless).toEqual(
        expect.arrayContaining(["core/v1 PodSpec", "core/v1 ServiceAccount"]),
      );
    });
  });
});

/** The schemas of whose apply types a claim does not hold. */
interface Lost {
  /** They have other properties than the plain type. */
  readonly properties: readonly string[];
  /** They do not take what has all keys. */
  readonly keyed: readonly string[];
  /** They do not take the plain type. */
  readonly keyless: readonly string[];
}

/** Makes all claims in one program: most of the work is to know the types. */
function lostOf(published: Published, keyed: Published): Lost {
  const files = new Map(
    [...filesOf("published", published), ...filesOf("keyed", keyed)].map(
      ({ path, text }) => [path, text],
    ),
  );
  const imports: string[] = [];
  const claims = published.generation.files
    .filter(({ path }) => path.endsWith("/apply.ts"))
    .flatMap(({ path, text }) => {
      const directory = path.slice(0, -"/apply.ts".length);
      const module = directory.replace(/[^a-z0-9]/gi, "_");
      imports.push(
        `import type * as ${module}_plain from "./published/${directory}/types.js";`,
        `import type * as ${module}_keyed from "./keyed/${directory}/types.js";`,
        `import type * as ${module}_apply from "./published/${directory}/apply.js";`,
      );
      return [
        ...text.matchAll(/^export (?:interface|type) ((\w+)Apply\$?) /gm),
      ].map(([, name = "", of = ""]) => {
        const [plain, keyed] = [
          `${module}_plain.${of}`,
          `${module}_keyed.${of}`,
        ];
        const apply = `${module}_apply.${name}`;
        const claim = (type: string): Claim => ({
          name: `${directory} ${of}`,
          type,
        });
        return {
          properties: claim(`Same<keyof ${plain}, keyof ${apply}>`),
          keyed: claim(`Fits<${keyed}, ${apply}>`),
          keyless: claim(`Fits<${plain}, ${apply}>`),
        };
      });
    });
  expect(claims.length).toBeGreaterThan(100);
  const all = claims.flatMap((claim) => Object.values(claim));
  const failed = new Set(falseClaims(files, imports, all));
  const lost = (about: keyof Lost): readonly string[] =>
    claims
      .filter((claim) => failed.has(claim[about]))
      .map((claim) => claim[about].name);
  return {
    properties: lost("properties"),
    keyed: lost("keyed"),
    keyless: lost("keyless"),
  };
}

function filesOf(
  folder: string,
  { generation }: Published,
): readonly { readonly path: string; readonly text: string }[] {
  return generation.files
    .filter(({ path }) => path.endsWith(".ts"))
    .map(({ path, text }) => ({ path: `/${folder}/${path}`, text }));
}
