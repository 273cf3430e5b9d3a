import { expect, test } from "vitest";
import { typedChoices } from "../../generator/emit/choices.js";

const choiceOf = (...names: readonly string[]) => ({
  type: "object",
  properties: Object.fromEntries(
    names.map((name) => [name, { type: "string" }]),
  ),
  oneOf: names.map((name) => ({ required: [name] })),
});

test("no object is held to a choice with what every object has", () => {
  expect(typedChoices(choiceOf("a", "b"))).toHaveLength(1);
  for (const name of ["constructor", "toString", "hasOwnProperty"]) {
    expect(typedChoices(choiceOf("a", name)), name).toEqual([]);
  }
});
