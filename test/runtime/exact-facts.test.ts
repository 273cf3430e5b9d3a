import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { type Answer, expectAnswers } from "./exact-answers.js";
import type { Question } from "./exact-questions.js";

/** What Go says; `test/cluster/exact-go.test.ts` asks it again, and much more. */
const facts = JSON.parse(
  readFileSync(new URL("exact-facts.json", import.meta.url), "utf8"),
) as readonly (readonly [Question, Answer])[];

it.each([
  "quantity",
  "calculate",
  "format",
  "time",
  "microTime",
  "duration",
  "percent",
] as const)("says of each %s what Go says", (topic) => {
  const rows = facts.filter(([question]) => question.do === topic);
  expect(rows.length).toBeGreaterThan(15);
  expectAnswers(
    rows.map(([question]) => question),
    rows.map(([, answer]) => answer),
  );
});
