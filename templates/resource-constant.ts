import { docComment } from "./doc-comment.js";
import { constant, printValue, type Value } from "./facts.js";
import { lineWidth } from "./type.js";

/** A resource for programs that take single verbs of it. */
export interface ResourceConstantView {
  readonly name: string;
  readonly doc: string;
  /** What the runtime calls a resource of its scope: `NamespacedResource`. */
  readonly type: string;
  /** The client's interfaces for it: for one namespace or of the cluster, and, where there is one, for all namespaces. */
  readonly interfaces: readonly string[];
  readonly identity: Value;
}

/** The constant, whose type says which methods there are. */
export function resourceConstant({
  name,
  doc,
  type,
  interfaces,
  identity,
}: ResourceConstantView): string {
  const flat = `${type}<${interfaces.join(", ")}>`;
  const fits = `export const ${name}: ${flat} =`.length <= lineWidth;
  // Of one argument prettier makes no lines of their own.
  if (fits || interfaces.length < 2) return constant(name, flat, doc, identity);
  const lines = interfaces.map((argument) => `  ${argument}`).join(",\n");
  return `${docComment(doc, "")}export const ${name}: ${type}<\n${lines}\n> = ${printValue(identity, "", 4, 1)};\n`;
}
