import { failure } from "../diagnostics.js";
import type { Choice, Questions } from "../init/answers.js";
import { Interrupted } from "./interrupted.js";

/** Asks on the terminal. */
export async function terminalQuestions(
  signal: AbortSignal,
): Promise<Questions> {
  const { confirm, isCancel, select, text } = await import("@clack/prompts");
  const common = { input: process.stdin, output: process.stderr, signal };
  const answered = async <Value extends boolean | string>(
    asked: Promise<Value | symbol>,
  ): Promise<Value> => {
    const answer = await asked;
    if (isCancel(answer)) throw new Interrupted();
    return answer as Value;
  };
  return {
    choose: <Value extends string>(
      message: string,
      choices: readonly Choice<Value>[],
      initialValue: Value,
    ) =>
      answered<Value>(
        select<string>({
          ...common,
          message,
          options: choices.map((choice) => ({ ...choice })),
          initialValue,
          maxItems: 12,
        }) as Promise<Value | symbol>,
      ),
    text: (message, initialValue, problemOf) =>
      answered<string>(
        text({
          ...common,
          message,
          initialValue,
          validate: (answer = "") => problemOf(answer),
        }),
      ),
    confirm: (message, initialValue) =>
      answered<boolean>(confirm({ ...common, message, initialValue })),
  };
}

/** Takes each first answer, as `--yes` does. */
export const firstAnswers: Questions = {
  choose: (_, __, first) => Promise.resolve(first),
  text: (_, first) => Promise.resolve(first),
  confirm: (_, first) => Promise.resolve(first),
};

/** Where nobody can answer, the first question is an error. */
export const noQuestions: Questions = {
  choose: refuse,
  text: refuse,
  confirm: refuse,
};

function refuse(question: string): never {
  throw failure({
    code: "no-terminal",
    message: `there is no terminal to ask on: "${question}"`,
    hint: "give --yes, which takes what fits the project, or a flag for each answer: --from, --out, --format, --script or --no-script",
  });
}
