import { Diagnostics, GenerationFailed } from "../diagnostics.js";
import { isServer } from "../source/source-spec.js";
import { Terminal, type Streams } from "./terminal.js";

/** Where a command says what there is to say. */
export interface Said {
  readonly terminal: Terminal;
  readonly diagnostics: Diagnostics;
}

/** What is said of a selection beside all that a server has: the lock holds what was selected. */
const ofAllThatIsServed: readonly string[] = [
  "stray-paths",
  "unmatched-pattern",
];

/** Begins to collect what there is to say of a command. */
export function saidOf(
  flags: {
    readonly strict: boolean;
    readonly offline?: boolean;
    readonly from?: readonly string[];
  },
  terminal: Terminal,
): Said {
  const readsLock =
    flags.offline === true && flags.from?.some(isServer) === true;
  const diagnostics = new Diagnostics({
    strict: flags.strict,
    untold: readsLock ? ofAllThatIsServed : [],
  });
  return { terminal, diagnostics };
}

/**
 * Says it, once, in an order of its own.
 *
 * @param error what the command ended with
 */
export function tell({ terminal, diagnostics }: Said, error: unknown): void {
  terminal.end();
  const said = diagnostics.list.filter((d) => d.severity !== "error");
  const problems = error instanceof GenerationFailed ? error.diagnostics : [];
  for (const diagnostic of [...said, ...problems])
    terminal.diagnostic(diagnostic);
}

/** Runs a command, and gives what it gave. What there is to say of it is printed at the end. */
export async function saying<Result>(
  flags: {
    readonly quiet: boolean;
    readonly strict: boolean;
    readonly offline?: boolean;
    readonly from?: readonly string[];
  },
  streams: Streams,
  work: (said: Said) => Promise<Result>,
): Promise<Result> {
  const said = saidOf(flags, new Terminal(streams, flags));
  let problem: unknown;
  try {
    return await work(said);
  } catch (error) {
    problem = error;
    throw error;
  } finally {
    tell(said, problem);
  }
}
