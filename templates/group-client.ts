import { docComment } from "./doc-comment.js";
import { propertyKey } from "./literal.js";

/** The client of one group and version. */
export interface GroupClientView {
  /** `AppsV1`. */
  readonly type: string;
  /** `appsV1`. */
  readonly factory: string;
  /** `appsV1Resources`. */
  readonly resources: string;
  /** `apps/v1`. */
  readonly apiVersion: string;
  readonly accessors: readonly AccessorView[];
  /** What the runtime's own are called in this module. */
  readonly runtime: {
    readonly transport: string;
    readonly groupVersionClient: string;
  };
}

/** How a resource is reached: by a namespace, by none for all of them, or as a property. */
export interface AccessorView {
  readonly name: string;
  readonly doc: string;
  /** The type for one namespace, or of the property where it is cluster-scoped. */
  readonly type: string;
  readonly namespaced: boolean;
  /** The type for all namespaces, where the server serves them at once. */
  readonly everywhere: string | undefined;
}

/** The interface of a group and version, and the function that makes one. */
export function groupClient({
  type,
  factory,
  resources,
  apiVersion,
  accessors,
  runtime: { transport, groupVersionClient },
}: GroupClientView): string {
  const members = accessors.map(accessor).join("");
  const call = `${groupVersionClient}<${type}>(transport, ${resources})`;
  const body =
    call.length + 10 <= 80
      ? `  return ${call};\n`
      : `  return ${groupVersionClient}<${type}>(\n    transport,\n    ${resources},\n  );\n`;
  const head = `export function ${factory}(transport: ${transport}): ${type} {`;
  const opened =
    head.length <= 80
      ? head
      : `export function ${factory}(\n  transport: ${transport},\n): ${type} {`;
  return [
    `${docComment(`The resources of \`${apiVersion}\`.`, "")}export interface ${type} {\n${members}}\n`,
    `${docComment(`The client of \`${apiVersion}\` alone, on a transport.`, "")}${opened}\n${body}}\n`,
  ].join("\n");
}

function accessor({
  name,
  doc,
  type,
  namespaced,
  everywhere,
}: AccessorView): string {
  const key = propertyKey(name);
  const comment = docComment(doc, "  ");
  if (!namespaced) return `${comment}  readonly ${key}: ${type};\n`;
  const one = call(key, "namespace: string", type);
  if (everywhere === undefined) return comment + one;
  const all = docComment("Those of all namespaces.", "  ");
  return `${comment}${one}${all}${call(key, "", everywhere)}`;
}

function call(key: string, parameter: string, type: string): string {
  const flat = `  ${key}(${parameter}): ${type};\n`;
  return parameter === "" || flat.length - 1 <= 80
    ? flat
    : `  ${key}(\n    ${parameter},\n  ): ${type};\n`;
}
