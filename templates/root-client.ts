import { docComment } from "./doc-comment.js";
import { printValue } from "./facts.js";
import { propertyKey } from "./literal.js";

/** The root of the client. */
export interface RootView {
  /** What the client was made from, for its comment. */
  readonly source: string;
  readonly groups: readonly RootGroupView[];
}

/** A group: the names it is reached by, and its versions. */
export interface RootGroupView {
  /** Empty for the core group. */
  readonly group: string;
  /** The short name, then the full one, where they differ and both are free. */
  readonly names: readonly string[];
  /** The interface that holds its versions: `AppsGroup`. */
  readonly type: string;
  readonly versions: readonly {
    readonly version: string;
    readonly type: string;
    readonly resources: string;
  }[];
}

/** `kubernetes.ts`, below its imports. */
export function rootClient({ source, groups }: RootView): string {
  const members = groups
    .flatMap(({ names, type }) =>
      names.map((name) => `  readonly ${propertyKey(name)}: ${type};\n`),
    )
    .join("");
  return [
    `${docComment(`A client of every group of ${source}.`, "")}export interface Kubernetes extends RootClient {${members === "" ? "" : `\n${members}`}}\n`,
    ...groups.map(groupInterface),
    onTransport,
    groups.length === 0
      ? "const groups: RootGroups = [];\n"
      : `const groups: RootGroups = [\n${groups.map(groupFacts).join("")}];\n`,
  ].join("\n");
}

function groupInterface({ group, type, versions }: RootGroupView): string {
  const members = versions
    .map((v) => `  readonly ${propertyKey(v.version)}: ${v.type};\n`)
    .join("");
  const doc = `The versions of ${group === "" ? "the core group" : `\`${group}\``}.`;
  return `${docComment(doc, "")}export interface ${type} {\n${members}}\n`;
}

const onTransport = `/** The client on a transport of your own. */
export function kubernetes(
  transport: Transport,
  options: { readonly namespace?: string } = {},
): Kubernetes {
  const namespace = options.namespace ?? "default";
  return rootClient<Kubernetes>({ transport, namespace }, groups);
}
`;

function groupFacts({ group, names, versions }: RootGroupView): string {
  const facts = printValue(
    {
      properties: [
        ["group", group],
        ["names", names],
        [
          "versions",
          {
            properties: versions.map((v) => [v.version, { name: v.resources }]),
          },
        ],
      ],
    },
    "  ",
    2,
    1,
  );
  return `  ${facts},\n`;
}
