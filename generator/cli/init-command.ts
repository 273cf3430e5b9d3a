import { Option, type Command } from "commander";
import type { InitFlags } from "../options.js";
import { parseFolder } from "./folder-argument.js";

/** `kubewright init`: what there is to type. */
export function addInit(
  program: Command,
  actions: { init(flags: InitFlags): Promise<void> },
): void {
  program
    .command("init")
    .description(
      "write a first configuration; what is not given here is asked for",
    )
    .option("--yes", "ask nothing: take what fits the project", false)
    .option("--from <source...>", "where documents come from, as for generate")
    .option("--kubeconfig <file>", "in place of $KUBECONFIG or ~/.kube/config")
    .option("--context <name>", "a context of it, for --from cluster")
    .option("--out <folder>", "where the client is written", parseFolder)
    .addOption(
      new Option("--format <language>", "how to write it").choices([
        "ts",
        "js",
        "json",
        "yaml",
      ]),
    )
    .option("--script", "add a script to package.json")
    .option("--no-script", "leave package.json as it is")
    .action((flags: InitFlags) => actions.init(flags));
}
