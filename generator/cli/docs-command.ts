import { Option, type Command } from "commander";
import type { DocsFlags } from "../options.js";
import { parseSource } from "./diff-command.js";
import { parseFolder } from "./folder-argument.js";

/** Adds the options of `kubewright docs`, and what it runs. */
export function addDocs(
  command: Command,
  action: (flags: DocsFlags) => Promise<void>,
): void {
  command
    .option(
      "--out <folder>",
      "where the site is written",
      parseFolder,
      "./k8s-docs",
    )
    .addOption(
      new Option(
        "--format <format>",
        "a site of its own, or pages for Docusaurus, VitePress or MkDocs",
      )
        .choices(["html", "markdown"] satisfies readonly DocsFlags["format"][])
        .default("html"),
    )
    .option(
      "--since <source>",
      "what --from takes: adds what changed since then, and marks what is new",
      parseSource,
    )
    .action(action);
}
