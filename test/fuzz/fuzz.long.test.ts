import { expect, test } from "vitest";
import { runCampaign } from "./campaign.js";

test("two hundred documents that nobody would write become clients that compile, or are refused with a reason", async () => {
  const { failure, documents } = await runCampaign({ runs: 200, seed: 2 });
  expect(failure).toBeUndefined();
  expect(documents).toBeGreaterThanOrEqual(200);
}, 1_200_000);
