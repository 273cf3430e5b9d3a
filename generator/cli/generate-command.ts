import { type Command, InvalidArgumentError, Option } from "commander";
import { parsePackageName, type PackageName } from "../form/package-file.js";
import { lockFileName } from "../incremental/lock-file.js";
import type {
  AskedFlags,
  GenerateFlags,
  OutputChoice,
  Shard,
} from "../options.js";
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
    .optionsGroup("Options for several outputs:")
    .option(
      "--shard <part>",
      "one part of them, as in 3/10, for several machines",
      parseShard,
    )
    .optionsGroup("Options:")
    .action((all: AskedFlags & Partial<OutputChoice>) => {
      const { config, only = [], shard, ...asked } = all;
      const { context } = asked;
      const flags: GenerateFlags = {
        ...asked,
        context: typeof context === "string" ? context : undefined,
      };
      checkForm(flags, command);
      checkOffline(flags, command);
      const given: Partial<AskedFlags> = Object.fromEntries(
        Object.entries(asked).filter(
          ([name]) => command.getOptionValueSource(name) === "cli",
        ),
      );
      return act(flags, { config, only, shard, given });
    });
}

/** `--context` of `generate`: several make a client each. */
export function generateContext(): Option {
  return new Option(
    "--context <name>",
    "in place of the current one; several, or a pattern such as prod-*, make a client of each in a folder below --out",
  ).argParser((name: string, names: string | readonly string[] = []) => {
    const before = typeof names === "string" ? [names] : names;
    if (before.includes(name))
      throw new InvalidArgumentError("It is given twice.");
    return before.length === 0 ? name : [...before, name];
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

/** As test runners count: the first of ten is 1/10. */
function parseShard(text: string): Shard {
  const [, number, of] = /^(\d{1,9})\/(\d{1,9})$/.exec(text)?.map(Number) ?? [];
  if (number === undefined || of === undefined)
    throw new InvalidArgumentError(
      "A part is its number and how many there are, as in 3/10.",
    );
  if (number >= 1 && number <= of) return { number, of };
  throw new InvalidArgumentError(
    of === 0
      ? "There is at least one part: the only one is 1/1."
      : `The parts are 1/${String(of)} to ${String(of)}/${String(of)}.`,
  );
}

function parsePackage(text: string): PackageName {
  const named = parsePackageName(text);
  if (named !== undefined) return named;
  throw new InvalidArgumentError(
    "A package is named as npm names it, in lower case, with a version behind @ if need be.",
  );
}
