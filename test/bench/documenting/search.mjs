// Searches a reference site as someone does who types: `node search.mjs SITE OUT`. Writes how long the index took to be ready, and the
// slowest answer to anything that stood in the search box on the way: of each, the median of several rounds.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

import { median } from "../costs.mjs";

const [, , site, out] = process.argv;
const rounds = 9;
const queries = [
  "deploy.spec.strategy",
  "pod.spec.containers.image",
  "cert",
  "pods exec",
  // With a typo.
  "deplyoment",
  // What most names begin with.
  "s",
];

const { load, search } = finderOf(join(site, "assets"));
const started = performance.now();
const data = await load();
const readyMs = performance.now() - started;

const typed = new Set(
  queries.flatMap((query) =>
    [...query].map((_, end) => query.slice(0, end + 1)),
  ),
);
const slowest = { answerMs: 0, text: "" };
for (const text of typed) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const asked = performance.now();
    search(data, text);
    times.push(performance.now() - asked);
  }
  const answerMs = median(times);
  if (answerMs > slowest.answerMs) Object.assign(slowest, { answerMs, text });
}
for (const query of queries)
  if (search(data, query).length === 0)
    throw new Error(`nothing is found by "${query}"`);
const { answerMs } = slowest;
writeFileSync(out, JSON.stringify({ readyMs, answerMs }));

/** The site's own script, with what it asks of a browser: to load two scripts more. */
function finderOf(assets) {
  const run = (file) => runInThisContext(readFileSync(file, "utf8"), file);
  globalThis.document = {
    body: { dataset: { root: "" } },
    createElement: () => ({}),
    head: {
      append(element) {
        run(join(site, element.src));
        element.onload();
      },
    },
  };
  run(join(assets, "search.js"));
  return globalThis.kubewrightFinder;
}
