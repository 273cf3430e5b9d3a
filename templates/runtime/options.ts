import type { Clock } from "./clock.js";
import type { KubernetesObject } from "./types.js";

/** What every call takes. */
export interface RequestOptions {
  /** Ends the call; it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Ends the call after so many milliseconds, retries included. Default: 0, no limit. */
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
  /** Reconnects when nothing came for so many milliseconds. 0: never. Default: 90,000, above the server's one bookmark a minute. */
  idleTimeoutMs?: number | undefined;
  /**
   * Takes each object as it is read, and gives what stands for it: to drop what is not needed before there is much of it. Its
   * `metadata.name`, `namespace`, `uid` and `resourceVersion` must stay.
   */
  transform?: ((object: KubernetesObject) => KubernetesObject) | undefined;
  /** Called when the server has taken the watch, on each of its connections. */
  onConnected?: (() => void) | undefined;
  /** Called with each failure that the watch goes on from. A connection that ends in order is none. */
  onInterrupted?: ((error: unknown) => void) | undefined;
  /** Measures the pauses between tries: for tests. */
  clock?: Clock | undefined;
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

/**
 * Options of a delete of all objects that are selected: without the keys of both selectors, of all there are. A selector that is
 * given and selects everything, such as an undefined, is refused.
 */
export interface DeleteCollectionOptions<Field extends string = string>
  extends ListOptions<Field>, DeleteOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  headers?: { readonly [name: string]: string } | undefined;
}

/** Options of a read of a container's log. */
export interface LogOptions extends RequestOptions {
  /**
   * Goes on with what is written from now on, until the container ends. A connection that breaks is a {@link ConnectionError}: what
   * came after the last line can be asked for by `sinceTime`.
   */
  follow?: boolean | undefined;
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

/** A log: its lines one by one, its bytes, or its text at once. It is asked for when it is read, each time anew. */
export interface LogLines extends AsyncIterable<string> {
  /** As the server sends it, in chunks that end anywhere. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The whole log as the server sent it. */
  text(): Promise<string>;
}

/** The methods that a program behind a proxy can be asked by, where the server publishes all of them. */
export type ProxyMethod =
  "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT";

/** Options of a request to a program behind a pod, a service or a node. */
export interface ProxyOptions<
  Method extends ProxyMethod = ProxyMethod,
> extends RequestOptions {
  /** Default: `GET`. */
  method?: Method | undefined;
  /** A number, or the name of a port. Default: the pod's first port, the service's only one, the kubelet's. */
  port?: number | string | undefined;
  /** How the program is spoken to. Default: `http`; with a node, `https`. */
  scheme?: "http" | "https" | undefined;
  /** Of the program, not encoded and without a query. A `/` at its end is kept; of two together the API server makes one. Default: `/`. */
  path?: string | undefined;
  query?:
    | {
        readonly [name: string]:
          string | number | boolean | readonly string[] | undefined;
      }
    | undefined;
  /** Sent as it is; `headers` may say of which type it is. */
  body?: string | Uint8Array | undefined;
}

/** Options of a request to a subresource that only its server knows the meaning of. */
export interface ActionOptions<
  Method extends ProxyMethod = ProxyMethod,
> extends RequestOptions {
  /** Default: `GET` where that is among them, else the first. */
  method?: Method | undefined;
  /** What follows the name of the subresource, where its server takes more: not encoded, and without a query. */
  path?: string | undefined;
  query?:
    | {
        readonly [name: string]:
          string | number | boolean | readonly string[] | undefined;
      }
    | undefined;
  /** Text and bytes are sent as they are, anything else as JSON; `headers` may say of which type it is. */
  body?: unknown;
}

/** What the program answered: its body is read once, by one of the ways there are, or dismissed. */
export interface ProxyAnswer {
  /** Of HTTP: also one of failure, and of a redirect, is an answer. */
  readonly status: number;
  /** Whether the status is one of success. */
  readonly ok: boolean;
  /** Names in lower case; repeated headers as an array. */
  readonly headers: {
    readonly [name: string]: string | readonly string[] | undefined;
  };
  /** As it comes. */
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  /** @throws {InvalidAnswerError} where it is not JSON */
  json<T = unknown>(): Promise<T>;
  bytes(): Promise<Uint8Array>;
  /** Gives the body up, and so lets its connection go. */
  dismiss(): Promise<void>;
}

/** A label selector: as `kubectl -l` takes it, as a record of equalities, or as Kubernetes' own `LabelSelector`. */
export type LabelSelectorInput = string | LabelEqualities | LabelRequirements;

/** Labels and the values that they must have; one that may be undefined is refused, by the compiler too. */
export type LabelEqualities = { readonly [label: string]: string } & {
  readonly matchLabels?: never;
  readonly matchExpressions?: never;
};

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
  readonly [Name in Field]?: string | { readonly not: string };
};

/** The fields that the server selects any cluster-scoped object by. */
export type ClusterField = "metadata.name";

/** The fields that the server selects any object of a namespace by. */
export type NamespacedField = "metadata.name" | "metadata.namespace";
