import { CommanderError, type Command } from "commander";
import { GenerationFailed } from "../diagnostics.js";
import type { CommonFlags } from "../options.js";
import { Interrupted } from "./interrupted.js";
import { createProgram, type Actions } from "./program.js";
import type { Session } from "./session.js";
import { shown, type Streams } from "./terminal.js";

/** What the process ends with. */
export type ExitCode = 0 | 1 | 2 | 130;

/**
 * Runs the command line.
 *
 * @param args what was typed after `kubewright`
 * @param signal aborted when the user interrupts
 * @returns 0 done, 1 a problem, 2 wrong usage, 130 interrupted
 */
export async function run(
  args: readonly string[],
  streams: Streams,
  signal: AbortSignal,
): Promise<ExitCode> {
  const program = createProgram(actionsOf(streams, signal));
  for (const command of commandsOf(program))
    command.exitOverride().configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    });

  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      return 2;
    }
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return exitCodeOf(error, streams, signal);
  }
}

/** What the commands do. Each is loaded when it is run: help needs none of them. */
function actionsOf(streams: Streams, signal: AbortSignal): Actions {
  const session = async <Result>(
    flags: CommonFlags,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> => {
    const { withSession } = await import("./session.js");
    return withSession(flags, streams, signal, work);
  };
  return {
    init: async (flags) => {
      const { runInit } = await import("./init.js");
      await runInit(flags, streams, signal);
    },
    generate: async (flags, choice) => {
      const { runOutputs } = await import("./outputs.js");
      await runOutputs(flags, choice, streams, signal);
    },
    resources: async (flags) => {
      const { runResources } = await import("./resources.js");
      await session(flags, (opened) => runResources(flags, opened));
    },
    snapshot: async (target, flags) => {
      const { runSnapshot } = await import("./snapshot.js");
      await session(flags, (opened) => runSnapshot(target, flags, opened));
    },
    diff: async (old, next, flags) => {
      const { runDiff } = await import("./diff.js");
      await runDiff([old, next], flags, streams, signal);
    },
    docs: async (flags) => {
      if (flags.serve) {
        const { serveDocs } = await import("./docs-serve.js");
        await serveDocs(flags, streams, signal);
        return;
      }
      const { runDocs } = await import("./docs.js");
      await session(flags, (opened) => runDocs(flags, opened));
    },
    listContexts: async (flags) => {
      const { listContexts } = await import("./context.js");
      await listContexts(flags, streams);
    },
    currentContext: async (flags) => {
      const { currentContext } = await import("./context.js");
      await currentContext(flags, streams);
    },
    changeContext: async (change, flags) => {
      const { runContextChange } = await import("./context.js");
      await runContextChange(change, flags, streams, signal);
    },
  };
}

/** A command, and all below it. */
function commandsOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

function exitCodeOf(
  error: unknown,
  { stderr }: Streams,
  signal: AbortSignal,
): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (signal.aborted || error instanceof Interrupted) {
    const done =
      error instanceof Interrupted ? error.message : "nothing was written";
    stderr.write(`interrupted: ${shown(done)}\n`);
    return 130;
  }
  // Its problems are printed already.
  if (error instanceof GenerationFailed) return 1;
  stderr.write(
    `${shown(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n` +
      "this is a fault of kubewright: please report it, with the lines above and the command\n",
  );
  return 1;
}
