import { stringLiteral } from "../../templates/literal.js";
import { clientNames } from "../emit/client-names.js";
import type { GroupVersion, Resource } from "../model/model.js";
import {
  identifier,
  isPropertyName,
  lowerFirstRun,
  Names,
} from "../model/names.js";
import type { Reference } from "./reference.js";

/** The names of an example, and what it begins with. */
export interface ExampleClient {
  /** Imports, the connection, and the resource's client. */
  readonly setup: string;
  /** The constant that has the resource's client: `deployments`. */
  readonly client: string;
  /** What an object is called: `deployment`. */
  readonly object: string;
}

/** How examples of a resource begin. */
export function exampleClient(
  reference: Reference,
  groupVersion: GroupVersion,
  resource: Resource,
  everywhere: boolean,
): ExampleClient {
  const names = new Names(taken);
  const accessor = reference.accessor(groupVersion, resource);
  const client = names.claim(identifier(accessor));
  const object = names.claim(identifier(lowerFirstRun(resource.kind)));
  const call = resource.namespaced ? `(${everywhere ? "" : '"default"'})` : "";
  const group = clientOf(reference, groupVersion);
  const imports = group ?? `${factoryOf(groupVersion)}(k8s.transport)`;
  const more =
    group === undefined
      ? `import { ${factoryOf(groupVersion)} } from "./k8s/${groupVersion.directory}/index.js";\n`
      : "";
  return {
    setup: `import { connect } from "./k8s/index.js";\n${more}\nconst k8s = await connect();\nconst ${client} = ${imports}${access(accessor)}${call};\n`,
    client,
    object,
  };
}

/** What an example uses itself. */
const taken: readonly string[] = [
  "answer",
  "connect",
  "console",
  "event",
  "forward",
  "k8s",
  "line",
  "page",
  "session",
];

/** How a group and version is reached from the root client; undefined where its group has no name there. */
export function clientOf(
  { groups }: Reference,
  { group, version }: GroupVersion,
): string | undefined {
  const [name] = groups.find((root) => root.group === group)?.names ?? [];
  return name === undefined
    ? undefined
    : `k8s${access(name)}${access(version)}`;
}

function factoryOf(groupVersion: GroupVersion): string {
  return clientNames(groupVersion).factory;
}

/** A property of something. */
export function access(name: string): string {
  return isPropertyName(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}
