import type {
  MediaType,
  Operation,
  Parameter,
  PathItem,
  Response,
  Schema,
} from "../document/openapi.js";
import type { BaseFacts } from "./base-facts.js";
import type { Crd, CrdVersion } from "./crd.js";
import { operationId, operationTag } from "./operation-id.js";
import { routesOf, type Route } from "./routes.js";

/** Paths with their operations, and with the parameters that all of those take. */
export type Paths = Readonly<
  Record<string, PathItem & { readonly parameters: readonly Parameter[] }>
>;

/** The paths that a server publishes for a version of a custom resource; what all operations of one take, the path says once. */
export function publishPaths(
  crd: Crd,
  version: CrdVersion,
  base: BaseFacts,
): Paths {
  const routes = routesOf(crd, version);
  const paths = [...new Set(routes.map(({ path }) => path))];
  return Object.fromEntries(
    paths.map((path) => {
      const own = routes.filter((route) => route.path === path);
      const taken = own.map((route) => parametersOf(route, crd, base));
      const [first = [], ...others] = taken;
      const shared = first.filter(({ name }) =>
        others.every((parameters) => parameters.some((p) => p.name === name)),
      );
      const names = new Set(shared.map(({ name }) => name));
      const operations = own.map((route, index) => {
        const rest = (taken[index] ?? []).filter(
          ({ name }) => !names.has(name),
        );
        return [route.method, publishRoute(route, crd, version, rest)] as const;
      });
      return [
        path,
        {
          ...(Object.fromEntries(operations) as PathItem),
          parameters: shared,
        },
      ];
    }),
  );
}

function publishRoute(
  route: Route,
  crd: Crd,
  version: CrdVersion,
  parameters: readonly Parameter[],
): Operation {
  const { group } = crd;
  const { action, answer, answers, body } = route;
  const isPatch = action === "patch";
  const response = (description: string): Response => ({
    description,
    content: contentOf(encodings, answer),
  });
  return {
    tags: [operationTag(group, version.name)],
    description: describe(route, crd.names.kind),
    operationId: idOf(route, crd, version),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body && {
      requestBody: {
        content: contentOf(isPatch ? patchEncodings : encodings, body),
        ...(action === "delete" ? {} : { required: true }),
      },
    }),
    responses: {
      "200": response("OK"),
      ...Object.fromEntries(
        answers.map(([status, says]) => [status, response(says)]),
      ),
      "401": { description: "Unauthorized" },
    },
    "x-kubernetes-action": action,
    // That of the custom resource, for `scale` as well.
    "x-kubernetes-group-version-kind": {
      group,
      version: version.name,
      kind: crd.names.kind,
    },
  };
}

const encodings = ["application/json", "application/yaml"];
const patchEncodings = [
  "application/apply-patch+yaml",
  "application/json-patch+json",
  "application/merge-patch+json",
];

function contentOf(
  mediaTypes: readonly string[],
  schema: Schema,
): { readonly [mediaType: string]: MediaType } {
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema }]));
}

/** What an operation takes in its path and query, sorted by name. */
function parametersOf(
  { path, options }: Route,
  { names }: Crd,
  { parameters, pretty, namespace }: BaseFacts,
): readonly Parameter[] {
  const name: Parameter = {
    name: "name",
    in: "path",
    description: `name of the ${names.kind}`,
    required: true,
    schema: { type: "string", uniqueItems: true },
  };
  return [
    ...parameters[options],
    pretty,
    ...(path.includes("{namespace}") ? [namespace] : []),
    ...(path.includes("{name}") ? [name] : []),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const titles = { status: "Status", scale: "Scale" } as const;

function idOf(
  { action, verb, subresource, isEverywhere = false }: Route,
  { group, namespaced, names: { kind } }: Crd,
  version: CrdVersion,
): string {
  const isCollection = action === "deletecollection";
  const scope = namespaced && !isEverywhere ? "Namespaced" : "";
  const rest = [
    isCollection ? "collection" : "",
    scope,
    kind,
    subresource === undefined ? "" : titles[subresource],
    isEverywhere ? "ForAllNamespaces" : "",
  ].join("");
  return operationId({
    verb: isCollection ? "delete" : verb,
    group,
    version: version.name,
    rest,
  });
}

function describe({ verb, subresource }: Route, kind: string): string {
  const of = subresource === undefined ? "" : ` ${subresource} of`;
  switch (verb) {
    case "list":
      return `list objects of kind ${kind}`;
    case "deletecollection":
      return `delete collection of ${kind}`;
    case "create":
    case "delete":
      return `${verb}${articleOf(kind)}${kind}`;
    case "patch":
      return `partially update${of} the specified ${kind}`;
    default:
      return `${verb}${of} the specified ${kind}`;
  }
}

/** A name that looks like a plural has none. */
function articleOf(kind: string): string {
  if (/(?<!s)s$/.test(kind)) return " ";
  return /^[aeiou]/i.test(kind) ? " an " : " a ";
}
