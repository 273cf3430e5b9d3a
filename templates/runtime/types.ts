import type {
  ActionOptions,
  GetOptions,
  ListOptions,
  WatchOptions,
  WriteOptions,
  PatchOptions,
  ApplyOptions,
  DeleteOptions,
  LogOptions,
  LogLines,
  ProxyAnswer,
  ProxyMethod,
  ProxyOptions,
  RequestOptions,
} from "./options.js";
import type { MergePatch } from "./patches.js";
import type {
  AttachOptions,
  ContainerSession,
  ExecOptions,
  PortForward,
} from "./stream-options.js";
import type { Transport } from "./transport.js";

export type * from "./choices.js";
export type * from "./options.js";
export type * from "./patches.js";
export type * from "./stream-options.js";
export type * from "./transport.js";

/** An object as it travels: JSON in, JSON out. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMetadata;
}

/** An object as a manifest holds it: it says of which kind it is. */
export type Manifest<T extends { apiVersion?: string; kind?: string }> = T & {
  apiVersion: NonNullable<T["apiVersion"]>;
  kind: NonNullable<T["kind"]>;
};

/** The fields of `metadata` that the client itself reads. */
export interface ObjectMetadata {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
}

/** What every list answers, whatever its items are. */
export interface KubernetesList<T> {
  apiVersion?: string;
  kind?: string;
  metadata?: {
    continue?: string;
    remainingItemCount?: number;
    resourceVersion?: string;
  };
  items: T[];
}

/** What the server fills in: on every object that was stored. */
export interface PersistedMetadata extends ObjectMetadata {
  name: string;
  uid: string;
  /** An RFC 3339 time. */
  creationTimestamp: string;
}

/** An object as the server returns it. */
export type Persisted<T> = T & { metadata: PersistedMetadata };

/** An object of a kind that the client was not generated for. */
export interface UntypedObject extends KubernetesObject {
  metadata?: ObjectMetadata & { [field: string]: unknown };
  [field: string]: unknown;
}

/** What the server answers in place of an object: to say why not, or that it is done. */
export interface StatusAnswer {
  apiVersion?: string;
  kind?: string;
  /** `Success` or `Failure`. */
  status?: string;
  message?: string;
  /** A word for programs: `NotFound`, `AlreadyExists`. */
  reason?: string;
  code?: number;
  details?: StatusAnswerDetails;
  metadata?: { continue?: string };
}

/** The part of a status that says which object it is about, and what is wrong with it. */
export interface StatusAnswerDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: { reason?: string; message?: string; field?: string }[];
  retryAfterSeconds?: number;
}

/** The words that RBAC has for what can be done with a resource. `connect` stands for streams and proxies. */
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

/** The four formats of a PATCH body. */
export type PatchType = "apply" | "json" | "merge" | "strategic";

