import type { SchemaDeclaration } from "../model/model.js";
import type { Finding } from "./change.js";
import { compareNodes } from "./compare-nodes.js";
import type { Side } from "./side.js";

/** A schema of each side that stand for the same thing, and what differs between them. */
export interface SchemaPair {
  readonly old: SchemaDeclaration;
  readonly new: SchemaDeclaration;
  /** What differs in these schemas themselves. */
  readonly findings: readonly PathFinding[];
  /** The pairs that their fields refer to. */
  readonly references: readonly PairReference[];
}

/** A finding, and its path from the schema. */
export interface PathFinding {
  readonly path: string;
  readonly finding: Finding;
}

/** A reference, and its path from the schema. */
export interface PairReference {
  readonly path: string;
  readonly to: SchemaPair;
}

/**
 * Compares schemas in pairs, each pair once, however many bodies hold it: which schemas are a pair follows from where they stand, not from
 * their names.
 */
export class SchemaPairs {
  readonly #old: Side;
  readonly #new: Side;
  readonly #pairs = new Map<
    SchemaDeclaration,
    Map<SchemaDeclaration, SchemaPair>
  >();
  readonly #matched = new Set<SchemaDeclaration>();

  constructor(old: Side, next: Side) {
    this.#old = old;
    this.#new = next;
  }

  /** The pair of two schemas, compared with all that they refer to. */
  of(old: SchemaDeclaration, next: SchemaDeclaration): SchemaPair {
    const known = this.#pairs.get(old)?.get(next);
    if (known !== undefined) return known;
    const waiting: (() => void)[] = [];
    const pair = this.#begin(old, next, waiting);
    for (let work = waiting.pop(); work !== undefined; work = waiting.pop())
      work();
    return pair;
  }

  /** The schemas of one name that no pair was made of yet. */
  get unmatched(): readonly (readonly [
    SchemaDeclaration,
    SchemaDeclaration,
  ])[] {
    return [...this.#old.declarations].flatMap(([key, old]) => {
      const next = this.#new.declarations.get(key);
      return next === undefined ||
        next.name !== old.name ||
        this.#matched.has(old) ||
        this.#matched.has(next)
        ? []
        : [[old, next] as const];
    });
  }

  get all(): readonly SchemaPair[] {
    return [...this.#pairs.values()].flatMap((pairs) => [...pairs.values()]);
  }

  /** A pair that is there from now on, so that what refers to itself finds it, and is compared when its turn comes. */
  #begin(
    old: SchemaDeclaration,
    next: SchemaDeclaration,
    waiting: (() => void)[],
  ): SchemaPair {
    const ofOld =
      this.#pairs.get(old) ?? new Map<SchemaDeclaration, SchemaPair>();
    this.#pairs.set(old, ofOld);
    const known = ofOld.get(next);
    if (known !== undefined) return known;
    const findings: PathFinding[] = [];
    const references: PairReference[] = [];
    const pair: SchemaPair = { old, new: next, findings, references };
    ofOld.set(next, pair);
    this.#matched.add(old).add(next);
    waiting.push(() =>
      compareNodes(
        { schema: old.schema, declaration: old, side: this.#old },
        { schema: next.schema, declaration: next, side: this.#new },
        { path: "", isNeeded: true },
        {
          found: (path, finding) => findings.push({ path, finding }),
          refers: (path, a, b) =>
            references.push({ path, to: this.#begin(a, b, waiting) }),
        },
      ),
    );
    return pair;
  }
}
