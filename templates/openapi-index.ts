import { lineWidth } from "./type.js";

/** A group and version of `--emit openapi`, as the index has it. */
export interface OpenapiModule {
  /** `apps/v1`: the file, below the output folder, without its ending. */
  readonly path: string;
  /** `appsV1`. */
  readonly name: string;
  readonly hasPaths: boolean;
}

/** `index.ts` of `--emit openapi`: each group and version by its name, and the paths of all of them. */
export function openapiIndex(modules: readonly OpenapiModule[]): string {
  const withPaths = modules.filter(({ hasPaths }) => hasPaths);
  const imports = withPaths.map(
    ({ path, name }) => `import type * as ${name} from "./${path}.js";\n`,
  );
  const exports = modules.map(
    ({ path, name }) => `export type * as ${name} from "./${path}.js";\n`,
  );
  const bases = withPaths.map(({ name }) => `${name}.paths`);
  return `${imports.join("")}
${exports.join("")}
/** What is served at every path of every group and version. */
${pathsOf(bases)}`;
}

/** An interface, in which a path is found without the others being looked at. */
function pathsOf(bases: readonly string[]): string {
  if (bases.length === 0) return "export type paths = Record<string, never>;\n";
  const head = "export interface paths";
  const list = bases.join(", ");
  const oneLine = `${head} extends ${list} {}`;
  if (oneLine.length <= lineWidth) return `${oneLine}\n`;
  const twoLines = `  extends ${list} {}`;
  return twoLines.length <= lineWidth
    ? `${head}\n${twoLines}\n`
    : `${head}\n  extends\n    ${bases.join(",\n    ")} {}\n`;
}
