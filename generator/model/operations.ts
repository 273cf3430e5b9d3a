import type {
  Document,
  GroupVersionKind,
  Method,
  Operation,
  Response,
  Schema,
} from "../document/openapi.js";
import { methods, referencedSchema } from "../document/openapi.js";
import type { OperationOutcome, PatchType, Verb } from "./model.js";
import {
  parsePathTemplate,
  readResourcePath,
  type PathTemplate,
  type ResourcePath,
} from "./path-template.js";

/** An operation and what its path says. */
export interface PublishedOperation {
  readonly path: string;
  readonly method: Method;
  readonly operation: Operation;
  readonly subject: Subject;
}

/** What an operation works on: a resource, the server itself, or nothing that a client has a call for. */
export type Subject =
  | {
      readonly kind: "resource";
      readonly at: ResourcePath;
      readonly verb: Verb;
    }
  | Exclude<OperationOutcome, { kind: "resource" }>;

/** Every operation of a document, sorted by path. */
export function operationsOf(
  document: Document,
): readonly PublishedOperation[] {
  const paths = Object.entries(document.paths).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return paths.flatMap(([path, item]) => {
    const template = parsePathTemplate(path);
    return methods.flatMap((method): PublishedOperation[] => {
      const operation = item[method];
      return operation === undefined
        ? []
        : [
            {
              path,
              method,
              operation,
              subject: subjectOf(document, template, method, operation),
            },
          ];
    });
  });
}

function subjectOf(
  document: Document,
  template: PathTemplate | undefined,
  method: Method,
  operation: Operation,
): Subject {
  const action = operation["x-kubernetes-action"];
  if (action === "watch" || action === "watchlist") {
    return { kind: "omitted", reason: "deprecated-watch-path" };
  }
  const call = template === undefined ? undefined : serverCallOf(template);
  if (call !== undefined && action === undefined)
    return { kind: "server", call };

  const below =
    template === undefined ? undefined : belowGroupVersion(template);
  const at = below === undefined ? undefined : readResourcePath(below);
  if (at === undefined) return { kind: "omitted", reason: "unknown-path" };
  const verb = verbOf(action ?? actionOf(document, at, method, operation));
  if (isTaken(at.subresource, verb))
    return { kind: "omitted", reason: "name-taken" };
  if (verb === undefined) return { kind: "omitted", reason: "unknown-action" };
  return { kind: "resource", at, verb };
}

/** What a resource's client has of its own: a subresource of such a name cannot be reached by it. */
const clientMembers: ReadonlySet<string> = new Set([
  "apply",
  "attach",
  "constructor",
  "create",
  "delete",
  "deleteCollection",
  "exec",
  "execOutput",
  "get",
  "hasOwnProperty",
  "isPrototypeOf",
  "list",
  "listAll",
  "logs",
  "patch",
  "portForward",
  "propertyIsEnumerable",
  "then",
  "toLocaleString",
  "toString",
  "update",
  "valueOf",
  "watch",
  "__proto__",
]);

function isTaken(subresource: string | undefined, verb: Verb | undefined) {
  if (subresource === undefined) return false;
  // The methods of these names are what connects.
  if (["attach", "exec", "proxy"].includes(subresource))
    return verb !== "connect";
  return clientMembers.has(subresource);
}

/** The segments after `/api/v1` or `/apis/GROUP/VERSION`. */
function belowGroupVersion(template: PathTemplate): PathTemplate | undefined {
  const root = template[0];
  if (root?.kind !== "literal") return undefined;
  const depth = root.text === "api" ? 2 : root.text === "apis" ? 3 : undefined;
  if (depth === undefined || template.length <= depth) return undefined;
  return template.slice(0, depth).every(({ kind }) => kind === "literal")
    ? template.slice(depth)
    : undefined;
}

