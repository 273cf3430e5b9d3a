import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { builtinSource } from "../../generator/source/builtin.js";
import { openSource } from "../../generator/source/open.js";
import { realCapture } from "../unit/source-fixtures.js";
import { runCampaign } from "./campaign.js";
import { textsOf, tryDamage, type Texts } from "./damage.js";

// `npm run fuzz` tries as many as one likes, of any seed, and `npm run test:long` two hundred; these are few, and always the same.

test("documents that nobody would write become clients that compile, or are refused with a reason", async () => {
  const few = { runs: 50, seed: 1, batchSize: 25 };
  const { failure, documents } = await runCampaign(few);
  expect(failure).toBeUndefined();
  expect(documents).toBeGreaterThanOrEqual(50);
}, 1_200_000);

async function damage(texts: Texts, times: number): Promise<void> {
  expect(texts).not.toEqual([]);
  for (let seed = 0; seed < times; seed += 1)
    expect(await tryDamage(texts, seed)).toBeUndefined();
}

test("documents that were damaged end in a client or in diagnostics", async () => {
  await damage(await textsOf(builtinSource()), 50);
}, 1_200_000);

const capture = realCapture("v1.37-operators");

test.runIf(capture !== undefined && existsSync(capture))(
  "and so do those of custom resources",
  async () => {
    const diagnostics = new Diagnostics();
    const source = await openSource([capture ?? ""], {}, diagnostics);
    await damage(await textsOf(source), 20);
  },
  300_000,
);
