import { type Command, InvalidArgumentError, Option } from "commander";
import { parsePackageName, type PackageName } from "../form/package-file.js";
import { lockFileName } from "../incremental/lock-file.js";
import type { GenerateFlags, OutputChoice } from "../options.js";
import { parseFolder } from "./folder-argument.js";

/** What there is to type after `kubewright generate`, beside what every command takes that reads documents. */
export function addGenerate(
  command: Command,
  act: (flags: GenerateFlags, choice: OutputChoice) => Promise<void>,
): void {
  addForm(command);
  addBuild(command);
  command
    .option("--timings", "print how long each stage took", false)
    .optionsGroup("Options for a configuration:")
    .option(
      "--config <file>",
      "the configuration (default: kubewright.config.* of the working directory, if there is one)",
    )
    .option("--no-config", "use no configuration")
    .option("--only <name...>", "only these outputs of the configuration")
    .optionsGroup("Options:")
    .action((all: GenerateFlags & Partial<OutputChoice>) => {
      const { config, only = [], ...flags } = all;
      checkForm(flags, command);
      checkOffline(flags, command);
      const given = Object.fromEntries(
        Object.entries(flags).filter(
          ([name]) => command.getOptionValueSource(name) === "cli",
        ),
      );
      return act(flags, { config, only, given });
    });
}

/** What is written, and where. */
function addForm(command: Command): void {
  command
    .option("--out <folder>", "where to write it", parseFolder, "k8s")
    .addOption(
      new Option(
        "--emit <form>",
        "TypeScript; JavaScript with declarations and source maps; or types for openapi-fetch (default: ts)",
      ).choices(["ts", "js", "openapi"]),
    )
    .addOption(
      new Option(
        "--import-extension <extension>",
        "how TypeScript files import each other (default: js)",
      )
        .choices(["js", "ts", "none"])
        .conflicts("package"),
    )
    .option(
      "--package <name>",
      "make it a package to publish, in JavaScript: @acme/k8s, or @acme/k8s@1.4.0",
      parsePackage,
    );
}

/** How much is done, and what of it is kept for the next run. */
function addBuild(command: Command): void {
  command
    .option(
      "--dry-run",
      "print what would be written, and write nothing",
      false,
    )
    .addOption(
      new Option(
        "--check",
        "exit with 1 where something would be written, and write nothing",
      )
        .default(false)
        .conflicts("dryRun"),
    )
    .option("--force", "do all of the work even where nothing changed", false)
    .addOption(
      new Option("--watch", "do it again when a file or a CRD changes")
        .default(false)
        .conflicts(["check", "dryRun"]),
    )
    .option(
      "--offline",
      "take what servers gave from the lock and the cache",
      false,
    )
    .option("--no-cache", "keep nothing in the user's cache, and use nothing")
    .option(
      "--lock-file <file>",
      "where to write down what servers gave",
      lockFileName,
    );
}

/** JavaScript is imported by the names that its files have. */
function checkForm(
  { emit, importExtension = "js", package: named }: GenerateFlags,
  command: Command,
): void {
  if (emit === "js" && importExtension !== "js")
    command.error(
      `error: option '--import-extension ${importExtension}' is for TypeScript: JavaScript files import each other as .js`,
    );
  if (emit !== undefined && emit !== "js" && named !== undefined)
    command.error(
      emit === "ts"
        ? "error: option '--package <name>' makes JavaScript: leave '--emit ts' out"
        : "error: option '--package <name>' makes a package of a client: types for openapi-fetch are a folder",
    );
}

/** Without a network, there is nothing but the cache to take documents from. */
function checkOffline(
  { offline, cache }: GenerateFlags,
  command: Command,
): void {
  if (offline && !cache)
    command.error(
      "error: option '--offline' takes documents from the cache: leave '--no-cache' out",
    );
}

function parsePackage(text: string): PackageName {
  const named = parsePackageName(text);
  if (named !== undefined) return named;
  throw new InvalidArgumentError(
    "A package is named as npm names it, in lower case, with a version behind @ if need be.",
  );
}
