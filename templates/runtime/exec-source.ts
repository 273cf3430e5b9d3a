import type { SentCredentials } from "./credentials.js";
import { abortable } from "./deadline.js";
import {
  execCredentialRequest,
  readExecCredential,
  type ExecCredential,
} from "./exec-credential.js";
import { outputOf } from "./exec-failure.js";
import {
  PluginFailure,
  type ExecCluster,
  type ExecPlugin,
} from "./exec-plugin.js";
import { ProgramRun } from "./exec-run.js";
import type { Environment } from "./kubeconfig-paths.js";

/** What a plugin's runs depend on, beside the plugin. */
export interface SourceOptions {
  readonly cluster: ExecCluster | undefined;
  readonly environment: Environment;
  readonly limitMs: number | undefined;
  readonly isTerminal: boolean;
  readonly stdinUnavailable: string | undefined;
}

/** Runs one plugin, and keeps what it gave. */
export class CredentialSource {
  readonly #plugin: ExecPlugin;
  readonly #options: SourceOptions;
  #current: ExecCredential | undefined;
  #run: SharedRun | undefined;

  constructor(plugin: ExecPlugin, options: SourceOptions) {
    this.#plugin = plugin;
    this.#options = options;
  }

  async get(signal: AbortSignal | undefined): Promise<ExecCredential> {
    const current = this.#current;
    return current !== undefined && !isOver(current)
      ? current
      : this.#refresh(signal);
  }

  /** Runs the plugin where that was not done since; true where there is another credential than the one sent. */
  async renew(
    sent: SentCredentials | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const before = this.#current;
    const refused = sent ?? sentOf(before);
    if (before !== undefined && differs(before, refused)) return true;
    return differs(await this.#refresh(signal), refused);
  }

  async #refresh(signal: AbortSignal | undefined): Promise<ExecCredential> {
    signal?.throwIfAborted();
    this.#run ??= this.#begin();
    return this.#run.wait(signal);
  }

  #begin(): SharedRun {
    const { command, args } = this.#plugin;
    const { cluster, environment, limitMs } = this.#options;
    const interactive = isInteractive(this.#plugin, this.#options);
    const request = execCredentialRequest(this.#plugin, cluster, interactive);
    const env = pluginEnvironment(environment, this.#plugin, request);
    const run = new ProgramRun({ command, args, env, interactive, limitMs });
    return new SharedRun(run, this.#take(run));
  }

  async #take(run: ProgramRun): Promise<ExecCredential> {
    try {
      const outcome = await run.outcome;
      const output = outputOf(outcome, {
        plugin: this.#plugin,
        limitMs: this.#options.limitMs,
        secrets: this.#secrets(),
      });
      const given = readExecCredential(output, this.#plugin.apiVersion);
      this.#current = keepingCertificate(usable(given), this.#current);
      return this.#current;
    } finally {
      this.#run = undefined;
    }
  }

  #secrets(): string[] {
    const token = this.#current?.authorization
      ?.reveal()
      .slice("Bearer ".length);
    const values = this.#plugin.env.map(({ value }) => value.reveal());
    return token === undefined ? values : [token, ...values];
  }
}

/** A run that several callers wait for; once none does any more, it goes on, but this process does not wait for it. */
class SharedRun {
  readonly #run: ProgramRun;
  readonly #result: Promise<ExecCredential>;
  #waiting = 0;

  constructor(run: ProgramRun, result: Promise<ExecCredential>) {
    this.#run = run;
    this.#result = result;
  }

  async wait(signal: AbortSignal | undefined): Promise<ExecCredential> {
    this.#waiting++;
    this.#run.keepProcess(true);
    try {
      return await (signal === undefined
        ? this.#result
        : abortable(this.#result, signal));
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.#run.keepProcess(false);
    }
  }
}

// Where clocks differ, each request would otherwise run the plugin, and that more than once.
const leastUseMs = 1_000;

/** A credential that serves the requests that it was got for, also where its time is over when it comes. */
function usable(given: ExecCredential): ExecCredential {
  const now = Date.now();
  return given.expiresAt !== undefined && given.expiresAt < now
    ? { ...given, expiresAt: now + leastUseMs }
    : given;
}

function isOver({ expiresAt }: ExecCredential): boolean {
  return expiresAt !== undefined && Date.now() > expiresAt;
}

function sentOf(credential: ExecCredential | undefined): SentCredentials {
  return {
    authorization: credential?.authorization?.reveal(),
    certificate: credential?.certificate,
  };
}

function differs(credential: ExecCredential, sent: SentCredentials): boolean {
  return (
    credential.authorization?.reveal() !== sent.authorization ||
    (sent.certificate !== undefined &&
      credential.certificate !== sent.certificate)
  );
}

/** A certificate that was given again is the same one, so that its connections stay. */
function keepingCertificate(
  given: ExecCredential,
  before: ExecCredential | undefined,
): ExecCredential {
  const [one, other] = [given.certificate, before?.certificate];
  return one?.certificate === other?.certificate &&
    one?.key.reveal() === other?.key.reveal()
    ? { ...given, certificate: other }
    : given;
}

function isInteractive(
  { interactiveMode }: ExecPlugin,
  { isTerminal, stdinUnavailable }: SourceOptions,
): boolean {
  const why = !isTerminal
    ? "standard input is not a terminal"
    : stdinUnavailable === undefined
      ? undefined
      : `standard input is unavailable: ${stdinUnavailable}`;
  if (interactiveMode === "Always" && why !== undefined)
    throw new PluginFailure(
      `has to ask somebody, because its interactiveMode is "Always", and cannot: ${why}`,
    );
  return interactiveMode !== "Never" && why === undefined;
}

/** The variables of a plugin: those around, its own, and the question. */
export function pluginEnvironment(
  around: Environment,
  { env }: Pick<ExecPlugin, "env">,
  request: string,
  platform: string = process.platform,
): Environment {
  const variables: [name: string, value: string | undefined][] = [
    ...Object.entries(around),
    ...env.map(({ name, value }): [string, string] => [name, value.reveal()]),
    ["KUBERNETES_EXEC_INFO", request],
  ];
  // On Windows `Path` and `PATH` are one variable, of which Node takes any.
  const keyOf = (name: string): string =>
    platform === "win32" ? name.toUpperCase() : name;
  const last = new Map(variables.map((pair) => [keyOf(pair[0]), pair]));
  return Object.fromEntries(last.values());
}
