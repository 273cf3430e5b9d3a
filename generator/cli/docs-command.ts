import type { Command } from "commander";
import type { DocsFlags } from "../options.js";
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
    .action(action);
}
