import { Diagnostics, GenerationFailed } from "../../generator/diagnostics.js";
import { generate } from "../../generator/pipeline.js";
import type { Source } from "../../generator/source/source.js";
import { Dice } from "../unit/dice.js";
import { textSource } from "./memory-source.js";

/** A document, as text, by its key. */
export type Texts = readonly (readonly [key: string, text: string])[];

/** The documents of a source that are small enough to be damaged many times. */
export async function textsOf(source: Source): Promise<Texts> {
  const entries = await source.list();
  const texts = await Promise.all(
    entries.map(async ({ key, read }) => {
      const content = await read();
      const text =
        content.kind === "text" ? content.text : JSON.stringify(content.value);
      return [key, text] as const;
    }),
  );
  return texts.filter(([, text]) => text.length < 300_000);
}

/**
 * Damages one of a few documents, and generates from all of them.
 *
 * @returns what it ended with that is no diagnostic; undefined where all is well
 */
export async function tryDamage(
  texts: Texts,
  seed: number,
): Promise<string | undefined> {
  const dice = new Dice(seed);
  const chosen = new Map(dice.several(2, () => dice.pick(texts)));
  const [key, text] = dice.pick([...chosen]);
  chosen.set(key, dice.pick(damages)(text, dice));
  try {
    const diagnostics = new Diagnostics();
    await generate(textSource([...chosen]).source, { diagnostics });
  } catch (error) {
    const isTold =
      error instanceof GenerationFailed &&
      error.diagnostics.length > 0 &&
      error.diagnostics.every(({ hint }) => !hint?.includes("fault"));
    if (!isTold)
      return `seed ${String(seed)}, "${key}": ${error instanceof Error ? (error.stack ?? "") : String(error)}`;
  }
  return undefined;
}

const damages: readonly ((text: string, dice: Dice) => string)[] = [
  cutOff,
  flipBits,
  swapTypes,
  swapTypes,
  deleteKeys,
  deleteKeys,
];

function cutOff(text: string, dice: Dice): string {
  return text.slice(0, dice.below(text.length));
}

function flipBits(text: string, dice: Dice): string {
  const bytes = Buffer.from(text);
  for (const at of dice.several(4, () => dice.below(bytes.length)))
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  return bytes.toString("utf8");
}

function swapTypes(text: string, dice: Dice): string {
  return changed(text, dice, (owner, key) => {
    owner[key] = dice.pick<unknown>([
      null,
      true,
      0,
      -1.5,
      "",
      "__proto__",
      [],
      {},
      [null],
      [[]],
      { $ref: "#/components/schemas/gone" },
      { $ref: 1 },
      { a: { b: null } },
    ]);
  });
}

function deleteKeys(text: string, dice: Dice): string {
  return changed(text, dice, (owner, key) => {
    if (Array.isArray(owner)) owner.splice(Number(key), 1);
    else Reflect.deleteProperty(owner, key);
  });
}

type Owner = Record<string, unknown> | unknown[];

/** Changes a few places of the JSON, at any depth. */
function changed(
  text: string,
  dice: Dice,
  change: (owner: Record<string, unknown>, key: string) => void,
): string {
  const value = JSON.parse(text) as Owner;
  for (const depth of dice.several(3, () => dice.below(12))) {
    let owner = value;
    for (let level = 0; level <= depth; level += 1) {
      const keys = Object.keys(owner);
      if (keys.length === 0) break;
      const key = dice.pick(keys);
      const inner = (owner as Record<string, unknown>)[key];
      if (level < depth && typeof inner === "object" && inner !== null)
        owner = inner as Owner;
      else {
        change(owner as Record<string, unknown>, key);
        break;
      }
    }
  }
  return JSON.stringify(value);
}
