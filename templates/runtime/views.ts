import { collectionOf, setCollection } from "./collection.js";
import { Deadline } from "./deadline.js";
import { collectionPath, pagesOf } from "./list.js";
import { listQuery, queryOf } from "./query.js";
import { send } from "./request.js";
import { ResourceHandle } from "./resource.js";
import { UntypedResource } from "./untyped.js";
import type {
  GetOptions,
  KubernetesList,
  ListOptions,
  ResourceFacts,
  ResourceTarget,
  Transport,
  TransportRequest,
  TransportResponse,
  WatchEvent,
} from "./types.js";

/** An object of which only the metadata is given. It says so: its `kind` is not that of the object. */
export interface PartialObjectMetadata {
  apiVersion: "meta.k8s.io/v1";
  kind: "PartialObjectMetadata";
  metadata: ViewedMetadata;
}

/** The metadata of a stored object. */
export interface ViewedMetadata {
  name: string;
  /** Undefined for cluster-scoped objects. */
  namespace?: string;
  generateName?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  /** An RFC 3339 time. */
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: { [label: string]: string };
  annotations?: { [annotation: string]: string };
  finalizers?: string[];
  ownerReferences?: {
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller?: boolean;
    blockOwnerDeletion?: boolean;
  }[];
  managedFields?: {
    manager?: string;
    operation?: string;
    apiVersion?: string;
    time?: string;
    fieldsType?: string;
    fieldsV1?: { [path: string]: unknown };
    subresource?: string;
  }[];
}

/** A collection as `kubectl get` shows it. */
export interface Table<Of = PartialObjectMetadata> {
  apiVersion: "meta.k8s.io/v1";
  kind: "Table";
  metadata?: { resourceVersion?: string };
  columnDefinitions: TableColumn[];
  rows: TableRow<Of>[];
}

/** What is in one column. */
export interface TableColumn {
  /** The heading: `Ready`. */
  name: string;
  /** As OpenAPI has it: `string`, `integer`, `number`, `boolean`, `array`. */
  type: string;
  /** As OpenAPI has it, and `name` for the column that identifies an object. */
  format: string;
  description: string;
  /** 0 for the columns that `kubectl get` shows, more for those of `-o wide`. */
  priority: number;
}

/** One object: a cell for each column. */
export interface TableRow<Of = PartialObjectMetadata> {
  cells: unknown[];
  /** What is special about the row, such as `Completed`. */
  conditions?: {
    type: string;
    status: string;
    reason?: string;
    message?: string;
  }[];
  object: Of;
}

/** Options of a table. */
export interface TableOptions<
  Field extends string = string,
  Include extends "Metadata" | "None" | "Object" = "Metadata",
> extends ListOptions<Field> {
  /** How much of its object each row has. Default: `Metadata`. */
  includeObject?: Include | undefined;
}

/** What a row has as its object. */
export type Included<
  T,
  Include extends "Metadata" | "None" | "Object",
> = Include extends "Object"
  ? T
  : Include extends "None"
    ? null
    : PartialObjectMetadata;

/** A resource whose objects can be listed, and what its list selects by. */
export interface ListedResource<T, Field extends string> {
  list(options?: ListOptions<Field>): Promise<{ items: T[] }>;
}

const tableType = "application/json;as=Table;v=v1;g=meta.k8s.io";

/**
 * All objects of a resource as a table: the columns that `kubectl get` shows, those of a custom resource's
 * `additionalPrinterColumns` among them. It is read page by page, 500 rows a request unless `limit` says otherwise.
 *
 * @throws {ApiError} 406 where an aggregated server has no tables
 * @throws {TypeError} where the resource is not of this client
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
 */
export async function table<
  T,
  Field extends string = string,
  Include extends "Metadata" | "None" | "Object" = "Metadata",
