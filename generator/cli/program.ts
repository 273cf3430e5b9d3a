import { Command, InvalidArgumentError, Option } from "commander";
import type {
  CommonFlags,
  DiffFlags,
  DocsFlags,
  GenerateFlags,
  InitFlags,
  OutputChoice,
  ResourcesFlags,
  SnapshotFlags,
} from "../options.js";
import { toolVersion } from "../package-folder.js";
import { addDocs } from "./docs-command.js";
import { addContextCommands, type ContextActions } from "./context-command.js";
import { parseFolder } from "./folder-argument.js";
import { addGenerate, generateContext } from "./generate-command.js";
import { addInit } from "./init-command.js";
import { addDiff } from "./diff-command.js";

/** What the commands do. */
export interface Actions extends ContextActions {
  init(flags: InitFlags): Promise<void>;
  generate(flags: GenerateFlags, choice: OutputChoice): Promise<void>;
  resources(flags: ResourcesFlags): Promise<void>;
  snapshot(target: string, flags: SnapshotFlags): Promise<void>;
  diff(old: string, next: string, flags: DiffFlags): Promise<void>;
  docs(flags: DocsFlags): Promise<void>;
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
  addGenerate(
    addCommand(program, "generate", "write a client", generateContext()),
    (flags, choice) => actions.generate(flags, choice),
  );
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
  addDocs(
    addCommand(program, "docs", "write a reference site of what is served"),
    (flags) => actions.docs(flags),
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
  context?: Option,
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
    context,
  );
}

/** What every command that reads documents takes. */
function addReadingOptions(
  command: Command,
  context = new Option("--context <name>", "in place of the current one"),
): Command {
  return addConnectionOptions(
    command
      .option(
        "--include <glob...>",
        "only these group/versions, such as apps/v1, core/v1 or *.k8s.io/*",
      )
      .option("--exclude <glob...>", "not these group/versions")
      .option("--strict", "fail where something could not be taken", false)
      .option("--quiet", "print problems and warnings only", false),
    context,
  );
}

function addConnectionOptions(command: Command, context: Option): Command {
  return command
    .optionsGroup("Options for --from cluster:")
    .option("--kubeconfig <file>", "in place of $KUBECONFIG or ~/.kube/config")
    .addOption(context)
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