/** Which resource it is: what its paths and its objects' types are made from. */
export interface ResourceIdentity {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The segment of the URL: `deployments`. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** What the runtime knows of a resource: one constant of it is emitted for each. */
export interface ResourceFacts extends ResourceIdentity {
  readonly verbs: readonly Verb[];
  /** In the order that the server publishes them. */
  readonly patchTypes?: readonly PatchType[];
  /** What a field selector may name. */
  readonly selectableFields?: readonly string[];
  readonly subresources?: { readonly [name: string]: SubresourceFacts };
  /** Set on resources that can be watched; by reference, so that a program which never watches need not carry it. */
  readonly watch?: WatchBehaviour;
  /** Set on resources with a `log` subresource. */
  readonly logs?: LogBehaviour;
  /** Set on resources with a `proxy` subresource. */
  readonly proxy?: ProxyBehaviour;
  /** Set on resources with subresources that only their server knows the meaning of. */
  readonly action?: ActionBehaviour;
  /** Set on resources with an `exec` subresource. */
  readonly exec?: ExecBehaviour;
  /** Set on resources with an `attach` subresource. */
  readonly attach?: AttachBehaviour;
  /** Set on resources with a `portforward` subresource. */
  readonly portForward?: PortForwardBehaviour;
}

/** What the runtime knows of a subresource: it has a kind of its own, often of another group. */
export interface SubresourceFacts {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly Verb[];
  readonly patchTypes?: readonly PatchType[];
  /** Set where `action` is what speaks to it. */
  readonly methods?: readonly ProxyMethod[];
}

/** The resources of one group-version by their accessors: `deployments`. */
export interface GroupVersionFacts {
  readonly [accessor: string]: ResourceFacts;
}

/** Starts a watch. The runtime's `watchResource` is the one there is. */
export type WatchBehaviour = (
  target: ResourceTarget,
  options: WatchOptions<string>,
) => AsyncIterable<WatchEvent<KubernetesObject>>;

/** Reads a log. The runtime's `readLogs` is the one there is. */
export type LogBehaviour = (
  target: ResourceTarget,
  name: string,
  options: LogOptions,
) => LogLines;

/** Asks the program behind an object. The runtime's `askThroughProxy` is the one there is. */
export type ProxyBehaviour = (
  target: ResourceTarget,
  name: string,
  options: ProxyOptions,
) => Promise<ProxyAnswer>;

/** Sends a request to a subresource. The runtime's `sendAction` is the one there is. */
export type ActionBehaviour = (
  target: ResourceTarget<ResourceFacts>,
  name: string,
  subresource: string,
  options: ActionOptions,
) => Promise<ProxyAnswer>;

/** Runs a program in a container. The runtime's `execInContainer` is the one there is. */
export type ExecBehaviour = (
  target: ResourceTarget,
  name: string,
  command: readonly string[],
  options: ExecOptions,
) => Promise<ContainerSession>;

/** Goes to a program that runs. The runtime's `attachToContainer` is the one there is. */
export type AttachBehaviour = (
  target: ResourceTarget,
  name: string,
  options: AttachOptions,
) => Promise<ContainerSession>;

/** Leads to ports of an object. The runtime's `forwardPorts` is the one there is. */
export type PortForwardBehaviour = (
  target: ResourceTarget,
  name: string,
  ports: readonly number[],
  options: RequestOptions,
) => PortForward;

/** A collection on a server: what a behaviour needs to work on it. */
export interface ResourceTarget<
  Facts extends ResourceIdentity = ResourceIdentity,
> {
  readonly transport: Transport;
  readonly facts: Facts;
  /** Undefined for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string | undefined;
}

/** What a watch yields: first what there is, then what happens. */
export type WatchEvent<T> =
  | {
      /** All objects there are: what was known before and is not among them is gone. */
      type: "SYNC";
      objects: T[];
      resourceVersion: string;
    }
  | { type: "ADDED" | "DELETED" | "MODIFIED"; object: T };

/** A resource that can be read by name: for code that takes any such. */
export interface Gettable<T> {
  get(name: string, options?: GetOptions): Promise<T>;
}

/** A resource that can be listed. */
export interface Listable<T> {
  list(options?: ListOptions<never>): Promise<KubernetesList<T>>;
  listAll(options?: ListOptions<never>): AsyncIterable<T>;
}

/** A resource that can be watched. */
export interface Watchable<T> {
  watch(options?: WatchOptions<never>): AsyncIterable<WatchEvent<T>>;
}

/** A resource whose objects can be created. */
export interface Creatable<In, Out = In> {
  create(body: In, options?: WriteOptions): Promise<Out>;
}

/** A resource whose objects can be replaced. */
export interface Updatable<In, Out = In> {
  update(body: In, options?: WriteOptions): Promise<Out>;
}

/** A resource that takes JSON merge patches. */
export interface Patchable<In, Out = In> {
  patch(
    name: string,
    body: MergePatch<In>,
    options?: PatchOptions & { type?: "merge" },
  ): Promise<Out>;
}

/** A resource that takes server-side applies. */
export interface Appliable<In, Out> {
  apply(name: string, body: In, options: ApplyOptions): Promise<Out>;
}

/** A resource whose objects can be deleted. */
export interface Deletable<Out> {
  delete(name: string, options?: DeleteOptions): Promise<Out>;
}
