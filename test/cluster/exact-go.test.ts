import { afterAll, describe, expect, test } from "vitest";

import { type Answer, expectAnswers } from "../runtime/exact-answers.js";
import { edgeQuestions, randomQuestions } from "../runtime/exact-questions.js";
import { hasGo } from "./go-program.js";
import { Oracle } from "./oracle.js";

describe.runIf(hasGo)("Go itself", () => {
  const oracle = new Oracle();
  afterAll(() => oracle.close());

  test.each([1, 2, 3, 4])(
    "says of 20 000 values at random (seed %i) what the runtime says",
    (seed) => {
      const questions = randomQuestions(seed, 20_000);
      expectAnswers(questions, oracle.ask(questions));
    },
  );

  test("says what the table of the runtime's tests holds", async () => {
    const questions = [...edgeQuestions(), ...randomQuestions(0, 160)];
    const answers = oracle.ask(questions);
    expectAnswers(questions, answers);
    const rows = questions.map((question, index) =>
      JSON.stringify([question, withoutWords(answers[index] as Answer)]),
    );
    // `-u` writes it anew.
    await expect(`[\n${rows.join(",\n")}\n]\n`).toMatchFileSnapshot(
      "../runtime/exact-facts.json",
    );
  });
});

/** That it is an error is a fact; how Go words it is not. */
function withoutWords(answer: Answer): Answer {
  return "error" in answer ? { error: "" } : answer;
}
