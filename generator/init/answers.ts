import { statSync } from "node:fs";
import { resolve } from "node:path";
import { GenerationFailed } from "../diagnostics.js";
import type { ConfigFormat, InitFlags } from "../options.js";
import { openOutputFolder } from "../write/output-folder.js";
import { scriptName } from "./package-script.js";
import type { Project } from "./project.js";

/** Asks the user, or answers for them. */
export interface Questions {
  choose<Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    first: Value,
  ): Promise<Value>;
  /** @param problemOf what is wrong with an answer; undefined where nothing is */
  text(
    question: string,
    first: string,
    problemOf: (answer: string) => string | undefined,
  ): Promise<string>;
  confirm(question: string, first: boolean): Promise<boolean>;
}

/** One of several answers. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** The contexts of the kubeconfig. */
export interface Contexts {
  readonly names: readonly string[];
  readonly current: string | undefined;
}

/** All that a first configuration says, and where. */
export interface Answers {
  readonly from: readonly string[];
  readonly context: string | undefined;
  readonly out: string;
  readonly format: ConfigFormat;
  /** Whether package.json gets a script. */
  readonly script: boolean;
}

/** Asks for what the flags do not say. */
export async function askForAnswers(
  flags: InitFlags,
  project: Project,
  contexts: Contexts,
  questions: Questions,
): Promise<Answers> {
  const source =
    flags.from ?? (flags.context === undefined ? undefined : ["cluster"]);
  const { from, context } =
    source === undefined
      ? await askForSource(project, contexts, questions)
      : { from: source, context: flags.context };
  const out =
    flags.out ??
    (await questions.text(
      "Which folder is the client written to?",
      project.out,
      problemOfFolder,
    ));
  const format = flags.format ?? (await askForFormat(project, questions));
  const script = flags.script ?? (await askForScript(project, questions));
  return { from, context, out, format, script };
}

async function askForSource(
  { crds }: Project,
  { names, current }: Contexts,
  questions: Questions,
): Promise<Pick<Answers, "context" | "from">> {
  const others = names.filter((name) => name !== current);
  const choices: readonly Choice<
    "builtin" | "context" | "current" | "files"
  >[] = [
    ...(current === undefined
      ? []
      : ([
          {
            value: "current",
            label: "The cluster of the current context",
            hint: current,
          },
        ] as const)),
    ...(others.length === 0
      ? []
      : ([{ value: "context", label: "The cluster of a context" }] as const)),
    { value: "files", label: "Files: CustomResourceDefinitions or documents" },
    { value: "builtin", label: "Kubernetes' own APIs, without a cluster" },
  ];
  const chosen = await questions.choose(
    "What is the client for?",
    choices,
    current === undefined ? "builtin" : "current",
  );
  switch (chosen) {
    case "builtin":
      return { from: ["builtin"], context: undefined };
    case "current":
      return { from: ["cluster"], context: undefined };
    case "context":
      return {
        from: ["cluster"],
        context: await questions.choose(
          "Which context?",
          names.map((name) => ({ value: name, label: name })),
          current ?? names[0] ?? "",
        ),
      };
    case "files":
      return {
        from: [
          await questions.text(
            "Which folder or file?",
            crds ?? "",
            problemOfSource,
          ),
        ],
        context: undefined,
      };
  }
}

function askForFormat(
  { hasTypeScript }: Project,
  questions: Questions,
): Promise<ConfigFormat> {
  return questions.choose(
    "How is the configuration written?",
    [
      { value: "ts", label: "TypeScript" },
      { value: "js", label: "JavaScript" },
      { value: "json", label: "JSON" },
      { value: "yaml", label: "YAML" },
    ],
    hasTypeScript ? "ts" : "js",
  );
}

async function askForScript(
  { packageJson }: Project,
  questions: Questions,
): Promise<boolean> {
  if (packageJson === undefined) return false;
  return questions.confirm(
    `Add the script "${scriptName}" to package.json?`,
    true,
  );
}

function problemOfSource(path: string): string | undefined {
  if (path.trim() === "") return "A folder or a file has a name.";
  return statSync(resolve(path), { throwIfNoEntry: false }) === undefined
    ? `There is no ${path}.`
    : undefined;
}

function problemOfFolder(out: string): string | undefined {
  if (out.trim() === "") return "A folder has a name.";
  try {
    openOutputFolder(out);
    return undefined;
  } catch (error) {
    if (error instanceof GenerationFailed)
      return error.diagnostics.map(({ message }) => message).join("; ");
    throw error;
  }
}
