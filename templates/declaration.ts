import { docComment } from "./doc-comment.js";
import type { Member, NameOf, TypeExpression } from "./type-expression.js";
import {
  lineWidth,
  printMembers,
  printType,
  spaced,
  widthToBreak,
} from "./type.js";

/** An interface or an alias of a module of types. */
export interface DeclarationView {
  readonly name: string;
  readonly doc: string;
  readonly body:
    | {
        readonly kind: "interface";
        readonly extends?: TypeExpression;
        readonly members: readonly Member[];
        /** Whether other keys may be there too. */
        readonly open: boolean;
      }
    | { readonly kind: "alias"; readonly type: TypeExpression };
}

/** One exported type. */
export function declaration(
  { name, doc, body }: DeclarationView,
  names: NameOf,
): string {
  const comment = docComment(doc, "");
  if (body.kind === "alias") {
    const head = `export type ${name} =`;
    const width = widthToBreak(body.type, names, 1);
    const fits = width === 0 || head.length + 1 + width <= lineWidth;
    const type = fits
      ? spaced(printType(body.type, names, "", head.length + 1, 1))
      : `\n  ${printType(body.type, names, "  ", 2, 1)}`;
    return `${comment}${head}${type};\n`;
  }
  const index = body.open ? "  [key: string]: unknown;\n" : "";
  const members = printMembers(body.members, names, "  ") + index;
  const base =
    body.extends === undefined
      ? ""
      : ` extends ${printType(body.extends, names, "", 0, 0)}`;
  return `${comment}export interface ${name}${base} {${members === "" ? "" : `\n${members}`}}\n`;
}
