import type { GroupVersionKind, Method, Schema } from "../document/openapi.js";

/** Everything that a client is emitted from: plain data, in an order of its own. */
export interface Model {
  /** Every group and version that has a folder of its own, sorted by that folder. */
  readonly groupVersions: readonly GroupVersion[];
  /** Where each schema went, for each document that publishes it. */
  readonly types: TypeDirectory;
  /** What became of each published operation, sorted by path and method. */
  readonly operations: readonly OperationAccount[];
}

/** A group in one version: published by the server, or only the owner of schemas that others use. */
export interface GroupVersion {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The folder it goes to, with `/`: `core/v1`, `networking.k8s.io/v1`. */
  readonly directory: string;
  /** The document it was published in; undefined where the server does not publish it. */
  readonly document: DocumentReference | undefined;
  readonly resources: readonly Resource[];
  readonly schemas: readonly SchemaDeclaration[];
}

/** A document of the source. */
export interface DocumentReference {
  /** Its key in the index: `apis/apps/v1`. */
  readonly key: string;
  readonly hash: string | undefined;
}

/** A collection that the server serves, such as `deployments` of `apps/v1`. */
export interface Resource {
  /** The segment of the URL, as published. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** RBAC's words, sorted. */
  readonly verbs: readonly Verb[];
  /** The verbs that work on all namespaces at once, sorted; empty for cluster-scoped resources. */
  readonly verbsEverywhere: readonly Verb[];
  readonly patchTypes: readonly PatchType[];
  /** What a field selector may name. */
  readonly selectableFields: readonly string[];
  /** Its object's schema, and its list's, by the names of the document. */
  readonly schema: string | undefined;
  readonly listSchema: string | undefined;
  /** Whether the server keeps its objects: it publishes both `create` and `get`. */
  readonly persisted: boolean;
  /** What a create answers, where that is not the object. */
  readonly createAnswers: string | undefined;
  /** Sorted by name. */
  readonly subresources: readonly Subresource[];
}

/** A subresource such as `scale`: it has its own kind, its own verbs and often its own group. */
export interface Subresource {
  /** The segment of the URL, as published: `scale`. */
  readonly name: string;
  readonly groupVersionKind: GroupVersionKind;
  /** RBAC's words, sorted. Streams and proxies have `connect`. */
  readonly verbs: readonly Verb[];
  /** The HTTP methods of a `connect`, sorted. */
  readonly methods: readonly Method[];
  readonly patchTypes: readonly PatchType[];
  /** The schema of what is sent and read. */
  readonly schema: string | undefined;
  /** What a create answers, where that is not the object. */
  readonly createAnswers: string | undefined;
  /** Whether a GET gives text, as `log` does. */
  readonly text: boolean;
  /** Whether the rest of a path may follow it, as with `proxy`. */
  readonly takesPath: boolean;
}

/** Whether a subresource leads to a program behind its object: such have a method, where other streams have a path alone. */
export function isProxy({
  name,
  verbs,
}: Pick<Subresource, "name" | "verbs">): boolean {
  return name === "proxy" && verbs.includes("connect");
}

/** The streams of pods, each with the name of the method that speaks its protocol; streams of others have a path alone. */
const streamMethods: ReadonlyMap<string, StreamMethod> = new Map([
  ["attach", "attach"],
  ["exec", "exec"],
  ["portforward", "portForward"],
]);

/**
 * Whether a subresource is one that only its server knows the meaning of, such as a machine's `start`: what connects, and is
 * neither a proxy nor a stream that has methods of its own. It has a method that sends what it is given.
 */
export function isAction(
  resource: { readonly group: string; readonly plural: string },
  subresource: Pick<Subresource, "name" | "verbs">,
): boolean {
  const { name, verbs } = subresource;
  return (
    verbs.includes("connect") &&
    !isProxy(subresource) &&
    streamMethodOf(resource, subresource) === undefined &&
    // What every client calls a method of its own.
    !["attach", "exec"].includes(name)
  );
}

/** The methods of streams. */
export type StreamMethod = "attach" | "exec" | "portForward";

/** The method that a subresource is reached by where it is a stream of pods. */
export function streamMethodOf(
  { group, plural }: { readonly group: string; readonly plural: string },
  { name, verbs }: Pick<Subresource, "name" | "verbs">,
): StreamMethod | undefined {
  return group === "" && plural === "pods" && verbs.includes("connect")
    ? streamMethods.get(name)
    : undefined;
}

/** RBAC's words for what can be done. */
export type Verb =
  | "connect"
  | "create"
  | "delete"
  | "deletecollection"
  | "get"
  | "list"
  | "patch"
  | "update"
  | "watch";

/** The formats of a PATCH. */
export type PatchType = "apply" | "json" | "merge" | "strategic";

/** A schema, once, in the module of its owner. */
export interface SchemaDeclaration {
  /** As published: `io.k8s.api.apps.v1.Deployment`. */
  readonly name: string;
  /** What it is called in its module: `Deployment`. */
  readonly typeName: string;
  /** A document that publishes it, by key: references in its body are resolved as there. */
  readonly document: string;
  readonly schema: Schema;
  /** The group, version and kind that it is the schema of, where that is exactly one. */
  readonly groupVersionKind: GroupVersionKind | undefined;
}

/** Where the type of a schema is. */
export interface TypeReference {
  readonly directory: string;
  readonly typeName: string;
}

/**
 * The home of every schema, by its name; documents that publish another schema under that name are listed apart. Its objects have no
 * prototype, so that no name is there which nobody published.
 */
export interface TypeDirectory {
  readonly shared: { readonly [schema: string]: TypeReference };
  readonly byDocument: {
    readonly [document: string]: { readonly [schema: string]: TypeReference };
  };
}

/** What became of one published operation. */
export interface OperationAccount {
  readonly document: string;
  readonly path: string;
  readonly method: Method;
  readonly outcome: OperationOutcome;
}

/**
 * Whether an operation has a method of its resource. The streams of pods are published for GET and POST, and have one for GET: a
 * WebSocket begins so. An `attach` or `exec` of another group has a path builder alone.
 */
export function hasMethod({ method, outcome }: OperationAccount): boolean {
  if (outcome.kind !== "resource") return false;
  const { verb, subresource: name } = outcome;
  if (verb !== "connect" || name === undefined) return true;
  const subresource = { name, verbs: [verb] };
  const stream = streamMethodOf(outcome, subresource);
  return (
    isProxy(subresource) ||
    isAction(outcome, subresource) ||
    (stream !== undefined && method === "get")
  );
}

/** Emitted as a method, or left out with a reason. */
export type OperationOutcome =
  | {
      readonly kind: "resource";
      readonly group: string;
      readonly plural: string;
      readonly subresource: string | undefined;
      readonly verb: Verb;
    }
  | { readonly kind: "server"; readonly call: string }
  | { readonly kind: "omitted"; readonly reason: OmissionReason };

/** Why an operation has no method of its own. */
export type OmissionReason =
  /** Deprecated since Kubernetes 1.11 in favour of a list with `watch=true`. */
  | "deprecated-watch-path"
  /** A path that is none of a resource's, nor one that every server has. */
  | "unknown-path"
  /** An action that no verb stands for. */
  | "unknown-action"
  /** A subresource that is called as a method of every client is. */
  | "name-taken";

/** The type of a schema as seen from a document; undefined if no document publishes it. */
export function typeOf(
  types: TypeDirectory,
  document: string,
  schema: string,
): TypeReference | undefined {
  return types.byDocument[document]?.[schema] ?? types.shared[schema];
}
