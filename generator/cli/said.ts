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

/** Runs a command. What there is to say of it is printed once, at the end, in an order of its own. */
export async function saying(
  flags: {
    readonly quiet: boolean;
    readonly strict: boolean;
    readonly offline?: boolean;
    readonly from?: readonly string[];
  },
  streams: Streams,
  work: (said: Said) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal(streams, flags);
  const diagnostics = new Diagnostics({
    strict: flags.strict,
    untold:
      flags.offline === true && flags.from?.some(isServer) === true
        ? ofAllThatIsServed
        : [],
  });
  const problems: GenerationFailed["diagnostics"][number][] = [];
  try {
    await work({ terminal, diagnostics });
  } catch (error) {
    if (error instanceof GenerationFailed) problems.push(...error.diagnostics);
    throw error;
  } finally {
    terminal.end();
    const said = diagnostics.list.filter((d) => d.severity !== "error");
    for (const diagnostic of [...said, ...problems])
      terminal.diagnostic(diagnostic);
  }
}
