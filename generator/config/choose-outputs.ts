import { failure, GenerationFailed, type Diagnostic } from "../diagnostics.js";
import { nearNames } from "../discovery/near-names.js";
import type { OutputChoice } from "../options.js";
import type { ConfiguredOutput } from "./outputs.js";

/** How many names a message lists: a terminal shows no more at once. */
const listed = 20;

/**
 * The outputs of the names that were typed, in the order of the configuration. One of several contexts is also called by its context, and
 * all of them by the output that they were made of.
 *
 * @param path of the configuration
 * @throws {GenerationFailed} `output-not-found`, `outputs-overlap`
 */
export function chooseOutputs(
  outputs: readonly ConfiguredOutput[],
  path: string,
  { only, given }: OutputChoice,
): readonly ConfiguredOutput[] {
  const names = new Set(outputs.flatMap(namesOf));
  const unknown = only.filter((name) => !names.has(name));
  if (unknown.length > 0)
    throw new GenerationFailed(
      unknown.map((name) => unknownOutput(name, [...names], path)),
    );
  const chosen =
    only.length === 0
      ? outputs
      : outputs.filter((output) =>
          namesOf(output).some((name) => only.includes(name)),
        );
  const entries = new Set(chosen.map(({ steps }) => steps.join("/")));
  if (given.out !== undefined && entries.size > 1)
    throw failure({
      code: "outputs-overlap",
      message: `--out ${given.out} would be the folder of ${String(entries.size)} outputs`,
      hint: `choose one of them with --only: ${listOf(chosen.map(({ name }) => name))}`,
      at: { document: path },
    });
  return chosen;
}

function namesOf({ name, ofContext }: ConfiguredOutput): readonly string[] {
  return ofContext === undefined
    ? [name]
    : [name, ofContext.entry, ofContext.context];
}

function unknownOutput(
  name: string,
  names: readonly string[],
  path: string,
): Diagnostic {
  const near = nearNames(name, names);
  return {
    severity: "error",
    code: "output-not-found",
    message: `there is no output "${name}"`,
    hint:
      near.length > 0
        ? `did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`
        : `there ${names.length === 1 ? "is" : "are"} ${listOf(names)}`,
    at: { document: path },
  };
}

function listOf(names: readonly string[]): string {
  const more = names.length - listed;
  const shown = names.slice(0, listed).join(", ");
  return more > 0 ? `${shown} and ${String(more)} more` : shown;
}
