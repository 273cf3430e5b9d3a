import { expect, test } from "vitest";
import { connectionsOf } from "../../generator/docs/pictures/connections.js";
import { referenceOf } from "../../generator/docs/reference.js";
import { documentedFrom } from "./documented.js";

test("what Kubernetes' own kinds refer to is what its documentation says", async () => {
  const { all } = connectionsOf(referenceOf(await documentedFrom("builtin")));
  const told = all.flatMap(({ from, to, fields }) =>
    fields.map(
      ({ manner, path, byName }) =>
        `${from.key} ${manner} ${to.key} in .${path.join(".")}${byName ? " by name" : ""}\n`,
    ),
  );
  await expect(told.join("")).toMatchFileSnapshot("references.txt");
});
