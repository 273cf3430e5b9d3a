import { isDeepStrictEqual } from "node:util";

import { expect } from "vitest";

import {
  formatDuration,
  parseDuration,
} from "../../templates/runtime/duration.js";
import { resolveIntOrPercent } from "../../templates/runtime/int-or-string.js";
import {
  type ExactQuantity,
  formatQuantity,
  parseQuantity,
  type QuantityFormat,
} from "../../templates/runtime/quantity.js";
import {
  epochMicroseconds,
  toDate,
  toMicroTime,
  toTime,
} from "../../templates/runtime/time.js";
import type { Question } from "./exact-questions.js";

/** What Go or the runtime says: values, or `error` alone. */
export interface Answer {
  readonly [value: string]: unknown;
}

/** Compares all that the runtime says with what Go says, in one assertion. */
export function expectAnswers(
  questions: readonly Question[],
  answers: readonly Answer[],
): void {
  expect(answers).toHaveLength(questions.length);
  const differences = questions.flatMap((question, index) => {
    const go = answers[index] as Answer;
    const ours = answer(question);
    const wanted = differsOnPurpose(question, go) ? { error: "" } : go;
    const known = knownOf(question, wanted);
    const said = partOf(ours, known);
    if (isDeepStrictEqual(said, known)) return [];
    return [{ question, go: known, runtime: said }];
  });
  expect(differences.slice(0, 10)).toEqual([]);
}

function answer(question: Question): Answer {
  try {
    return answerers[question.do](question);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      return { error: "" };
    throw error;
  }
}

const answerers: Record<Question["do"], (question: Question) => Answer> = {
  quantity({ text }) {
    const quantity = parseQuantity(text);
    return {
      ...written(quantity),
      format: quantity.format,
      value: `${quantity.toBigInt()}`,
      milli: `${quantity.milli()}`,
      canonical: quantity.canonical(),
    };
  },
  calculate({ text, other = "", number = 0 }) {
    const [a, b] = [parseQuantity(text), parseQuantity(other)];
    return {
      compared: a.compare(b),
      sum: written(a.plus(b)),
      difference: written(a.minus(b)),
      product: written(a.times(number)),
      negated: written(a.negated()),
    };
  },
  format: ({ text, number = 0 }) => ({
    text: formatQuantity(BigInt(number), text as QuantityFormat),
  }),
  time({ text }) {
    const microseconds = epochMicroseconds(text);
    const date = toDate(text);
    return {
      microseconds: `${microseconds}`,
      milliseconds: `${date.getTime()}`,
      ...(isWritable(date) && {
        text: toTime(date),
        micro: toMicroTime({ epochMicroseconds: microseconds }),
      }),
    };
  },
  microTime: ({ text }) => ({ microseconds: `${epochMicroseconds(text)}` }),
  duration({ text }) {
    const nanoseconds = parseDuration(text);
    return { nanoseconds: `${nanoseconds}`, text: formatDuration(nanoseconds) };
  },
  percent: ({ text, number = 0, up = false }) => ({
    value: resolveIntOrPercent(text, number, { roundUp: up }),
  }),
};

const written = (quantity: ExactQuantity): Answer => ({
  text: quantity.toString(),
  nanos: `${quantity.nanos}`,
});

/** An offset can lead out of the years that RFC 3339 has. */
const isWritable = (date: Date): boolean =>
  date.getUTCFullYear() >= 0 && date.getUTCFullYear() <= 9999;

/** Go's reader of times takes what RFC 3339 does not have: an hour of one digit, a comma, and offsets of 24 hours and 60 minutes. */
function differsOnPurpose(question: Question, go: Answer): boolean {
  return (
    (question.do === "time" || question.do === "microTime") &&
    !("error" in go) &&
    /T\d:|,|[+-]24:\d\d$|:60$/.test(question.text)
  );
}

/** What of Go's answer can be held against the runtime. */
function knownOf(question: Question, go: Answer): Answer {
  if ("error" in go) {
    // A MicroTime field wants six decimals; the runtime's one reader takes any time.
    const any = question.do === "microTime" && !("error" in answer(question));
    return any ? {} : { error: "" };
  }
  switch (question.do) {
    case "quantity":
      return knownQuantity(go);
    case "calculate": {
      const { compared, sum, difference, product, negated } = go;
      return {
        compared,
        sum: knownText(sum as Answer),
        difference: knownText(difference as Answer),
        product: knownText(product as Answer),
        negated: knownText(negated as Answer),
      };
    }
    case "time":
      return /^\d{4}-/.test(String(go["text"]))
        ? go
        : pick(go, ["microseconds", "milliseconds"]);
    default:
      return go;
  }
}

function knownQuantity(go: Answer): Answer {
  const nanos = BigInt(go["nanos"] as string);
  const fits = (value: bigint): boolean => value < 2n ** 63n;
  // Go reads negative numbers wrong where it keeps them as large ones: it says that -2Pi is -5764607522.
  const value = nanos >= 0n && fits(nanos / 10n ** 9n + 1n);
  const milli = nanos >= 0n && fits(nanos / 10n ** 6n + 1n);
  return {
    ...pick(go, ["format", "nanos"]),
    ...(value && pick(go, ["value"])),
    ...(milli && pick(go, ["milli"])),
    ...(!isSuffixLost(go) && pick(go, ["text", "canonical"])),
  };
}

const knownText = (go: Answer): Answer =>
  isSuffixLost(go) ? pick(go, ["nanos"]) : go;

/** Beyond the largest suffix Go writes none: it writes 1000E as "1". */
function isSuffixLost(go: Answer): boolean {
  const nanos = BigInt(go["nanos"] as string);
  const whole = nanos / 10n ** 9n;
  return (
    nanos !== 0n &&
    !String(go["text"]).includes("e") &&
    (nanos % 10n ** 30n === 0n ||
      (nanos % 10n ** 9n === 0n && whole % 2n ** 70n === 0n))
  );
}

/** Those values that the known ones are to be held against. */
function partOf(ours: Answer, known: Answer): Answer {
  return Object.fromEntries(
    Object.entries(known).map(([name, value]) => [
      name,
      typeof value === "object" && ours[name] !== undefined
        ? partOf(ours[name] as Answer, value as Answer)
        : ours[name],
    ]),
  );
}

function pick(from: Answer, names: readonly string[]): Answer {
  return Object.fromEntries(
    names.filter((name) => name in from).map((name) => [name, from[name]]),
  );
}
