import { createHash } from "node:crypto";
import { isatty } from "node:tty";
import type {
  ClientCertificate,
  Credentials,
  SentCredentials,
} from "./credentials.js";
import { timerLimit } from "./deadline.js";
import { ConfigError } from "./errors.js";
import {
  PluginFailure,
  type ExecCluster,
  type ExecPlugin,
} from "./exec-plugin.js";
import { CredentialSource, type SourceOptions } from "./exec-source.js";
import { visible } from "./exec-text.js";
import type { Environment } from "./kubeconfig-paths.js";

/** What a plugin is run with. */
export interface ExecOptions {
  /** Told to plugins that ask for it with `provideClusterInfo`, and to no other. */
  readonly cluster?: ExecCluster | undefined;
  /** The variables that the plugin finds beside its own, as they are now. */
  readonly environment: Environment;
  /** How long one run may take. Default: 5 minutes, for people log in meanwhile; one minute where `interactiveMode` is `Never`. 0: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Whether standard input is a terminal. Default: what the system says. */
  readonly isTerminal?: boolean | undefined;
  /** Why a plugin cannot have standard input, where this program reads it itself. */
  readonly stdinUnavailable?: string | undefined;
}

/**
 * Credentials that a program gives, as client-go's exec plugins do. The program is run when they are first needed, and again when
 * their time is over or the server did not accept them. Equal plugins in one process share their runs and what these gave.
 * https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/exec/exec.go
 *
 * @throws {ConfigError} where the plugin speaks a version that this client does not; so do the credentials, where the program
 * cannot be run, fails, or does not give what it should
 */
export function execCredentials(
  plugin: ExecPlugin,
  options: ExecOptions,
): Credentials {
  checkVersion(plugin);
  return new ExecCredentials(plugin, sharedSource(plugin, options));
}

const group = "client.authentication.k8s.io";

function checkVersion({ place, apiVersion }: ExecPlugin): void {
  if (apiVersion === `${group}/v1` || apiVersion === `${group}/v1beta1`) return;
  const why =
    apiVersion === `${group}/v1alpha1`
      ? "removed in Kubernetes 1.24"
      : "unknown";
  throw new ConfigError(
    `${place}: the exec plugin's apiVersion "${visible(apiVersion)}" is ${why}; set it to "${group}/v1" or "${group}/v1beta1", whichever the program speaks`,
  );
}

/** One user's view of a source: names the user in errors. */
class ExecCredentials implements Credentials {
  readonly #name: string;
  readonly #source: CredentialSource;

  constructor({ place, command }: ExecPlugin, source: CredentialSource) {
    this.#name = `${place}: the program "${visible(command)}"`;
    this.#source = source;
  }

  async authorization(signal?: AbortSignal): Promise<string | undefined> {
    const { authorization } = await this.#named(this.#source.get(signal));
    return authorization?.reveal();
  }

  async certificate(
    signal?: AbortSignal,
  ): Promise<ClientCertificate | undefined> {
    return (await this.#named(this.#source.get(signal))).certificate;
  }

  async renew(sent?: SentCredentials, signal?: AbortSignal): Promise<boolean> {
    return this.#named(
      this.#source.renew(sent, signal),
      "; it was run because the server did not accept what it gave before",
    );
  }

  async #named<T>(result: Promise<T>, why = ""): Promise<T> {
    try {
      return await result;
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      const { message, transient } = error;
      throw new ConfigError(`${this.#name} ${message}${why}`, { transient });
    }
  }
}

const standardInput = 0;
const loginLimitMs = 300_000;
const silentLimitMs = 60_000;

/** By a hash of all that a run depends on, since that may be secret; in the order of their last use. */
const sources = new Map<string, CredentialSource>();
const mostSources = 100;

function sharedSource(
  plugin: ExecPlugin,
  options: ExecOptions,
): CredentialSource {
  const { timeoutMs, isTerminal, stdinUnavailable } = options;
  const defaultLimitMs =
    plugin.interactiveMode === "Never" ? silentLimitMs : loginLimitMs;
  const settled: SourceOptions = {
    cluster: plugin.provideClusterInfo ? options.cluster : undefined,
    environment: { ...options.environment },
    limitMs: timerLimit("timeoutMs", timeoutMs ?? defaultLimitMs),
    isTerminal: isTerminal ?? isatty(standardInput),
    stdinUnavailable,
  };
  const key = keyOf(plugin, settled, options.cluster?.config);
  const source = sources.get(key) ?? new CredentialSource(plugin, settled);
  sources.delete(key);
  sources.set(key, source);
  const [oldest] = sources.keys();
  if (sources.size > mostSources && oldest !== undefined)
    sources.delete(oldest);
  return source;
}

function keyOf(
  plugin: ExecPlugin,
  options: SourceOptions,
  clusterConfig: unknown,
): string {
  // Where it stands in a kubeconfig does not matter.
  const { place: _, env, ...rest } = plugin;
  const own = env.map(({ name, value }) => [name, value.reveal()]);
  return createHash("sha256")
    .update(JSON.stringify([rest, own, options, clusterConfig]))
    .digest("base64");
}