>(
  resource: ListedResource<T, Field>,
  options: TableOptions<Field, Include> = {},
): Promise<Table<Included<T, Include>>> {
  type Page = Table<Included<T, Include>>;
  const target =
    resource instanceof UntypedResource
      ? await UntypedResource.targetOf(resource)
      : ResourceHandle.targetOf(resource);
  const { transport } = target;
  const path = collectionPath(target);
  const { includeObject, ...selection } = options;
  const deadline = new Deadline(options, `TABLE ${path}: not done after`);
  const read = (page: ListOptions): Promise<Page> =>
    send<Page>(transport, {
      method: "GET",
      path,
      query: [...listQuery(page), ...queryOf({ includeObject })],
      accept: tableType,
      headers: options.headers,
      signal: deadline.signal,
    });
  try {
    let whole: Page | undefined;
    for await (const { list, restarted } of pagesOf(
      read,
      selection as ListOptions,
      "restart",
    ))
      whole =
        whole === undefined || restarted
          ? { ...list, rows: list.rows ?? [] }
          : { ...whole, rows: [...whole.rows, ...(list.rows ?? [])] };
    const metadata = { resourceVersion: whole?.metadata?.resourceVersion };
    return { ...whole, metadata } as Page;
  } finally {
    deadline.close();
  }
}

/** What of a resource's own reads there is of its metadata alone: `get`, `list`, `listAll` and `watch`, as it has them. */
export type MetadataResource<R> = (R extends {
  get(name: string, options?: GetOptions): unknown;
}
  ? {
      get(name: string, options?: GetOptions): Promise<PartialObjectMetadata>;
    }
  : unknown) &
  (R extends { list(options?: infer Options): unknown }
    ? {
        list(options?: Options): Promise<KubernetesList<PartialObjectMetadata>>;
        listAll(options?: Options): AsyncIterable<PartialObjectMetadata>;
      }
    : unknown) &
  (R extends { watch(options?: infer Options): unknown }
    ? {
        watch(
          options?: Options,
        ): AsyncIterable<WatchEvent<PartialObjectMetadata>>;
      }
    : unknown);

/**
 * The metadata of a resource's objects, without the objects: what is sent, and what has to be kept, is a fraction. For
 * example `metadataOf(k8s.core.v1.pods("default")).listAll()`.
 *
 * @throws {TypeError} where the resource is not of this client
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches
 */
export function metadataOf<R extends object>(resource: R): MetadataResource<R> {
  // What has to be looked up on the server is, with the first request.
  const view =
    resource instanceof UntypedResource
      ? new UntypedResource(async () =>
          metadataView(await UntypedResource.targetOf(resource)),
        )
      : metadataView(ResourceHandle.targetOf(resource));
  const of = collectionOf(resource);
  if (of !== undefined) setCollection(view, { ...of, view: "metadata" });
  return view as unknown as MetadataResource<R>;
}

function metadataView(target: ResourceTarget<ResourceFacts>): ResourceHandle {
  const { facts, namespace } = target;
  return new ResourceHandle(new MetadataTransport(target), facts, namespace);
}

/** Asks for metadata in place of objects. */
class MetadataTransport implements Transport {
  readonly #transport: Transport;
  readonly #collection: string;

  constructor(target: ResourceTarget) {
    this.#transport = target.transport;
    this.#collection = collectionPath(target);
  }

  get closeSignal(): AbortSignal | undefined {
    return this.#transport.closeSignal;
  }

  request(request: TransportRequest): Promise<TransportResponse> {
    const { path, query = [], headers } = request;
    // A server takes the kind of one object for a watch, and refuses it for a list.
    const isWatch = query.some(([name]) => name === "watch");
    const isList = path === this.#collection && !isWatch;
    const kind = `PartialObjectMetadata${isList ? "List" : ""}`;
    const accept = `application/json;as=${kind};v=v1;g=meta.k8s.io`;
    return this.#transport.request({
      ...request,
      headers: { ...headers, accept },
    });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
