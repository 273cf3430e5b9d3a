import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtinSource } from "../../generator/source/builtin.js";
import { textsOf, tryDamage } from "./damage.js";
import { runCampaign, type Failure } from "./campaign.js";

const runs = Number(process.env["KUBEWRIGHT_FUZZ_RUNS"] ?? "10000");
const seed = Number(process.env["KUBEWRIGHT_FUZZ_SEED"] ?? "1");
const step = Number(process.env["KUBEWRIGHT_FUZZ_STEP"] ?? "1");

test(`${String(runs)} documents, seed ${String(seed)}`, async () => {
  say(`seed ${String(seed)}, every ${String(step)}`);
  const { failure, ...counts } = await runCampaign({
    runs,
    seed,
    step,
    progress: (documents, refused) =>
      say(
        `${String(documents)} documents tried, ${String(refused)} servers refused`,
      ),
  });
  if (failure !== undefined) report(failure);
  expect({ failure: failure?.claim }).toEqual({ failure: undefined });
  expect(counts.documents).toBeGreaterThanOrEqual(runs);
});

// As many damaged documents as one in ten of those that are made up.
test(`${String(Math.ceil(runs / 10))} damaged documents`, async () => {
  const texts = await textsOf(builtinSource());
  const refuted: string[] = [];
  for (let n = 0; n < runs / 10; n += 1) {
    const found = await tryDamage(texts, seed + n * step);
    if (found !== undefined) refuted.push(found);
    if (n % 100 === 99) say(`${String(n + 1)} damaged documents tried`);
  }
  expect(refuted).toEqual([]);
});

function report({ claim, details, documents, seed: own }: Failure): void {
  const file = join(tmpdir(), `kubewright-fuzz-${String(own)}.json`);
  const paths = Object.fromEntries(
    Object.keys(documents).map((key) => [
      key,
      { serverRelativeURL: `/openapi/v3/${key}` },
    ]),
  );
  const members = Object.entries(documents).map(
    ([key, document]) => [`${key}.json`, document] as const,
  );
  const capture = Object.fromEntries([
    ["index.json", { paths }] as const,
    ...members,
  ]);
  writeFileSync(file, `${JSON.stringify(capture, null, 2)}\n`);
  say(`refuted: ${claim}\n${details}`);
  say(`the smallest documents found: --from ${file}`);
  say(`again: npm run fuzz -- --runs 1 --jobs 1 --seed ${String(own)}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
