/**
 * What a change does to a program that was written for the old side and meets the new one.
 *
 * Writing: `breaking` where some body that was taken is refused, `risky` where it is taken and comes to mean something else, `safe`
 * where neither can be. Reading: `breaking` where what was read is not there any more or is something else, of all objects; `risky` where
 * that may be so of some objects; `safe` where it cannot be.
 */
export type Verdict = "breaking" | "risky" | "safe";

/** A verdict, with the reason for it in a sentence without its full stop. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Whether a program reads or writes. */
export type Direction = "reading" | "writing";

/** A class of change, of those that have one of these names. */
export interface Rule<Name extends string = string> {
  /**
   * What happened, as the rest of a sentence that begins with the place. `{name}`, `{before}` and `{after}` stand for those of the
   * change.
   */
  readonly says: string;
  /** The class that the change is of when it is seen from the other side. */
  readonly mirror: Name;
  readonly reading: Judgement;
  readonly writing: Judgement;
  /**
   * In place of that in schemas that come of Go types: servers hold these to code of their own, and what the document says may have
   * held before it said so.
   */
  readonly writingInGo?: Judgement;
}

/** Classes of change, by their names. */
export type RulesByName<Name extends string> = {
  readonly [N in Name]: Rule<Name>;
};

/** From the mildest. */
const severities: readonly Verdict[] = ["safe", "risky", "breaking"];

/** The graver of several verdicts; `safe` of none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((a, b) => (isAtLeast(b, a) ? b : a), "safe");
}

/** Whether a verdict is as grave as another, or graver. */
export function isAtLeast(verdict: Verdict, other: Verdict): boolean {
  return severities.indexOf(verdict) >= severities.indexOf(other);
}

/** A verdict of its kind. */
export function breaking(reason: string): Judgement {
  return { verdict: "breaking", reason };
}

/** A verdict of its kind. */
export function risky(reason: string): Judgement {
  return { verdict: "risky", reason };
}

/** A verdict of its kind. */
export function safe(reason: string): Judgement {
  return { verdict: "safe", reason };
}
