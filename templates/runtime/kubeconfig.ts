import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ConfigError } from "./errors.js";
import {
  parseKubeconfigFile,
  type ClusterEntry,
  type ContextEntry,
  type KubeconfigEntry,
  type UserEntry,
} from "./kubeconfig-file.js";
import { defaultFiles, type Environment } from "./kubeconfig-paths.js";

/** What one or more kubeconfig files say together. */
export interface Kubeconfig {
  /** The files that were read, and those that are not there. */
  readonly files: readonly string[];
  readonly missing: readonly string[];
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
}

/**
 * Reads the kubeconfig by kubectl's rules: the one file given; or else the files of `$KUBECONFIG`, of which the first one that
 * has an entry defines it, whole; or else `~/.kube/config`. Files that are not there are skipped, but for the one given.
 * Entries without any content are no entries, but for users: one without content has no credentials.
 *
 * @throws {ConfigError} where a file cannot be read, or is not a kubeconfig
 */
export async function loadKubeconfig(
  path: string | undefined,
  environment: Environment,
): Promise<Kubeconfig> {
  const files: string[] = [];
  const missing: string[] = [];
  const clusters = new Map<string, ClusterEntry>();
  const users = new Map<string, UserEntry>();
  const contexts = new Map<string, ContextEntry>();
  let currentContext: string | undefined;
  const candidates = path === undefined ? defaultFiles(environment) : [path];
  for (const file of new Set(candidates.map((name) => resolve(name)))) {
    const text = await readText(file, path === undefined);
    if (text === undefined) {
      missing.push(file);
      continue;
    }
    const parsed = parseKubeconfigFile(file, text);
    files.push(file);
    currentContext ??= parsed.currentContext;
    addNew(clusters, parsed.clusters);
    addNew(users, parsed.users);
    addNew(contexts, parsed.contexts);
  }
  return { files, missing, currentContext, clusters, users, contexts };
}

/** What one context of a kubeconfig stands for. */
export interface SelectedContext {
  readonly context: ContextEntry;
  readonly cluster: ClusterEntry;
  /** Undefined where the context names none. */
  readonly user: UserEntry | undefined;
}

/**
 * Finds a context, by default the current one, with its cluster and its user.
 *
 * @throws {ConfigError} where something is not there; its `empty` is true where nothing is selected at all
 */
export function selectContext(
  config: Kubeconfig,
  wanted: string | undefined,
): SelectedContext {
  const name = wanted ?? config.currentContext;
  if (name === undefined) throw nothingSelected(config);
  const context = config.contexts.get(name);
  if (context === undefined)
    throw new ConfigError(
      `there is no context "${name}" in ${placesOf(config)}; ${listOf("contexts", config.contexts)}`,
    );
  const place = `the context "${name}" of "${context.file}"`;
  if (context.cluster === undefined)
    throw new ConfigError(`${place} has no "cluster"`);
  const cluster = config.clusters.get(context.cluster);
  const user =
    context.user === undefined ? undefined : config.users.get(context.user);
  const lacking = [
    cluster === undefined ? `no cluster "${context.cluster}"` : [],
    context.user !== undefined && user === undefined
      ? `no user "${context.user}"`
      : [],
  ].flat();
  if (cluster === undefined || lacking.length > 0)
    throw new ConfigError(
      `there is ${lacking.join(" and ")}, which ${place} names, in ${placesOf(config)}`,
    );
  return { context, cluster, user };
}

function nothingSelected(config: Kubeconfig): ConfigError {
  const message =
    config.contexts.size > 0
      ? `${placesOf(config)} has no current context; choose one with "context": ${listOf("contexts", config.contexts)}`
      : `no cluster is configured: ${placesOf(config)} has no context; give "kubeconfig" or "server", or set $KUBECONFIG`;
  return new ConfigError(message, { empty: true });
}

function placesOf({ files, missing }: Kubeconfig): string {
  const quoted = files.map((file) => `"${file}"`);
  if (quoted.length > 0) return quoted.join(", ");
  return missing.length === 0
    ? "$KUBECONFIG (which names no file)"
    : missing.map((file) => `"${file}" (not there)`).join(", ");
}

function listOf(kind: string, entries: ReadonlyMap<string, unknown>): string {
  const names = [...entries.keys()].map((name) => `"${name}"`);
  return names.length === 0
    ? `there are no ${kind}`
    : `there are ${names.join(", ")}`;
}

function addNew<Entry extends KubeconfigEntry>(
  known: Map<string, Entry>,
  entries: readonly Entry[],
): void {
  for (const entry of entries)
    if (!known.has(entry.name)) known.set(entry.name, entry);
}

async function readText(
  file: string,
  mayBeMissing: boolean,
): Promise<string | undefined> {
  try {
    return decodeText(await readFile(file));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" && mayBeMissing) return undefined;
    const why =
      code === "ENOENT"
        ? "it is not there"
        : code === "EISDIR"
          ? "it is a directory"
          : message;
    throw new ConfigError(`cannot read the kubeconfig "${file}": ${why}`, {
      cause,
    });
  }
}

/** Editors on Windows write UTF-16; its byte order mark tells. */
function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe)
    return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff)
    return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}
