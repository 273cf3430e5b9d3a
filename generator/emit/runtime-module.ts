/** What a module of `templates/runtime` takes from another, by a statement of its own. */
export interface RuntimeImport {
  /** `./errors.js` is `errors`; a package or a module of Node.js by its name. */
  readonly from: string;
  readonly isOwn: boolean;
  readonly typeOnly: boolean;
  /** `name`, `name as local`, `type name`; undefined for `*`. */
  readonly names: readonly string[] | undefined;
}

/** A module of `templates/runtime`, in its parts. */
export interface RuntimeModule {
  readonly name: string;
  readonly imports: readonly RuntimeImport[];
  /** `export … from "…";` */
  readonly exports: readonly RuntimeImport[];
  /** `/// <reference …`. */
  readonly references: readonly string[];
  /** All else. */
  readonly body: string;
}

/** The statements as prettier leaves them, which the sources are checked for. */
const statement =
  /^(import|export) (type )?(?:\{([^}]*)\}|\*) from "([^"]+)";\n/gm;
const referenceLine = /^\/\/\/ <reference .*\n/gm;

/** Takes a module apart. */
export function readRuntimeModule(name: string, text: string): RuntimeModule {
  const found = [...text.matchAll(statement)].map((match) => ({
    isImport: match[1] === "import",
    view: viewOf(match[2] !== undefined, match[3], match[4] ?? ""),
  }));
  const references = [...text.matchAll(referenceLine)].map(([line]) => line);
  return {
    name,
    imports: found.filter((one) => one.isImport).map(({ view }) => view),
    exports: found.filter((one) => !one.isImport).map(({ view }) => view),
    references,
    body: text.replace(statement, "").replace(referenceLine, "").trim(),
  };
}

function viewOf(
  typeOnly: boolean,
  list: string | undefined,
  specifier: string,
): RuntimeImport {
  const own = /^\.\/(.*)\.js$/.exec(specifier)?.[1];
  return {
    from: own ?? specifier,
    isOwn: own !== undefined,
    typeOnly,
    names: list
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  };
}
