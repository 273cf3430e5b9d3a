import ts from "typescript";
import type { OutputFile } from "../../generator/emit/emission.js";

/** The runtime's interface that a resource with a method of this name has to fit. */
const capabilities: Readonly<Record<string, string>> = {
  apply: "Appliable<Parameters<R['apply']>[1], unknown>",
  create: "Creatable<Parameters<R['create']>[0], unknown>",
  delete: "Deletable<unknown>",
  get: "Gettable<unknown>",
  list: "Listable<unknown>",
  listAll: "Listable<unknown>",
  patch: "Patchable<Parameters<R['update']>[0], unknown>",
  update: "Updatable<Parameters<R['update']>[0], unknown>",
  watch: "Watchable<unknown>",
};

/**
 * A module that compiles where every interface of the clients fits the runtime's capability interfaces: for each that does not, a line
 * is wrong.
 */
export function capabilityCheck(files: readonly OutputFile[]): string {
  const claims = files
    .filter(({ path }) => path.endsWith("/client.ts"))
    .flatMap(claimsOf);
  const names = [...new Set(Object.values(capabilities))].map(
    (type) => type.split("<")[0] ?? "",
  );
  return [
    `import type { ${[...new Set(names)].join(", ")} } from "./runtime/types.js";`,
    "type Fits<R, C> = R extends C ? true : never;",
    ...claims,
  ].join("\n");
}

function claimsOf({ path, text }: OutputFile): readonly string[] {
  const module = `"./${path.replace(/\.ts$/, ".js")}"`;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  return source.statements.filter(ts.isInterfaceDeclaration).flatMap((of) => {
    const methods = of.members.filter(ts.isMethodSignature);
    const has = new Set(methods.map(({ name }) => nameOf(name)));
    return methods.flatMap(({ name, parameters }) => {
      const method = nameOf(name);
      const capability = capabilities[method];
      const first = parameters[0]?.name;
      // What a subresource is created with goes by the name of its object; a patch is of what an update takes.
      const isOther =
        (method === "create" && first && nameOf(first) === "name") ||
        (method === "patch" && !has.has("update"));
      if (capability === undefined || isOther) return [];
      const type = `import(${module}).${of.name.text}`;
      const constant = `${path}_${of.name.text}_${method}_${name.pos}`;
      return `export const ${constant.replace(/\W/g, "_")}: Fits<${type}, ${capability.replaceAll("R[", `${type}[`)}> = true;`;
    });
  });
}

function nameOf(name: ts.Node): string {
  return ts.isIdentifier(name) ? name.text : "";
}
