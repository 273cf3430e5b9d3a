import { renderDiagnostic, type Diagnostic } from "../diagnostics.js";
import type { BuildMode } from "./options.js";
import type { Output } from "./output.js";
import type { Outcome, Regeneration } from "./regeneration.js";

/** What a bundler has to tell, each as the command line prints it. */
export interface Messages {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Says what was written; undefined where nothing was. */
  readonly summary: string | undefined;
}

/** When a bundler asks, and what for. */
export interface Occasion {
  /** Whoever watches, develops: the client is generated, and a server that is away does not keep anyone from going on. */
  readonly isWatching: boolean;
  readonly mode: BuildMode;
  readonly signal?: AbortSignal;
}

/** Does what a build asks for, and gives what is to be said of it. */
export async function runFor(
  regeneration: Regeneration,
  { isWatching, mode, signal }: Occasion,
): Promise<Messages> {
  if (mode === false && !isWatching)
    return { errors: [], warnings: [], summary: undefined };
  const outcome =
    isWatching || mode === "generate"
      ? await regeneration.write(signal)
      : await regeneration.check(signal);
  const errors = outcome.problems.map(renderDiagnostic);
  const warnings = outcome.warnings.map(renderDiagnostic);
  const { output, hasClient } = regeneration;
  const isBearable = isWatching && hasClient && isServerAway(outcome.problems);
  const stays = `  the client in ${output.out} stays as it is`;
  return {
    errors: isBearable ? [] : errors,
    warnings: isBearable
      ? [...warnings, [...errors, stays].join("\n")]
      : warnings,
    summary: summaryOf(outcome, output),
  };
}

function summaryOf({ written }: Outcome, { out }: Output): string | undefined {
  const changes = [
    [written?.created.length, "new"],
    [written?.updated.length, "changed"],
    [written?.deleted.length, "deleted"],
  ] as const;
  const counts = changes.flatMap(([count = 0, what]) =>
    count === 0 ? [] : [`${count} ${what}`],
  );
  return counts.length === 0
    ? undefined
    : `kubewright wrote ${out}: ${counts.join(", ")}`;
}

/** Whether all that is wrong is that a server did not answer as it should: the client on disk is what it said at an earlier time. */
function isServerAway(problems: readonly Diagnostic[]): boolean {
  return (
    problems.length > 0 && problems.every(({ code }) => serverCodes.has(code))
  );
}

const serverCodes: ReadonlySet<string> = new Set([
  "bad-configuration",
  "endless-answer",
  "forbidden",
  "foreign-document-url",
  "no-openapi-v3",
  "not-an-api-server",
  "redirect-loop",
  "server-error",
  "tls-failure",
  "unauthorized",
  "unavailable-group-version",
  "unreachable-server",
  "untrusted-certificate",
]);
