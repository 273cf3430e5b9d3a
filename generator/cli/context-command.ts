import { InvalidArgumentError, Option, type Command } from "commander";
import type { ContextChange } from "../context/change.js";
import type { ContextFlags, ContextListFlags } from "../options.js";

/** What the commands of `kubewright context` do. */
export interface ContextActions {
  listContexts(flags: ContextListFlags): Promise<void>;
  currentContext(flags: ContextFlags): Promise<void>;
  changeContext(change: ContextChange, flags: ContextFlags): Promise<void>;
}

/** The commands below `kubewright context`. */
export function addContextCommands(
  context: Command,
  actions: ContextActions,
): void {
  const addContextCommand = (usage: string, description: string): Command =>
    context
      .command(usage)
      .description(description)
      .option(
        "--kubeconfig <file>",
        "in place of $KUBECONFIG or ~/.kube/config",
      )
      .option("--quiet", "print problems and warnings only", false);

  addContextCommand("list", "list the contexts")
    .addOption(
      new Option("-o, --output <format>", "how to print them")
        .choices(["table", "json", "name"])
        .default("table"),
    )
    .action((flags: ContextListFlags) => actions.listContexts(flags));
  addContextCommand("current", "print the name of the current context").action(
    (flags: ContextFlags) => actions.currentContext(flags),
  );
  addContextCommand("use", "make a context the current one")
    .argument("<name>", "a context", parseContext)
    .action((name: string, flags: ContextFlags) =>
      actions.changeContext({ kind: "use", name }, flags),
    );
  addContextCommand("delete", "delete a context; its cluster and user stay")
    .argument("<name>", "a context", parseContext)
    .action((name: string, flags: ContextFlags) =>
      actions.changeContext({ kind: "delete", name }, flags),
    );
  addContextCommand("rename", "give a context another name")
    .argument("<old>", "a context", parseContext)
    .argument("<new>", "its new name", parseContext)
    .action((name: string, to: string, flags: ContextFlags) =>
      actions.changeContext({ kind: "rename", name, to }, flags),
    );
}

function parseContext(name: string): string {
  if (name !== "") return name;
  throw new InvalidArgumentError("A context has a name that is not empty.");
}
