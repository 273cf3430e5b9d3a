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

/** What the runtime knows of a resource: one constant of it is emitted for each. */
export interface ResourceFacts {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The segment of the URL: `deployments`. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
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
}

/** What the runtime knows of a subresource: it has a kind of its own, often of another group. */
export interface SubresourceFacts {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly Verb[];
  readonly patchTypes?: readonly PatchType[];
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

/** A collection on a server: what a behaviour needs to work on it. */
export interface ResourceTarget {
  readonly transport: Transport;
  readonly facts: ResourceFacts;
  /** Undefined for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string | undefined;
}

/* ---------------------------------------------------------------- transport */

/** Carries requests to one cluster, as one identity. */
export interface Transport {
  /**
   * Sends one request and gives the answer once its headers are there, whatever its status.
   *
   * @throws {ConnectionError} when no answer came
   */
  request(request: TransportRequest): Promise<TransportResponse>;
  /** Ends idle connections at once, and the others when they are done. */
  close(): Promise<void>;
}

/** A request as a transport takes it: nothing about Kubernetes in it. */
export interface TransportRequest {
  readonly method: string;
  /** Absolute and encoded, without the server's own prefix: `/api/v1/pods`. */
  readonly path: string;
  /** Name and value pairs; a name may come more than once. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** How long the answer's headers may take, in milliseconds. */
  readonly headersTimeoutMs?: number | undefined;
  /** How long the body may pause, in milliseconds; 0 for no limit. */
  readonly idleTimeoutMs?: number | undefined;
}

/** An answer whose body is still to be read. It must be read, or dismissed, for its connection to be free again. */
export interface TransportResponse {
  readonly status: number;
  /** Names in lower case; repeated headers as an array. */
  readonly headers: {
    readonly [name: string]: string | readonly string[] | undefined;
  };
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  /** Gives up the body. */
  dismiss(): Promise<void>;
}

/* ------------------------------------------------------------------ options */

/** What every call takes. */
export interface RequestOptions {
  /** Ends the call; it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Ends the call after so many milliseconds, retries included. */
  timeoutMs?: number | undefined;
  /** Sent in addition to the client's own. */
  headers?: { readonly [name: string]: string } | undefined;
}

/** Options of a read of one object. */
export interface GetOptions extends RequestOptions {
  /** `"0"` allows an answer from the server's cache. */
  resourceVersion?: string | undefined;
}

/** Options of a list, of one page or of all. */
export interface ListOptions<
  Field extends string = string,
> extends RequestOptions {
  labelSelector?: LabelSelectorInput | undefined;
  fieldSelector?: FieldSelectorInput<Field> | undefined;
  /** At most so many objects a request. */
  limit?: number | undefined;
  /** From the page before: `metadata.continue`. */
  continue?: string | undefined;
  resourceVersion?: string | undefined;
  resourceVersionMatch?: "Exact" | "NotOlderThan" | undefined;
}

/** Options of a watch. */
export interface WatchOptions<
  Field extends string = string,
> extends RequestOptions {
  labelSelector?: LabelSelectorInput | undefined;
  fieldSelector?: FieldSelectorInput<Field> | undefined;
  /** Starts after this version, without a `SYNC`. */
  resourceVersion?: string | undefined;
  /** `false` throws `isGone` where the server no longer has the version to go on from, in place of listing again. */
  relist?: boolean | undefined;
  /** Reconnects when nothing came for so many milliseconds. Default: 90,000, above the server's one bookmark a minute. */
  idleTimeoutMs?: number | undefined;
}

/** Options of every write. */
export interface WriteOptions extends RequestOptions {
  /** Runs all of the request but the storing. */
  dryRun?: boolean | undefined;
  /** Who owns the fields that are set. */
  fieldManager?: string | undefined;
  /** What happens to unknown and repeated fields: the server's default is `Warn`. */
  fieldValidation?: "Ignore" | "Strict" | "Warn" | undefined;
}

/** Options of a patch of any type. */
export interface PatchOptions extends WriteOptions {}

/** Options of a server-side apply. */
export interface ApplyOptions extends WriteOptions {
  /** Who owns the fields that are applied: an apply must name it. */
  fieldManager: string;
  /** Takes over fields that other managers own. */
  force?: boolean | undefined;
}

/** Options of a delete. */
export interface DeleteOptions extends RequestOptions {
  dryRun?: boolean | undefined;
  gracePeriodSeconds?: number | undefined;
  propagationPolicy?: "Background" | "Foreground" | "Orphan" | undefined;
  /** Deletes only the object that has these. */
  preconditions?:
    | { uid?: string | undefined; resourceVersion?: string | undefined }
    | undefined;
}

/** Options of a delete of all objects that are selected. */
export interface DeleteCollectionOptions<Field extends string = string>
  extends ListOptions<Field>, DeleteOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  headers?: { readonly [name: string]: string } | undefined;
}

/** Options of a read of a container's log. */
export interface LogOptions extends RequestOptions {
  /** Default: the pod's only container. */
  container?: string | undefined;
  /** The log of the container's run before this one. */
  previous?: boolean | undefined;
  sinceSeconds?: number | undefined;
  /** An RFC 3339 time. */
  sinceTime?: string | undefined;
  /** The last lines only. */
  tailLines?: number | undefined;
  /** Ends the log after so many bytes. */
  limitBytes?: number | undefined;
  /** Begins each line with its RFC 3339 time. */
  timestamps?: boolean | undefined;
}

/** A log: its lines one by one, or its text at once. It is asked for when it is read. */
export interface LogLines extends AsyncIterable<string> {
  /** The whole log as the server sent it. */
  text(): Promise<string>;
}

/* ---------------------------------------------------------------- selectors */

/** A label selector: as `kubectl -l` takes it, as a record of equalities, or as Kubernetes' own `LabelSelector`. */
export type LabelSelectorInput = string | LabelEqualities | LabelRequirements;

/** Labels and the values that they must have. */
export interface LabelEqualities {
  readonly matchLabels?: never;
  readonly matchExpressions?: never;
  readonly [label: string]: string | undefined;
}

/** The form that selectors have inside of objects. */
export interface LabelRequirements {
  readonly matchLabels?: { readonly [label: string]: string } | undefined;
  readonly matchExpressions?:
    | readonly {
        readonly key: string;
        /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
        readonly operator: string;
        readonly values?: readonly string[] | undefined;
      }[]
    | undefined;
}

/** Fields and what they must be, or must not be. Only what the server can select by. */
export type FieldSelectorInput<Field extends string = string> = {
  readonly [Name in Field]?: string | { readonly not: string } | undefined;
};

/** The fields that the server selects any cluster-scoped object by. */
export type ClusterField = "metadata.name";

/** The fields that the server selects any object of a namespace by. */
export type NamespacedField = "metadata.name" | "metadata.namespace";

/* ------------------------------------------------------------------ patches */

/** The body of a JSON merge patch (RFC 7396): what is given replaces, `null` removes. */
export type MergePatch<T> = {
  [Key in keyof T]?: MergePatchValue<T[Key]> | null;
};

/** A value inside of a merge patch: lists are replaced whole. */
export type MergePatchValue<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T]?: MergePatchValue<T[Key]> | null }
    : T;

