import { imports, type ImportView } from "../../templates/imports.js";
import { groupBy } from "../model/names.js";
import { runtimeFileOf } from "./runtime-files.js";
import type { RuntimeImport, RuntimeModule } from "./runtime-module.js";

/**
 * Makes one file of modules of the runtime: their imports from elsewhere, once; then each module's own text, after those of the
 * modules whose values it uses.
 *
 * @throws {Error} where a module renames what it takes from one of the others, which the names of one file cannot follow
 */
export function mergeRuntimeModules(
  file: string,
  modules: readonly RuntimeModule[],
): string {
  const ordered = inOrder(modules);
  const outside = ordered.flatMap((module) =>
    module.imports.filter((one) => isOutside(file, module, one)),
  );
  const exported = ordered.flatMap((module) =>
    module.exports
      .filter((one) => isOutside(file, module, one))
      .map((one) => exportStatement(one)),
  );
  const parts = [
    ordered.flatMap(({ references }) => references).join(""),
    imports(importViews(outside)),
    exported.join(""),
    ...ordered.map(({ body }) => (body === "" ? "" : withFiles(body) + "\n")),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** Modules after those whose values they use: a class must be there before one that extends it. */
function inOrder(modules: readonly RuntimeModule[]): readonly RuntimeModule[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const ordered = new Set<RuntimeModule>();
  const visit = (module: RuntimeModule): void => {
    const { name, imports: taken, exports } = module;
    // Deleted before its imports are looked at, so that functions that need each other end.
    if (!byName.delete(name)) return;
    for (const one of [...taken, ...exports]) {
      const used = byName.get(one.from);
      if (used !== undefined && one.isOwn && usesValues(one)) visit(used);
    }
    ordered.add(module);
  };
  for (const module of modules) visit(module);
  return [...ordered];
}

function usesValues({ typeOnly, names }: RuntimeImport): boolean {
  return !typeOnly && names?.every((name) => name.startsWith("type ")) !== true;
}

function isOutside(
  file: string,
  module: RuntimeModule,
  { from, isOwn, names }: RuntimeImport,
): boolean {
  if (!isOwn || runtimeFileOf(from) !== file) return true;
  const renamed = names?.find((name) => name.includes(" as "));
  if (renamed !== undefined)
    throw new Error(
      `templates/runtime/${module.name}.ts takes "${renamed}" from ${from}.ts, which is in the same file of a client: call it by its name`,
    );
  return false;
}

function importViews(taken: readonly RuntimeImport[]): readonly ImportView[] {
  return [...groupBy(taken, specifierOf)]
    .map(([from, statements]): ImportView => ({
      from,
      names: namesOf(statements),
    }))
    .sort((a, b) => (sortKey(a.from) < sortKey(b.from) ? -1 : 1));
}

/** What several modules take from one place; a type and a value where one of them uses its value. */
function namesOf(statements: readonly RuntimeImport[]): ImportView["names"] {
  const taken = statements.flatMap(({ typeOnly, names = [] }) =>
    names.map((name) => ({
      name: name.replace(/^type /, ""),
      typeOnly: typeOnly || name.startsWith("type "),
    })),
  );
  return [...groupBy(taken, ({ name }) => name)]
    .map(([specifier, uses]) => {
      const [name = specifier, local = name] = specifier.split(" as ");
      return { name, local, typeOnly: uses.every((use) => use.typeOnly) };
    })
    .sort((a, b) => (a.local < b.local ? -1 : 1));
}

function exportStatement(exported: RuntimeImport): string {
  const { typeOnly, names } = exported;
  const from = specifierOf(exported);
  if (names === undefined)
    return `export ${typeOnly ? "type " : ""}* from "${from}";\n`;
  const view = {
    from,
    names: namesOf([{ ...exported, typeOnly: false }]),
  };
  return imports([view]).replace(
    /^import /,
    typeOnly ? "export type " : "export ",
  );
}

function specifierOf({ from, isOwn }: RuntimeImport): string {
  return isOwn ? `./${runtimeFileOf(from)}.js` : from;
}

/** Packages and modules of Node.js first. */
function sortKey(specifier: string): string {
  return (specifier.startsWith("./") ? "1" : "0") + specifier;
}

/** Modules that are loaded when they are needed are in files too. */
function withFiles(body: string): string {
  return body.replace(
    /\bimport\("\.\/([^"]+)\.js"\)/g,
    (_, module: string) => `import("./${runtimeFileOf(module)}.js")`,
  );
}
