import type { Diagnostic, Location } from "../diagnostics.js";
import { GenerationFailed } from "../diagnostics.js";
import { contextFolder, foldedFolder } from "./context-folder.js";
import { isPattern, type Contexts } from "./contexts.js";
import type { ConfiguredOutput } from "./outputs.js";

/** Where the contexts of an output are written, or one of them; undefined for those that were typed. */
export type ContextLocator = (position?: number) => Location | undefined;

/** An output that is one of several contexts. */
export interface OfContext {
  readonly context: string;
  /** The folder below that of the output that it was made of. */
  readonly folder: string;
  /** The output that it was made of, as `--only` calls it. */
  readonly entry: string;
  readonly locate: ContextLocator;
}

/** Whether what is said as a context stands for several: a list, or a pattern. */
function isSeveral(
  context: string | readonly string[] | undefined,
): context is string | readonly string[] {
  return typeof context === "string"
    ? isPattern(context)
    : context !== undefined;
}

/**
 * The outputs that one output with several contexts stands for: one each, in a folder of its own below that of the output. Any other
 * output stands for itself.
 *
 * @throws {GenerationFailed} `bad-config`, `ambiguous-credentials`, `context-not-found`, `outputs-overlap`
 */
export async function eachContext(
  output: ConfiguredOutput,
  contexts: Contexts,
  locate: ContextLocator,
): Promise<readonly ConfiguredOutput[]> {
  const { context } = output.flags;
  if (!isSeveral(context)) return [output];
  const asked = typeof context === "string" ? [context] : context;
  throwIfAny([
    ...problemsOfFlags(output, locate()),
    ...problemsOfList(asked, locate),
  ]);
  const places = await namesOf(asked, output, contexts, locate);
  const made = [...places].map(([name, at]) => {
    const folder = contextFolder(name);
    return {
      ...output,
      name: `${output.name}/${folder}`,
      out: `${output.out}/${folder}`,
      flags: {
        ...output.flags,
        context: name,
        out: `${output.flags.out ?? output.out}/${folder}`,
      },
      ofContext: { context: name, folder, entry: output.name, locate: at },
    };
  });
  throwIfAny(problemsOfFolders(output, made));
  return made;
}

/** Each context once, in the order in which they are asked for, with the place of what asks for it. */
async function namesOf(
  asked: readonly string[],
  { flags: { kubeconfig } }: ConfiguredOutput,
  contexts: Contexts,
  locate: ContextLocator,
): Promise<ReadonlyMap<string, ContextLocator>> {
  const places = new Map<string, ContextLocator>();
  for (const [position, one] of asked.entries()) {
    const at = (): Location | undefined => locate(position);
    const names = isPattern(one)
      ? await located(contexts.matching(one, kubeconfig), at)
      : [one];
    for (const name of names) if (!places.has(name)) places.set(name, at);
  }
  return places;
}

/** Gives problems of a kubeconfig the place of what asks for it. */
export async function located<Result>(
  work: Promise<Result>,
  locate: ContextLocator,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof GenerationFailed)) throw error;
    const at = locate();
    throw new GenerationFailed(
      error.diagnostics.map((problem) => ({
        ...problem,
        ...(at !== undefined && { at }),
      })),
      { cause: error },
    );
  }
}

function problemsOfFlags(
  { flags }: ConfiguredOutput,
  at: Location | undefined,
): readonly Diagnostic[] {
  const { from, package: named } = flags;
  const { token, tokenFile, clientCertificate, clientKey } = flags;
  const problems: Diagnostic[] = [];
  const report = (
    code: "ambiguous-credentials" | "bad-config",
    message: string,
    hint: string,
  ): void => {
    problems.push({
      severity: "error",
      code,
      message,
      hint,
      ...(at && { at }),
    });
  };
  if (from !== undefined && !from.includes("cluster"))
    report(
      "bad-config",
      `several contexts are for "cluster", which is not among what documents are taken from: ${from.join(", ")}`,
      'leave "from" out, or put "cluster" into it',
    );
  if (named !== undefined)
    report(
      "bad-config",
      `the client of each context would be a package called "${named.name}"`,
      "give each context an output, with a package of its own",
    );
  const given = [token, tokenFile, clientCertificate, clientKey];
  if (given.some((value) => value !== undefined))
    report(
      "ambiguous-credentials",
      "the credentials would go to the servers of several contexts",
      "leave them out, as the kubeconfig has those of each context, or give each context an output",
    );
  return problems;
}

function problemsOfList(
  asked: readonly string[],
  locate: ContextLocator,
): readonly Diagnostic[] {
  return asked.flatMap((name, position): readonly Diagnostic[] => {
    if (asked.indexOf(name) === position) return [];
    const at = locate(position);
    return [
      {
        severity: "error",
        code: "bad-config",
        message: `the context "${name}" is listed twice`,
        hint: "leave one of them out",
        ...(at && { at }),
      },
    ];
  });
}

function problemsOfFolders(
  { out }: ConfiguredOutput,
  made: readonly { readonly ofContext: OfContext }[],
): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return made.flatMap(({ ofContext }): readonly Diagnostic[] => {
    const { context, folder, locate } = ofContext;
    const key = foldedFolder(folder);
    const twin = first.get(key);
    if (twin === undefined) {
      first.set(key, context);
      return [];
    }
    const at = locate();
    return [
      {
        severity: "error",
        code: "outputs-overlap",
        message: `the contexts "${twin}" and "${context}" would both be written to "${out}/${folder}"`,
        hint: 'give one of them an output with an "out" of its own, or another name with kubewright context rename',
        ...(at && { at }),
      },
    ];
  });
}

function throwIfAny(problems: readonly Diagnostic[]): void {
  if (problems.length > 0) throw new GenerationFailed(problems);
}
