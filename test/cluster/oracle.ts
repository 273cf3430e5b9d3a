import type { Answer } from "../runtime/exact-answers.js";
import { GoProgram } from "./go-program.js";

/** Go's own answers, by the program in `oracle`. */
export class Oracle {
  readonly #program: GoProgram = new GoProgram("oracle");

  /** What Go says to each question. */
  ask(questions: readonly object[]): Answer[] {
    const output = this.#program.run(
      questions.map((one) => `${JSON.stringify(one)}\n`).join(""),
    );
    const lines = output.trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Answer);
  }

  close(): void {
    this.#program.close();
  }
}
