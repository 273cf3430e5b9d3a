import type { ImportExtension } from "../form/import-extensions.js";

/**
 * One client, as a configuration has it: a key for each flag of `kubewright generate`. A flag that is typed takes the place of its key.
 *
 * Paths are relative to the configuration's folder; one that begins with `~/` is in the home folder.
 */
export interface OutputConfig {
  /**
   * What `--only` calls it.
   *
   * @default what is written as `out`
   */
  readonly name?: string | undefined;
  /**
   * Where documents come from: `builtin`, `cluster`, the URL of an API server, a folder or a file, of documents or of
   * CustomResourceDefinitions. Several are laid over each other, the later over the earlier.
   *
   * @default "cluster"
   */
  readonly from?: string | readonly string[] | undefined;
  /**
   * The folder that the client is written to. No two outputs share one, and none is in that of another.
   *
   * @default "k8s"
   */
  readonly out?: string | undefined;
  /**
   * Only these group/versions, as globs: `apps/v1`, `core/v1`, `*.k8s.io/*`; a group alone means all of its versions.
   *
   * @default all
   */
  readonly include?: string | readonly string[] | undefined;
  /**
   * Not these group/versions, as globs.
   *
   * @default none
   */
  readonly exclude?: string | readonly string[] | undefined;
  /**
   * TypeScript (`ts`), JavaScript with declarations and source maps (`js`), or types for openapi-fetch (`openapi`).
   *
   * @default "ts"
   */
  readonly emit?: "js" | "openapi" | "ts" | undefined;
  /**
   * How TypeScript files import each other: as `.js`, as `.ts`, or without an extension (`none`), which is for bundlers.
   *
   * @default "js"
   */
  readonly importExtension?: ImportExtension | undefined;
  /**
   * Makes the folder a package to publish, in JavaScript: `@acme/k8s`, or with its version `@acme/k8s@1.4.0`.
   *
   * @default no package
   */
  readonly package?: string | undefined;
  /**
   * Fails where something could not be taken.
   *
   * @default false
   */
  readonly strict?: boolean | undefined;
  /**
   * For `from: "cluster"`: the one kubeconfig to read.
   *
   * @default those of $KUBECONFIG, or ~/.kube/config
   */
  readonly kubeconfig?: string | undefined;
  /**
   * For `from: "cluster"`: a context of the kubeconfig. A list, or a pattern such as `prod-*`, makes a client of each context, in a folder of its
   * own below `out`.
   *
   * @default its current context
   */
  readonly context?: string | readonly string[] | undefined;
  /**
   * For a cluster or a URL: a bearer token. It is a secret: let a script take it from `process.env`, or name a file with `tokenFile`.
   *
   * @default what the kubeconfig says
   */
  readonly token?: string | undefined;
  /**
   * For a cluster or a URL: a file that holds a bearer token.
   *
   * @default what the kubeconfig says
   */
  readonly tokenFile?: string | undefined;
  /**
   * For a cluster or a URL: a file with the certificates of those who may sign the server's.
   *
   * @default what the kubeconfig says, or those that Node trusts
   */
  readonly certificateAuthority?: string | undefined;
  /**
   * For a cluster or a URL: a file with a client certificate; it goes with `clientKey`.
   *
   * @default what the kubeconfig says
   */
  readonly clientCertificate?: string | undefined;
  /**
   * For a cluster or a URL: a file with the key of `clientCertificate`.
   *
   * @default what the kubeconfig says
   */
  readonly clientKey?: string | undefined;
  /**
   * For a cluster or a URL: takes any server for the right one.
   *
   * @default false, or what the kubeconfig says
   */
  readonly insecureSkipTlsVerify?: boolean | undefined;
  /**
   * For a cluster or a URL: the name that the server's certificate must have.
   *
   * @default what the kubeconfig says, or the name in the server's address
   */
  readonly tlsServerName?: string | undefined;
  /**
   * For a cluster or a URL: acts as somebody else.
   *
   * @default what the kubeconfig says
   */
  readonly as?: string | undefined;
  /**
   * For a cluster or a URL, with `as`: acts as a member of these groups.
   *
   * @default none
   */
  readonly asGroup?: string | readonly string[] | undefined;
  /**
   * For a cluster or a URL, with `as`: acts as the user of this uid.
   *
   * @default none
   */
  readonly asUid?: string | undefined;
  /**
   * Prints what would be written, and writes nothing.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;
  /**
   * Exits with 1 where something would be written, and writes nothing.
   *
   * @default false
   */
  readonly check?: boolean | undefined;
  /**
   * Does all of the work even where nothing changed.
   *
   * @default false
   */
  readonly force?: boolean | undefined;
  /**
   * Takes what servers gave from the lock and the cache: no network is needed.
   *
   * @default false
   */
  readonly offline?: boolean | undefined;
  /**
   * Keeps what servers gave in the user's cache, and takes from it what did not change.
   *
   * @default true
   */
  readonly cache?: boolean | undefined;
  /**
   * Where what servers gave is written down. Outputs may share it.
   *
   * @default "kubewright.lock.json"
   */
  readonly lockFile?: string | undefined;
  /**
   * Prints how long each stage took.
   *
   * @default false
   */
  readonly timings?: boolean | undefined;
  /**
   * Prints problems and warnings only.
   *
   * @default false
   */
  readonly quiet?: boolean | undefined;
}

/** What a configuration says: one output, or several in `outputs`. */
export interface Config extends OutputConfig {
  /** The JSON Schema, for editors: `./node_modules/kubewright/config.schema.json`. */
  readonly $schema?: string | undefined;
  /**
   * The outputs, where there are several. The keys beside it hold for each that does not have them itself; `name` and `out` are each
   * output's own.
   *
   * @default the one output of the keys beside it
   */
  readonly outputs?: readonly OutputConfig[] | undefined;
}

/** What a configuration in TypeScript or JavaScript exports by default: a configuration, a promise of one, or a function that gives one. */
export type ConfigExport =
  Config | Promise<Config> | (() => Config | Promise<Config>);

/**
 * Gives a configuration back as it is: it is there for what an editor knows of its keys.
 *
 * @example
 * export default defineConfig({ from: "cluster", out: "src/k8s", exclude: ["*.k8s.io/*"] });
 */
export function defineConfig(config: ConfigExport): ConfigExport {
  return config;
}
