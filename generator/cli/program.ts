import { Command, InvalidArgumentError, Option } from "commander";
import type {
  CommonFlags,
  DiffFlags,
  GenerateFlags,
  InitFlags,
  OutputChoice,
  ResourcesFlags,
  SnapshotFlags,
} from "../options.js";
import { parsePackageName, type PackageName } from "../form/package-file.js";
import { lockFileName } from "../incremental/lock-file.js";
import { toolVersion } from "../package-folder.js";
import { addContextCommands, type ContextActions } from "./context-command.js";
import { parseFolder } from "./folder-argument.js";
import { addInit } from "./init-command.js";
import { addDiff } from "./diff-command.js";

/** What the commands do. */
export interface Actions extends ContextActions {
  init(flags: InitFlags): Promise<void>;
  generate(flags: GenerateFlags, choice: OutputChoice): Promise<void>;
  resources(flags: ResourcesFlags): Promise<void>;
  snapshot(target: string, flags: SnapshotFlags): Promise<void>;
  diff(old: string, next: string, flags: DiffFlags): Promise<void>;
}

/** The command line: what there is to type, and its help. */
export function createProgram(actions: Actions): Command {
  const program = new Command("kubewright")
    .description(
      "Generates a typed TypeScript client for a Kubernetes cluster from its OpenAPI documents.",
    )
    .version(toolVersion, "--version", "print the version")
    .helpOption("--help", "print this help")
    .showSuggestionAfterError()
    .exitOverride();

  addInit(program, actions);
  addGenerate(program, actions);
  addCommand(program, "snapshot", "capture what a server publishes")
    .argument(
      "<target>",
      "a folder, or a file whose name ends in .json.gz; before --from, which takes several values",
      parseTarget,
    )
    .option(
      "--without-descriptions",
      "take the prose out, and leave the Swagger 2.0 document away",
      false,
    )
    .configureOutput({
      outputError: (text, write) =>
        write(
          text.includes("missing required argument")
            ? `${text}give the target before --from: kubewright snapshot DIR --from …\n`
            : text,
        ),
    })
    .action((target: string, flags: SnapshotFlags) =>
      actions.snapshot(target, flags),
    );

  addCommand(program, "resources", "list what a server serves")
    .addOption(
      new Option("-o, --output <format>", "how to print it")
        .choices(["table", "wide", "json", "name"])
        .default("table"),
    )
    .action((flags: ResourcesFlags) => actions.resources(flags));
  addDiff(addReadingOptions(program.command("diff")), (old, next, flags) =>
    actions.diff(old, next, flags),
  );
  addContextCommands(
    program
      .command("context")
      .description(
        "list, choose, delete and rename the contexts of a kubeconfig",
      ),
    actions,
  );
  return program;
}

function addGenerate(program: Command, actions: Actions): void {
  addCommand(program, "generate", "write a client")
    .option("--out <folder>", "where to write it", parseFolder, "k8s")
    .addOption(
      new Option(
        "--emit <language>",
        "TypeScript, or JavaScript with declarations and source maps (default: ts)",
      ).choices(["ts", "js"]),
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
    )
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
    )
    .option("--timings", "print how long each stage took", false)
    .optionsGroup("Options for a configuration:")
    .option(
      "--config <file>",
      "the configuration (default: kubewright.config.* of the working directory, if there is one)",
    )
    .option("--no-config", "use no configuration")
    .option("--only <name...>", "only these outputs of the configuration")
    .optionsGroup("Options:")
    .action((all: GenerateFlags & Partial<OutputChoice>, command) => {
      const { config, only = [], ...flags } = all;
      checkForm(flags, command as Command);
      checkOffline(flags, command as Command);
      const given = Object.fromEntries(
        Object.entries(flags).filter(
          ([name]) => (command as Command).getOptionValueSource(name) === "cli",
        ),
      );
      return actions.generate(flags, { config, only, given });
    });
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
  if (emit === "ts" && named !== undefined)
    command.error(
      "error: option '--package <name>' makes JavaScript: leave '--emit ts' out",
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

/** A name that looks like that of a file was not meant as one of a folder. */
function parseTarget(value: string): string {
  if (/\.(?:json|gz|ya?ml|txt)$/i.test(value) && !/\.json\.gz$/i.test(value))
    throw new InvalidArgumentError(
      "A capture is a folder, or a file whose name ends in .json.gz.",
    );
  return parseFolder(value);
}

function addCommand(
  program: Command,
  name: string,
  description: string,
): Command {
  return addReadingOptions(
    program
      .command(name)
      .description(description)
      .option(
        "--from <source...>",
        "builtin, cluster, cluster:CONTEXT, the URL of an API server, a folder or a file, of documents or of CRDs; several are laid over each other",
        ["cluster"] satisfies CommonFlags["from"],
      ),
  );
}

/** What every command that reads documents takes. */
function addReadingOptions(command: Command): Command {
  return addConnectionOptions(
    command
      .option(
        "--include <glob...>",
        "only these group/versions, such as apps/v1, core/v1 or *.k8s.io/*",
      )
      .option("--exclude <glob...>", "not these group/versions")
      .option("--strict", "fail where something could not be taken", false)
      .option("--quiet", "print problems and warnings only", false),
  );
}

function addConnectionOptions(command: Command): Command {
  return command
    .optionsGroup("Options for --from cluster:")
    .option("--kubeconfig <file>", "in place of $KUBECONFIG or ~/.kube/config")
    .option("--context <name>", "in place of the current one")
    .optionsGroup("Options for --from cluster or a URL:")
    .option(
      "--token <token>",
      "a bearer token; others can see it in the list of processes",
    )
    .option("--token-file <file>", "a file that holds a bearer token")
    .option(
      "--certificate-authority <file>",
      "who may sign the server's certificate",
    )
    .option("--client-certificate <file>", "with --client-key")
    .option("--client-key <file>", "with --client-certificate")
    .addOption(
      new Option(
        "--insecure, --insecure-skip-tls-verify",
        "take any server for the right one",
      ).default(false),
    )
    .option(
      "--tls-server-name <name>",
      "the name that the server's certificate must have",
    )
    .option("--as <user>", "act as somebody else")
    .option(
      "--as-group <group>",
      "act as a member of this group; may be repeated",
      (group: string, groups: readonly string[] = []) => [...groups, group],
    )
    .option("--as-uid <uid>", "act as the user of this uid")
    .optionsGroup("Options:");
}
