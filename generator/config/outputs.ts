import { dirname, join } from "node:path";
import { GenerationFailed, type Diagnostic } from "../diagnostics.js";
import { lockFileName } from "../incremental/lock-file.js";
import type { GenerateFlags, OutputChoice } from "../options.js";
import { checkConfig } from "./check.js";
import { chooseOutputs } from "./choose-outputs.js";
import type { Config, OutputConfig } from "./config.js";
import { Contexts, type Environment } from "./contexts.js";
import { eachContext, located, type OfContext } from "./each-context.js";
import { conflictOf, flagsOf, mergeFlags, type SomeFlags } from "./flags.js";
import { problemsOfFolders } from "./output-folders.js";
import { readConfig, type ConfigText, type Steps } from "./read.js";

/** One output of a configuration, with what was typed and what holds otherwise. */
export interface PlannedOutput {
  readonly name: string;
  readonly flags: GenerateFlags;
}

/** One output, as the configuration alone has it. */
export interface ConfiguredOutput {
  readonly name: string;
  readonly out: string;
  readonly steps: Steps;
  readonly flags: SomeFlags;
  /** Where it is one of several contexts. */
  readonly ofContext?: OfContext;
}

/**
 * Reads a configuration: a list of what `kubewright generate` is run with.
 *
 * @param path of the configuration
 * @param defaults every flag, with what holds where neither the configuration nor the command line says it
 * @throws {GenerationFailed} with everything that is wrong with it, and where
 */
export async function readOutputs(
  path: string,
  defaults: GenerateFlags,
  choice: OutputChoice,
  environment: Environment,
  signal: AbortSignal,
): Promise<readonly PlannedOutput[]> {
  const text = await readConfig(path, signal);
  const { config, problems } = checkConfig(text);
  throwIfAny(problems);
  const contexts = new Contexts(environment);
  const outputs = await withContexts(
    outputsOf(config, path, defaults),
    choice,
    contexts,
    text,
  );
  throwIfAny([
    ...problemsOfFolders(outputs, path, text),
    ...problemsOfForm(outputs, text),
  ]);
  const chosen = chooseOutputs(outputs, path, choice);
  const planned = chosen.map((output) => ({
    ...output,
    flags: mergeFlags(output.flags, givenFor(output, choice)),
  }));
  throwIfAny(problemsOfForm(planned, text));
  await checkContexts(planned, contexts);
  return planned.map(({ name, flags }) => ({
    name,
    // What stands for several contexts is as many outputs by now.
    flags: {
      ...defaults,
      lockFile: lockBeside(path),
      ...flags,
    } as GenerateFlags,
  }));
}

/**
 * The outputs of a command line with several contexts, and no configuration.
 *
 * @throws {GenerationFailed} as {@link readOutputs}
 */
export async function outputsOfContexts(
  flags: GenerateFlags,
  { given }: OutputChoice,
  environment: Environment,
): Promise<readonly PlannedOutput[]> {
  const { out } = flags;
  const contexts = new Contexts(environment);
  const asked = { ...flags, context: given.context };
  const outputs = await eachContext(
    { name: out, out, steps: [], flags: asked },
    contexts,
    () => undefined,
  );
  await checkContexts(outputs, contexts);
  return outputs.map(({ name, flags: own }) => ({
    name,
    flags: own as GenerateFlags,
  }));
}

/** Typed contexts take the place of those of each output. */
async function withContexts(
  outputs: readonly ConfiguredOutput[],
  { given: { context, kubeconfig, from } }: OutputChoice,
  contexts: Contexts,
  { locate }: ConfigText,
): Promise<readonly ConfiguredOutput[]> {
  const typed = {
    ...(context !== undefined && { context }),
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(from !== undefined && { from }),
  };
  const made = outputs.map((output) =>
    eachContext(
      { ...output, flags: mergeFlags(output.flags, typed) },
      contexts,
      (position) => {
        if (context !== undefined) return undefined;
        const isAlone = typeof output.flags.context === "string";
        const below = isAlone || position === undefined ? [] : [position];
        return locate([...output.steps, "context", ...below], "value");
      },
    ),
  );
  return (await Promise.all(made)).flat();
}

/** What was typed, for one output: of several contexts each has its own, and its own folder. */
function givenFor(
  { ofContext }: ConfiguredOutput,
  { given }: OutputChoice,
): SomeFlags {
  if (ofContext === undefined) return given;
  const { context: _, out, ...others } = given;
  return out === undefined
    ? others
    : { ...others, out: `${out}/${ofContext.folder}` };
}

/** Offline no kubeconfig is needed: the lock says what is known of each. */
async function checkContexts(
  outputs: readonly ConfiguredOutput[],
  contexts: Contexts,
): Promise<void> {
  const problems: Diagnostic[] = [];
  for (const { flags, ofContext } of outputs) {
    if (ofContext === undefined || flags.offline === true) continue;
    const { context, locate } = ofContext;
    try {
      await located(contexts.check(context, flags.kubeconfig), locate);
    } catch (error) {
      if (!(error instanceof GenerationFailed)) throw error;
      problems.push(...error.diagnostics);
    }
  }
  throwIfAny(problems);
}

function lockBeside(path: string): string {
  return join(dirname(path), lockFileName);
}

function outputsOf(
  { outputs, ...shared }: Config,
  path: string,
  { out: defaultOut }: GenerateFlags,
): readonly ConfiguredOutput[] {
  const sharedFlags = flagsOf(shared, path);
  const outputOf = (own: OutputConfig, steps: Steps): ConfiguredOutput => {
    const { out = defaultOut, name = out } = own;
    const ownFlags = flagsOf({ ...own, out }, path);
    return {
      name,
      out,
      steps,
      flags: mergeFlags(sharedFlags, ownFlags),
    };
  };
  return outputs === undefined
    ? [outputOf(shared, [])]
    : outputs.map((own, index) => outputOf(own, ["outputs", index]));
}

function problemsOfForm(
  outputs: readonly ConfiguredOutput[],
  { locate }: ConfigText,
): readonly Diagnostic[] {
  return outputs.flatMap(({ steps, flags }) => {
    const message = conflictOf(flags);
    return message === undefined
      ? []
      : [
          {
            severity: "error",
            code: "bad-config",
            message,
            hint: "leave one of them out",
            at: locate(steps, "value"),
          } as const,
        ];
  });
}

function throwIfAny(problems: readonly Diagnostic[]): void {
  if (problems.length > 0) throw new GenerationFailed(problems);
}
