import { InvalidArgumentError, Option, type Command } from "commander";
import { reportFormats } from "../diff/report/formats.js";
import type { DiffFlags } from "../options.js";

/** Makes a command `kubewright diff`: its arguments, its options, and what it runs. */
export function addDiff(
  command: Command,
  action: (old: string, next: string, flags: DiffFlags) => Promise<void>,
): void {
  command
    .description(
      "tell what changed between two sources, and whether it breaks programs",
    )
    .argument(
      "<old>",
      "what --from takes: builtin, cluster, cluster:CONTEXT, a URL, a folder or a file; before options that take several values",
      parseSource,
    )
    .argument("<new>", "the same", parseSource)
    .addOption(
      new Option("-o, --output <format>", "how to print it")
        .choices(reportFormats)
        .default(reportFormats[0]),
    )
    .addOption(
      new Option(
        "--fail-on <verdict>",
        "end with 1 where a change is of that verdict or graver",
      ).choices(["breaking", "risky"]),
    )
    .option(
      "--used-by <glob...>",
      "only what these files of a program use of it, as the types of its generated client tell; quoted",
    )
    .option(
      "--project <tsconfig>",
      "with --used-by: the program's configuration, in place of the nearest tsconfig.json",
    )
    .action((old: string, next: string, flags: DiffFlags) => {
      if (flags.project !== undefined && flags.usedBy === undefined)
        command.error("error: --project goes with --used-by");
      return action(old, next, flags);
    });
}

/** What looks like an option was meant as one. */
export function parseSource(value: string): string {
  if (value.trim() !== "" && !value.startsWith("-")) return value;
  throw new InvalidArgumentError(
    "A source is needed; a file that begins with - is given as in ./-crds.yaml.",
  );
}
