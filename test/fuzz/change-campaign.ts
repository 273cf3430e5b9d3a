import { parse } from "yaml";
import type { Source } from "../../generator/source/source.js";
import { Dice } from "../unit/dice.js";
import { generateAll, tryChange } from "./change-claim.js";
import { textsOf } from "./damage.js";
import type { DocumentJson, Documents } from "./documents.js";
import { donorsOf, edited } from "./edits.js";

/** Edits each document of a server some times, and counts how often it was enough to make its own files anew. */
export async function editEach(
  server: Documents,
  times: number,
): Promise<{ readonly alone: number; readonly all: number }> {
  const counts = { alone: 0, all: 0 };
  const client = await generateAll(server);
  if (client === undefined) return counts;
  const before = { documents: server, client };
  const donors = donorsOf(Object.values(server));
  for (const [key, document] of Object.entries(server)) {
    for (let seed = 0; seed < times; seed += 1) {
      const dice = new Dice(seed);
      const changed = edited(document, donors, dice);
      const outcome = await tryChange(before, key, changed);
      if (outcome.kind === "wrong")
        throw new Error(
          `${key}, seed ${String(seed)}: ${outcome.details}\n${JSON.stringify(changed)}`,
        );
      counts[outcome.kind] += 1;
    }
  }
  return counts;
}

/** The documents of a source that have schemas. */
export async function documentsOf(source: Source): Promise<Documents> {
  const all = (await textsOf(source)).map(
    ([key, text]) =>
      [key, parse(text) as Partial<DocumentJson> | null] as const,
  );
  return Object.fromEntries(
    all.filter(([, document]) => document?.components?.schemas !== undefined),
  ) as Documents;
}
