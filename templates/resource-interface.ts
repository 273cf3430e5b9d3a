import { docComment } from "./doc-comment.js";
import type { Member, NameOf, TypeExpression } from "./type-expression.js";
import { flatType, lineWidth, printMembers, printType } from "./type.js";

/** The interface of a resource's client: its methods, then its subresources. */
export interface InterfaceView {
  readonly name: string;
  readonly doc: string;
  readonly methods: readonly MethodView[];
  readonly members: readonly Member[];
}

/** A method, or one of its overloads. */
export interface MethodView {
  readonly name: string;
  readonly doc: string;
  readonly parameters: readonly ParameterView[];
  readonly returns: TypeExpression;
}

/** A parameter of a method. */
export interface ParameterView {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeExpression;
}

/** One exported interface with methods. */
export function resourceInterface(
  { name, doc, methods, members }: InterfaceView,
  names: NameOf,
): string {
  const printed = methods
    .map((view) => `${docComment(view.doc, "  ")}${method(view, names)}`)
    .join("\n");
  const properties = printMembers(members, names, "  ");
  const gap = printed !== "" && properties !== "" ? "\n" : "";
  const body = `${printed}${gap}${properties}`;
  return `${docComment(doc, "")}export interface ${name} {${body === "" ? "" : `\n${body}`}}\n`;
}

function method(
  { name, parameters, returns }: MethodView,
  names: NameOf,
): string {
  const printed = parameters.map(
    (p) =>
      `${p.name}${p.optional ? "?" : ""}: ${flatType(p.type, names) ?? ""}`,
  );
  const result = flatType(returns, names) ?? "";
  const flat = `  ${name}(${printed.join(", ")}): ${result};\n`;
  if (parameters.length === 0 || flat.length - 1 <= lineWidth) return flat;
  const lines = parameters.map((parameter, i) => {
    const head = `    ${parameter.name}${parameter.optional ? "?" : ""}: `;
    const fits = 4 + (printed[i] ?? "").length + 1 <= lineWidth;
    return fits
      ? `    ${printed[i] ?? ""},\n`
      : `${head}${printType(parameter.type, names, "    ", head.length, 1)},\n`;
  });
  const closing = printType(returns, names, "  ", 5, 1);
  return `  ${name}(\n${lines.join("")}  ): ${closing};\n`;
}
