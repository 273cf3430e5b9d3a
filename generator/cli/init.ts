import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configsIn } from "../config/find.js";
import { readKubeconfig } from "../context/change.js";
import { failure, GenerationFailed } from "../diagnostics.js";
import {
  askForAnswers,
  type Contexts,
  type Questions,
} from "../init/answers.js";
import { firstConfig } from "../init/first-config.js";
import { addScript, checkPackage, scriptName } from "../init/package-script.js";
import { dependsOn, readProject, type Project } from "../init/project.js";
import type { InitFlags } from "../options.js";
import { firstAnswers, noQuestions, terminalQuestions } from "./questions.js";
import { Terminal, type Streams } from "./terminal.js";

/** `kubewright init`: asks for what a first configuration needs to know, and writes it. */
export async function runInit(
  flags: InitFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<void> {
  const terminal = new Terminal(streams, { quiet: false });
  try {
    const folder = process.cwd();
    refuseSecond(folder);
    const project = await readProject(folder);
    if (flags.script === true) checkPackage(project);
    const answers = await askForAnswers(
      flags,
      project,
      await contextsOf(flags, streams, terminal),
      await questionsFor(flags, streams, signal),
    );
    const { name, text } = await firstConfig(answers, flags, project);
    signal.throwIfAborted();
    writeFirst(folder, name, text);
    terminal.note(`wrote ${name}`);
    if (answers.script)
      terminal.note(
        addScript(project)
          ? `added the script "${scriptName}" to package.json`
          : `package.json has a script "${scriptName}": it stays as it is`,
      );
    terminal.note(nextStep(project));
  } catch (error) {
    if (error instanceof GenerationFailed)
      for (const problem of error.diagnostics) terminal.diagnostic(problem);
    throw error;
  }
}

function refuseSecond(folder: string): void {
  const [present] = configsIn(folder);
  if (present !== undefined) throw exists(present);
}

function exists(name: string): GenerationFailed {
  return failure({
    code: "config-exists",
    message: `there is a configuration: ${name}`,
    hint: "change it, or delete it first",
  });
}

function questionsFor(
  { yes }: InitFlags,
  { stdin, stderr, environment }: Streams,
  signal: AbortSignal,
): Promise<Questions> | Questions {
  if (yes) return firstAnswers;
  const canAsk =
    stdin?.isTTY === true &&
    stderr.isTTY === true &&
    environment["TERM"] !== "dumb";
  return canAsk ? terminalQuestions(signal) : noQuestions;
}

/** A kubeconfig that cannot be read has no contexts to choose from: it is none of what is written. */
async function contextsOf(
  { kubeconfig }: InitFlags,
  { environment }: Streams,
  terminal: Terminal,
): Promise<Contexts> {
  try {
    const { contexts, currentContext } = await readKubeconfig({
      kubeconfig,
      environment,
    });
    const names = [...contexts.keys()].sort();
    const current =
      currentContext !== undefined && contexts.has(currentContext)
        ? currentContext
        : undefined;
    return { names, current };
  } catch (error) {
    if (!(error instanceof GenerationFailed)) throw error;
    for (const problem of error.diagnostics)
      terminal.diagnostic({ ...problem, severity: "warning" });
    return { names: [], current: undefined };
  }
}

function writeFirst(folder: string, name: string, text: string): void {
  try {
    writeFileSync(join(folder, name), text, { flag: "wx" });
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw exists(name);
    throw failure(
      {
        code: "config-not-writable",
        message: `"${name}" cannot be written (${code})`,
        hint: "run it in a folder that you may write to",
      },
      { cause: error },
    );
  }
}

function nextStep({ packageJson }: Project): string {
  const isInstalled =
    packageJson !== undefined && dependsOn(packageJson.value, "kubewright");
  return isInstalled
    ? "next: npx kubewright generate"
    : "next: npm i -D kubewright && npx kubewright generate";
}
