/**
 * Where the documents of one server come from: a cluster, a URL, a folder, a file, the built-in snapshot.
 *
 * A source only gives what the server said, as text; reading it is the next stage's.
 */
export interface Source {
  readonly kind:
    "builtin" | "cluster" | "crds" | "directory" | "file" | "url" | "layers";
  /** How messages name it, e.g. `context "staging"` or `./openapi`. Never holds a credential; never reaches the output. */
  readonly label: string;

  /** The documents that there are, in the order of the index. */
  list(signal?: AbortSignal): Promise<readonly DocumentEntry[]>;

  /** `/version`, where the source has it. */
  version(signal?: AbortSignal): Promise<ServerVersion | undefined>;

  /** What is served, as aggregated discovery (`apidiscovery.k8s.io/v2`) says it, where the source has it or what it can be made from. */
  discovery(signal?: AbortSignal): Promise<AggregatedDiscovery | undefined>;

  /** The Swagger 2.0 document, as text, where the source has it. */
  openapiV2(signal?: AbortSignal): Promise<string | undefined>;

  /** Lets go of connections. The source cannot be used afterwards. */
  close(): Promise<void>;
}

/** One line of the `/openapi/v3` index, and the way to its document. */
export interface DocumentEntry {
  /** As the index spells it: `api/v1`, `apis/apps/v1`, `version`, `.well-known/openid-configuration`. */
  readonly key: string;
  /** The hash that the index publishes; undefined where the source has no index. */
  readonly hash?: string;
  /** What messages call this document: its key, or the file it was read from. */
  readonly label: string;
  /** Where each of its resources is defined, by its plural, where that is in files: CustomResourceDefinitions. */
  readonly definedAt?: ReadonlyMap<string, FilePosition>;
  /** The document as served. */
  read(signal?: AbortSignal): Promise<DocumentContent>;
}

/** A place in a file. */
export interface FilePosition {
  /** As `--from` names it. */
  readonly file: string;
  /** From 1; undefined in JSON. */
  readonly line: number | undefined;
}

/** A document: as text (JSON, or YAML where a person wrote it), or parsed, where it was stored inside of other JSON. */
export type DocumentContent =
  | {
      readonly kind: "text";
      readonly text: string;
      /** The SHA-512 of the text, where it is known: upper-case hexadecimal. */
      readonly hash?: string;
    }
  | { readonly kind: "value"; readonly value: unknown };

/** What `/version` answers (`io.k8s.apimachinery.pkg.version.Info`), as far as it is used. */
export interface ServerVersion {
  /** For example `v1.37.2`. */
  readonly gitVersion: string;
  /** The whole answer. */
  readonly text: string;
}

/** The answers of `/api` and `/apis` as `APIGroupDiscoveryList`, parsed; of a server without it, what its lists of groups and resources say. */
export interface AggregatedDiscovery {
  readonly api?: unknown;
  readonly apis?: unknown;
}
