import { PluginFailure, type ExecPlugin } from "./exec-plugin.js";
import type { Outcome } from "./exec-run.js";
import { lastWords, visible } from "./exec-text.js";

/** What a message is made from, beside the outcome. */
export interface RunFacts {
  readonly plugin: ExecPlugin;
  readonly limitMs: number | undefined;
  /** Texts that are in no message, whatever the program says. */
  readonly secrets: readonly string[];
}

/** What a program printed on standard output. @throws {PluginFailure} where it did not run to a good end */
export function outputOf(outcome: Outcome, facts: RunFacts): string {
  const failed = (what: string): PluginFailure => {
    const words = lastWords(outcome.stderr, facts.secrets);
    const message = words === "" ? what : `${what}; it said: ${words}`;
    return new PluginFailure(message, { transient: true });
  };
  switch (outcome.kind) {
    case "ended":
      if (outcome.code === 0) return outcome.stdout;
      throw failed(`failed with exit code ${outcome.code}`);
    case "killed":
      throw failed(`was killed by ${outcome.signal}`);
    case "late":
      throw failed(
        `was not done after ${facts.limitMs} ms and has been ended; does it wait for somebody to log in?`,
      );
    case "flooded":
      throw failed(
        `printed more than ${outcome.limitBytes} bytes and has been ended`,
      );
    case "unstarted":
      throw new PluginFailure(whyUnstarted(outcome.code, facts.plugin));
  }
}

/** Why a program could not be started, by the system's word for it, and the way out. */
export function whyUnstarted(
  code: string | undefined,
  { command, installHint }: ExecPlugin,
  platform: string = process.platform,
): string {
  const isWindows = platform === "win32";
  // https://nodejs.org/en/blog/vulnerability/april-2024-security-releases-2
  if (isWindows && code === "EINVAL" && /\.(bat|cmd)$/i.test(command))
    return "is a batch file, whose arguments Windows gives to a shell that may run them: it is not run; name the .exe behind it in the kubeconfig";
  if (code === "ENOENT")
    return [
      'cannot be found (ENOENT); install it, or set "command" in the kubeconfig to its path',
      ...(isWindows ? ["only .exe and .com are looked for"] : []),
      ...(installHint === undefined ? [] : [visible(installHint)]),
    ].join("; ");
  if (code === "EACCES")
    return "may not be run (EACCES); is the file executable?";
  if (code === "E2BIG")
    return "cannot be run (E2BIG): its arguments and its environment, with the cluster where provideClusterInfo is set, are too large";
  return `cannot be run (${code ?? "unknown error"})`;
}
