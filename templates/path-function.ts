import { docComment } from "./doc-comment.js";
import { stringLiteral, templateText } from "./literal.js";
import { lineWidth } from "./type.js";

/** A function of `paths.ts`: every decision is taken. */
export interface PathFunctionView {
  readonly name: string;
  readonly doc: string;
  /** Its forms: with and without a namespace, or with and without the rest of a path. */
  readonly forms: readonly PathForm[];
}

/** One way to call it. */
export interface PathForm {
  readonly parameters: readonly string[];
  /** The path with `{holes}` where the parameters go, as it is published. */
  readonly template: string;
}

/** Builders of the paths of one resource. */
export function pathFunction({ name, doc, forms }: PathFunctionView): string {
  const [first, second] = forms;
  if (first === undefined) return "";
  const comment = docComment(doc, "");
  if (second === undefined) {
    const head = signature(
      name,
      first.parameters.map(required),
      pathType(first),
      " {",
    );
    return `${comment}${head}\n  return ${pathValue(first)};\n}\n`;
  }
  const last = second.parameters.at(-1) ?? "";
  const shared = second.parameters.slice(0, -1).map(required);
  const body = `  return ${last} === undefined\n    ? ${pathValue(first)}\n    : ${pathValue(second)};\n`;
  return [
    `${comment}${signature(name, [...shared, `${last}?: undefined`], pathType(first), ";")}\n`,
    `${signature(name, second.parameters.map(required), pathType(second), ";")}\n`,
    `${signature(name, [...shared, `${last}?: string`], "string", " {")}\n${body}}\n`,
  ].join("");
}

function required(parameter: string): string {
  return `${parameter}: string`;
}

/** The head of a function, or of one of its overloads, with `end` after it. */
function signature(
  name: string,
  parameters: readonly string[],
  type: string,
  end: " {" | ";",
): string {
  const head = `export function ${name}`;
  const flat = `${head}(${parameters.join(", ")}): ${type}`;
  return parameters.length === 0 || flat.length + end.length <= lineWidth
    ? flat + end
    : `${head}(\n${parameters.map((p) => `  ${p},\n`).join("")}): ${type}${end}`;
}

function pathType({ template }: PathForm): string {
  return template.includes("{")
    ? `\`${templateText(template).replace(/\{\w+\}/g, "${string}")}\``
    : stringLiteral(template);
}

function pathValue({ template }: PathForm): string {
  if (!template.includes("{")) return stringLiteral(template);
  const filled = templateText(template).replace(
    /\{(\w+)\}/g,
    (_, parameter: string) =>
      parameter === "path"
        ? '${pathTail("path", path)}'
        : `\${pathSegment("${parameter}", ${parameter})}`,
  );
  return `\`${filled}\``;
}
