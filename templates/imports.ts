import { lineWidth } from "./type.js";

/** One import of a module: from where, and which names under which. */
export interface ImportView {
  /** `./types.js`. */
  readonly from: string;
  /** Sorted. */
  readonly names: readonly ImportedName[];
}

/** A name, what it is called here, and whether it is used as a type only. */
export interface ImportedName {
  readonly name: string;
  readonly local: string;
  readonly typeOnly: boolean;
}

/** The import statements of a module. */
export function imports(views: readonly ImportView[]): string {
  return views
    .map(({ from, names }) => {
      const typeOnly = names.every((name) => name.typeOnly);
      const specifiers = names.map(({ name, local, typeOnly: isType }) => {
        const lead = isType && !typeOnly ? "type " : "";
        return name === local ? lead + name : `${lead}${name} as ${local}`;
      });
      return statement(`import ${typeOnly ? "type " : ""}`, specifiers, from);
    })
    .join("");
}

function statement(
  lead: string,
  names: readonly string[],
  from: string,
): string {
  const flat = `${lead}{ ${names.join(", ")} } from "${from}";\n`;
  return names.length === 1 || flat.length - 1 <= lineWidth
    ? flat
    : `${lead}{\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";\n`;
}
