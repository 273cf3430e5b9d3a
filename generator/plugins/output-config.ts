import type { ImportExtension } from "../form/import-extensions.js";
import type { SourceSpec } from "../source/open.js";

/** A client to generate: what `kubewright generate` takes as flags of the same names. */
export interface OutputConfig {
  /**
   * Where documents come from: `cluster`, `builtin`, the URL of an API server, or the path of a folder or a file, which may be of
   * CustomResourceDefinitions. Several are laid over each other, the later over the earlier. Default: `cluster`.
   */
  readonly from?: SourceSpec | readonly SourceSpec[] | undefined;
  /** The folder that the client is written into; it holds nothing else. Default: `k8s`. */
  readonly out?: string | undefined;
  /** Only these group/versions, as globs: `apps/v1`, `core/v1`, `*.k8s.io/*`; a group alone means all of its versions. Default: all. */
  readonly include?: readonly string[] | undefined;
  /** Not these group/versions, as globs like those of `include`. */
  readonly exclude?: readonly string[] | undefined;
  /** TypeScript, JavaScript with declarations and source maps, or types for openapi-fetch. Default: `ts`. */
  readonly emit?: "js" | "openapi" | "ts" | undefined;
  /** What the imports of TypeScript files end in; `none` is for bundlers alone. Default: `js`. */
  readonly importExtension?: ImportExtension | undefined;
  /** Makes the folder a package to publish, in JavaScript: `@acme/k8s`, or `@acme/k8s@1.4.0`. */
  readonly package?: string | undefined;
  /** Whether it is an error where something of the source could not be taken, such as an aggregated API that is down. Default: false. */
  readonly strict?: boolean | undefined;
  /** For `cluster`: the kubeconfig, in place of `$KUBECONFIG` or `~/.kube/config`. */
  readonly kubeconfig?: string | undefined;
  /** For `cluster`: the context of the kubeconfig, in place of the current one. */
  readonly context?: string | undefined;
  /** For `cluster` or a URL: a bearer token. Better is `tokenFile`: this stands in the clear wherever it is written. */
  readonly token?: string | undefined;
  /** For `cluster` or a URL: a file that holds a bearer token. */
  readonly tokenFile?: string | undefined;
  /** For `cluster` or a URL: a file in PEM with who may sign the server's certificate. */
  readonly certificateAuthority?: string | undefined;
  /** For `cluster` or a URL: a file in PEM with a client certificate; with `clientKey`. */
  readonly clientCertificate?: string | undefined;
  /** For `cluster` or a URL: a file in PEM with the key of `clientCertificate`. */
  readonly clientKey?: string | undefined;
  /** For `cluster` or a URL: takes any server for the right one. Default: false. */
  readonly insecureSkipTlsVerify?: boolean | undefined;
  /** For `cluster` or a URL: the name that the server's certificate must have. */
  readonly tlsServerName?: string | undefined;
  /** For `cluster` or a URL: the user to act as. */
  readonly as?: string | undefined;
  /** For `cluster` or a URL: the groups to act as a member of. */
  readonly asGroup?: readonly string[] | undefined;
  /** For `cluster` or a URL: the uid of the user to act as. */
  readonly asUid?: string | undefined;
}
