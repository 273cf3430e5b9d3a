import { Command, InvalidArgumentError, Option } from "commander";
import type {
  CommonFlags,
  ContextFlags,
  ContextListFlags,
  GenerateFlags,
  ResourcesFlags,
  SnapshotFlags,
} from "../options.js";
import type { ContextChange } from "../context/change.js";
import { parsePackageName, type PackageName } from "../form/package-file.js";
import { toolVersion } from "../package-folder.js";

/** What the commands do. */
export interface Actions {
  generate(flags: GenerateFlags): Promise<void>;
  resources(flags: ResourcesFlags): Promise<void>;
  snapshot(target: string, flags: SnapshotFlags): Promise<void>;
  listContexts(flags: ContextListFlags): Promise<void>;
  currentContext(flags: ContextFlags): Promise<void>;
  changeContext(change: ContextChange, flags: ContextFlags): Promise<void>;
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
    )
    .option(
      "--dry-run",
      "print what would be written, and write nothing",
      false,
    )
    .option("--timings", "print how long each stage took", false)
    .action((flags: GenerateFlags, command: Command) => {
      checkForm(flags, command);
      return actions.generate(flags);
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
  if (emit !== undefined && emit !== "js" && named !== undefined)
    command.error(
      emit === "ts"
        ? "error: option '--package <name>' makes JavaScript: leave '--emit ts' out"
        : "error: option '--package <name>' makes a package of a client: types for openapi-fetch are a folder",
    );
}

function parsePackage(text: string): PackageName {
  const named = parsePackageName(text);
  if (named !== undefined) return named;
  throw new InvalidArgumentError(
    "A package is named as npm names it, in lower case, with a version behind @ if need be.",
  );
}

function addContextCommands(context: Command, actions: Actions): void {
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

/** What looks like an option was meant as one. */
function parseFolder(value: string): string {
  if (value.trim() !== "" && !value.startsWith("-")) return value;
  throw new InvalidArgumentError(
    "The name of a folder is needed; one that begins with - is given as in ./-k8s.",
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
  return addConnectionOptions(
    program
      .command(name)
      .description(description)
      .option(
        "--from <source...>",
        "builtin, cluster, the URL of an API server, a folder or a file, of documents or of CRDs; several are laid over each other",
        ["cluster"] satisfies CommonFlags["from"],
      )
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
