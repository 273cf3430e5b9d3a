import type { Config, OutputConfig } from "./config.js";

/** What a key of a configuration may be. */
export interface KeyRule {
  readonly kind: "boolean" | "package" | "text" | "texts" | readonly string[];
  /** How the path in it is told from what is none; it is relative to the configuration. */
  readonly path?: "always" | "source";
  /** One text means something else than a list of one. */
  readonly alone?: true;
}

const text: KeyRule = { kind: "text" };
const texts: KeyRule = { kind: "texts" };
const boolean: KeyRule = { kind: "boolean" };
const file: KeyRule = { kind: "text", path: "always" };

/** The keys of an output. But for `name` they are flags of `kubewright generate`, in camel case. */
export const outputKeys: Readonly<Record<keyof OutputConfig, KeyRule>> = {
  name: text,
  from: { kind: "texts", path: "source" },
  out: file,
  include: texts,
  exclude: texts,
  emit: { kind: ["ts", "js", "openapi"] },
  importExtension: { kind: ["js", "ts", "none"] },
  package: { kind: "package" },
  strict: boolean,
  kubeconfig: file,
  context: { kind: "texts", alone: true },
  token: text,
  tokenFile: file,
  certificateAuthority: file,
  clientCertificate: file,
  clientKey: file,
  insecureSkipTlsVerify: boolean,
  tlsServerName: text,
  as: text,
  asGroup: texts,
  asUid: text,
  dryRun: boolean,
  check: boolean,
  force: boolean,
  offline: boolean,
  cache: boolean,
  lockFile: file,
  timings: boolean,
  quiet: boolean,
};

/** The keys that a configuration has beside those of an output. */
export const ownKeys: readonly Exclude<keyof Config, keyof OutputConfig>[] = [
  "$schema",
  "outputs",
];

/** The keys that outputs cannot share. */
export const unsharedKeys: readonly (keyof OutputConfig)[] = ["name", "out"];

/** What a flag takes the place of where it is said nearer to the output, on top of itself: the two are refused together. */
export const replaces: Readonly<Record<string, readonly string[]>> = {
  token: ["tokenFile"],
  tokenFile: ["token"],
  package: ["emit", "importExtension"],
  importExtension: ["package"],
} satisfies {
  readonly [Key in keyof OutputConfig]: readonly (keyof OutputConfig)[];
};
