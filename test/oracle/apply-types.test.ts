import { beforeAll, describe, expect, test } from "vitest";

import { builtinSource } from "../../generator/source/builtin.js";
import { directorySource } from "../../generator/source/directory.js";
import { realCapture } from "../unit/source-fixtures.js";
import { falseClaims } from "./claims.js";
import { withListKeys } from "./list-keys.js";
import { readPublished, type Published } from "./published.js";

/** Longer than any of it takes on any machine. */
const timeout = 600_000;

describe.each(["builtin", "v1.37-operators"])("of %s", (name) => {
  const folder = name === "builtin" ? "" : realCapture(name);

  describe.skipIf(folder === undefined)("an apply type", () => {
    let published: Published;
    let keyed: Published;

    beforeAll(async () => {
      const source = folder ? directorySource(folder) : builtinSource();
      published = await readPublished(source);
      keyed = await readPublished(await withListKeys(source));
    }, timeout);

    test("has the properties of its plain type", { timeout }, () => {
      const lost = falseOfEach(
        published,
        published,
        (plain, apply) => `Same<keyof ${plain}, keyof ${apply}>`,
      );
      expect(lost).toEqual([]);
    });

    test("takes an object whose lists have their keys", { timeout }, () => {
      expect(falseOfEach(published, keyed, fits)).toEqual([]);
    });

    test("takes no list without its keys", { timeout }, () => {
      expect(falseOfEach(published, published, fits)).toEqual(
        expect.arrayContaining(["core/v1 PodSpec", "core/v1 ServiceAccount"]),
      );
    });
  });
});

function fits(plain: string, apply: string): string {
  return `Fits<${plain}, ${apply}>`;
}

/**
 * The schemas of whose types a claim does not hold.
 *
 * @param published where the apply types are
 * @param plain where the plain types are
 */
function falseOfEach(
  published: Published,
  plain: Published,
  claim: (plain: string, apply: string) => string,
): readonly string[] {
  const files = new Map(
    [...filesOf("apply", published), ...filesOf("plain", plain)].map(
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
        `import type * as ${module}_plain from "./plain/${directory}/types.js";`,
        `import type * as ${module}_apply from "./apply/${directory}/apply.js";`,
      );
      return [
        ...text.matchAll(/^export (?:interface|type) ((\w+)Apply\$?) /gm),
      ].map(([, name = "", of = ""]) => ({
        name: `${directory} ${of}`,
        type: claim(`${module}_plain.${of}`, `${module}_apply.${name}`),
      }));
    });
  expect(claims.length).toBeGreaterThan(100);
  return falseClaims(files, imports, claims).map(({ name }) => name);
}

function filesOf(
  folder: string,
  { generation }: Published,
): readonly { readonly path: string; readonly text: string }[] {
  return generation.files
    .filter(({ path }) => path.endsWith(".ts"))
    .map(({ path, text }) => ({ path: `/${folder}/${path}`, text }));
}
