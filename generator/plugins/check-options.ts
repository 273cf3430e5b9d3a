import { nameOf, problemsOf } from "../config/check-value.js";
import { conflictOf, flagsOf } from "../config/flags.js";
import { outputKeys, type KeyRule } from "../config/keys.js";
import { failure, GenerationFailed, type Diagnostic } from "../diagnostics.js";
import { nearNames } from "../discovery/near-names.js";
import type { BuildMode, PluginOptions } from "./options.js";
import { ofCommandLine } from "./output-config.js";

/**
 * Proves that options are some, by the rules of a configuration's keys: configurations of bundlers are often JavaScript, which no compiler has
 * read.
 *
 * @throws {GenerationFailed} `bad-plugin-options`, with all that is wrong with them
 */
export function checkOptions(options: PluginOptions): void {
  const { build, ...output } = options;
  const problems = [
    ...problemsOfBuild(build),
    ...Object.entries(output).flatMap(problemsOfOption),
  ];
  if (problems.length > 0) throw new GenerationFailed(problems);
  const conflict = conflictOf(flagsOf(output, ""));
  if (conflict !== undefined)
    throw failure(problem(conflict, "leave one of them out"));
}

const modes: readonly BuildMode[] = ["check", "generate", false];

/** A plugin has one client, and so one context. */
const rules: Readonly<Record<string, KeyRule>> = Object.fromEntries(
  Object.entries({ ...outputKeys, context: { kind: "text" } as const }).filter(
    ([key]) => !ofCommandLine.some((name) => name === key),
  ),
);

function problemsOfBuild(build: unknown): readonly Diagnostic[] {
  return build === undefined || modes.some((mode) => mode === build)
    ? []
    : [
        problem(
          `"build" cannot be ${nameOf(build)}`,
          `choose one of ${modes.map((mode) => JSON.stringify(mode)).join(", ")}`,
        ),
      ];
}

function problemsOfOption([name, value]: readonly [
  name: string,
  value: unknown,
]): readonly Diagnostic[] {
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) return [unknownOption(name)];
  return problemsOf(name, value, rule).map(({ message, hint }) =>
    problem(message, hint),
  );
}

function unknownOption(name: string): Diagnostic {
  const names = ["build", ...Object.keys(rules)];
  const [near] = nearNames(name, names);
  return problem(
    `there is no option "${name}"`,
    near === undefined
      ? `the options are ${names.join(", ")}`
      : `did you mean "${near}"?`,
  );
}

function problem(message: string, hint: string): Diagnostic {
  return { severity: "error", code: "bad-plugin-options", message, hint };
}
