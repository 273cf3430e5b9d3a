import { isBuiltin } from "node:module";

import { describe, expect, test } from "vitest";

import { zones } from "./architecture-zones.js";
import { filesUnder, importsOf, type SourceImport } from "./source-imports.js";

/** The files directly in `generator`, and its folders for commands and plugins, put the stages together: they may import everything. */
const assembly = /^generator\/([^/]+\.ts|(cli|plugins|snapshot)\/.+)$/;

const zoneByPrefix: readonly (readonly [string, string])[] = Object.entries(
  zones,
)
  .flatMap(([name, { holds }]) => holds.map((held) => [held, name] as const))
  .sort(([a], [b]) => b.length - a.length);

function zoneOf(file: string): string | undefined {
  const fits = zoneByPrefix.find(
    ([held]) => file === held || file.startsWith(`${held}/`),
  );
  return fits?.[1] ?? (assembly.test(file) ? "assembly" : undefined);
}

function mayImport(zone: string, { target, typeOnly }: SourceImport): boolean {
  if (zone === "assembly") return true;
  const rules = zones[zone];
  if (rules === undefined) return false;
  const { values, types = [], packages = [] } = rules;
  if (!/^(generator|templates)\//.test(target))
    return packages.includes(isBuiltin(target) ? "node:" : target);
  const wanted = zoneOf(target);
  return (
    wanted !== undefined &&
    (wanted === zone ||
      values.includes(wanted) ||
      (typeOnly && types.includes(wanted)))
  );
}

const isTypeScript = (file: string): boolean => file.endsWith(".ts");
const sources = filesUnder(["generator", "templates"], isTypeScript);
const imports = new Map(sources.map((file) => [file, importsOf(file)]));

describe("what may import what", () => {
  test("every file has a zone", () => {
    expect(sources.filter((file) => zoneOf(file) === undefined)).toEqual([]);
  });

  test.each([...Object.keys(zones), "assembly"])(
    "%s imports what it may",
    (zone) => {
      const files = sources.filter((file) => zoneOf(file) === zone);
      expect(files).not.toEqual([]);
      const refused = files.flatMap((file) =>
        (imports.get(file) ?? [])
          .filter((imported) => !mayImport(zone, imported))
          .map(
            ({ target, typeOnly }) =>
              `${file} imports ${typeOnly ? "types" : "values"} of ${target}`,
          ),
      );
      expect(refused).toEqual([]);
    },
  );
});