/** The body of Kubernetes' strategic merge patch: as a merge patch, but lists are merged by their keys, and `$patch` directs. */
export type StrategicPatch<T> = {
  [Key in keyof T]?: StrategicPatchValue<T[Key]> | null;
} & StrategicDirectives;

/** A value inside of a strategic merge patch. */
export type StrategicPatchValue<T> = T extends readonly (infer Item)[]
  ? StrategicPatchValue<Item>[]
  : T extends object
    ? {
        [Key in keyof T]?: StrategicPatchValue<T[Key]> | null;
      } & StrategicDirectives
    : T;

/**
 * What a strategic merge patch says about how to merge.
 *
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export interface StrategicDirectives {
  $patch?: "delete" | "merge" | "replace";
  $retainKeys?: string[];
  [directive: `$setElementOrder/${string}`]: unknown;
  [directive: `$deleteFromPrimitiveList/${string}`]: unknown;
}

/** One operation of a JSON patch (RFC 6902). */
export type JsonPatchOperation =
  | { op: "add" | "replace" | "test"; path: string; value: unknown }
  | { op: "remove"; path: string }
  | { op: "copy" | "move"; from: string; path: string };

/** The item of a list whose items have keys: an apply must name them. */
export type ListMapItem<Item, Key extends keyof Item> = Item & {
  [Name in Key]-?: NonNullable<Item[Name]>;
};

/* ------------------------------------------------------------------- events */

/** What a watch yields: first what there is, then what happens. */
export type WatchEvent<T> =
  | {
      /** All objects there are: what was known before and is not among them is gone. */
      type: "SYNC";
      objects: T[];
      resourceVersion: string;
    }
  | { type: "ADDED" | "DELETED" | "MODIFIED"; object: T };

/* ------------------------------------------------------------- capabilities */

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
