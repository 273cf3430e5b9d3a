import { InvalidArgumentError, Option, type Command } from "commander";
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
    .option("--serve", "show the site on 127.0.0.1, until Ctrl-C", false)
    .option(
      "--port <number>",
      "with --serve: where (default: a port that is free)",
      parsePort,
    )
    .action((flags: DocsFlags) => {
      checkServe(flags, command);
      return action(flags);
    });
}

function checkServe({ serve, port, format }: DocsFlags, command: Command) {
  if (!serve && port !== undefined)
    command.error("error: option '--port <number>' goes with '--serve'");
  if (serve && format === "markdown")
    command.error(
      "error: option '--serve' shows a site of its own: leave '--format markdown' out",
    );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError(
    "A port is a number from 0 to 65535; 0 takes one that is free.",
  );
}