/** The call of `k8s.server` that stands for a path which is no resource's. */
function serverCallOf(template: PathTemplate): string | undefined {
  const texts = template.map((s) => (s.kind === "literal" ? s.text : "*"));
  const path = texts.join("/");
  if (Object.hasOwn(serverPaths, path)) return serverPaths[path];
  if (texts.includes("*") && texts[0] !== "logs") return undefined;
  if (texts[0] === "logs") return "logs";
  if (texts[0] === "api" && texts.length === 2) return "resources";
  if (texts[0] === "apis" && texts.length === 2) return "group";
  if (texts[0] === "apis" && texts.length === 3) return "resources";
  return undefined;
}

const serverPaths: { readonly [path: string]: string } = {
  "": "paths",
  api: "coreVersions",
  apis: "groups",
  version: "version",
  healthz: "healthz",
  livez: "livez",
  readyz: "readyz",
  metrics: "metrics",
  ".well-known/openid-configuration": "openIdConfiguration",
  "openid/v1/jwks": "jwks",
};

const verbs: { readonly [action: string]: Verb } = {
  connect: "connect",
  delete: "delete",
  deletecollection: "deletecollection",
  get: "get",
  list: "list",
  patch: "patch",
  post: "create",
  put: "update",
};

function verbOf(action: string | undefined): Verb | undefined {
  return action !== undefined && Object.hasOwn(verbs, action)
    ? verbs[action]
    : undefined;
}

/** What a method does where a server does not say it: aggregated servers may leave the action out. */
function actionOf(
  document: Document,
  at: ResourcePath,
  method: Method,
  operation: Operation,
): string | undefined {
  if (at.subresource !== undefined && !isOfObject(document, method, operation))
    return "connect";
  if (at.target === "collection") {
    if (method === "get") return "list";
    if (method === "delete") return "deletecollection";
  }
  return method === "head" || method === "options" || method === "trace"
    ? undefined
    : method;
}

/**
 * Whether what is read or replaced is an object. Where it is not, as with `start` and `vnc` of a virtual machine, only the server
 * knows what the request does.
 */
function isOfObject(
  { components }: Document,
  method: Method,
  operation: Operation,
): boolean {
  if (method === "get") return answerOf(operation) !== undefined;
  if (method !== "put") return true;
  const schema = components.schemas[sentSchemaOf(operation) ?? ""];
  return schema?.properties?.["metadata"] !== undefined;
}

const patchTypes: { readonly [mediaType: string]: PatchType } = {
  "application/apply-patch+yaml": "apply",
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
};

/** The formats that a PATCH takes, sorted. */
export function patchTypesOf(operation: Operation): readonly PatchType[] {
  return Object.keys(operation.requestBody?.content ?? {})
    .flatMap((type) =>
      Object.hasOwn(patchTypes, type) ? patchTypes[type] : [],
    )
    .filter((type) => type !== undefined)
    .sort();
}

/** The name of the schema that an operation sends. */
export function sentSchemaOf(operation: Operation): string | undefined {
  const [media] = Object.values(operation.requestBody?.content ?? {});
  return referenceIn(media?.schema);
}

/** The name of the schema that an operation answers when all is well. */
export function answeredSchemaOf(operation: Operation): string | undefined {
  return referenceIn(answerOf(operation));
}

/** Whether an operation answers text, as a log does. */
export function answersText(operation: Operation): boolean {
  return answerOf(operation)?.type === "string";
}

/** Whether an operation has a query parameter of this name. */
export function takesQuery(operation: Operation, name: string): boolean {
  return (operation.parameters ?? []).some(
    (parameter) => parameter.in === "query" && parameter.name === name,
  );
}

/** The kind that an operation works on. */
export function kindOf(operation: Operation): GroupVersionKind | undefined {
  return operation["x-kubernetes-group-version-kind"];
}

/** The schema's name in a reference, bare or wrapped in `allOf`. */
export function referenceIn(schema: Schema | undefined): string | undefined {
  const reference = schema?.$ref ?? schema?.allOf?.[0]?.$ref;
  return reference === undefined ? undefined : referencedSchema(reference);
}

function answerOf({ responses }: Operation): Schema | undefined {
  const answer: Response | undefined =
    responses["200"] ?? responses["201"] ?? responses["202"];
  const [first] = Object.values(answer?.content ?? {});
  return (answer?.content?.["application/json"] ?? first)?.schema;
}
