import { Dice } from "../unit/dice.js";

/** A question that both Go (`test/cluster/oracle`) and the runtime answer. */
export interface Question {
  readonly do:
    | "calculate"
    | "duration"
    | "format"
    | "microTime"
    | "percent"
    | "quantity"
    | "time";
  readonly text: string;
  readonly other?: string;
  readonly number?: number;
  readonly up?: boolean;
}

const suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const exponents = ["e0", "e3", "E-3", "e+2", "E18", "e-9", "e-10", "e30"];
const broken = [
  "K",
  "mi",
  "e",
  "E+",
  "ki",
  "Zi",
  "Ki5",
  "k+",
  " ",
  "e3k",
  "+3",
];
const allSuffixes = [...suffixes, ...binary, ...exponents, ...broken];

const digits = (dice: Dice, most: number): string =>
  Array.from({ length: dice.below(most + 1) }, () =>
    dice.pick([..."0000123456789"]),
  ).join("");

function quantity(dice: Dice): string {
  const sign = dice.pick(["", "", "", "", "-", "+"]);
  const whole = digits(dice, dice.pick([1, 3, 6, 12, 21]));
  const fraction = dice.chance(0.4)
    ? `.${digits(dice, dice.pick([1, 3, 9, 14]))}`
    : "";
  const garbage = dice.chance(0.02) ? dice.pick([".", "x", " ", "-", "é"]) : "";
  return sign + whole + fraction + garbage + suffix(dice);
}

function suffix(dice: Dice): string {
  if (dice.chance(0.05)) return dice.pick(broken);
  if (dice.chance(0.1)) return `e${dice.below(60) - 30}`;
  return dice.pick([...suffixes, ...binary, ...exponents]);
}

function time(dice: Dice): string {
  const two = (limit: number): string =>
    `${dice.below(limit)}`.padStart(2, "0");
  const year = dice.pick(["1969", "1970", "2024", "2023", "0000", "0001"]);
  const any = `${dice.below(10_000)}`.padStart(4, "0");
  const date = `${dice.pick([year, any])}-${two(14)}-${two(33)}`;
  const clock = `${two(25)}:${two(61)}:${two(61)}`;
  const fraction = dice.pick(["", "", `.${digits(dice, 11)}`, ".123456"]);
  const zone = dice.pick([
    "Z",
    "Z",
    "+00:00",
    `-${two(25)}:${two(61)}`,
    "z",
    "",
  ]);
  return `${date}${dice.pick(["T", "T", "T", "T", "t", " "])}${clock}${fraction}${zone}`;
}

function duration(dice: Dice): string {
  const units = ["h", "m", "s", "ms", "us", "\u00b5s", "\u03bcs", "ns"];
  const parts = dice.several(4, () => {
    const fraction = dice.chance(0.4) ? `.${digits(dice, 20)}` : "";
    const unit = dice.chance(0.02)
      ? dice.pick(["", "d", "M"])
      : dice.pick(units);
    return digits(dice, dice.pick([1, 3, 8, 20])) + fraction + unit;
  });
  return dice.pick(["", "", "-", "+"]) + parts.join("");
}

const number = (dice: Dice): number =>
  (dice.below(2 ** 31) - 2 ** 30) * dice.pick([0, 1, 1, 1024, 1_000_000]);

function percent(dice: Dice): Question {
  const text = `${dice.pick(["", "", "-", "+"])}${digits(dice, 4)}${dice.pick(["%", "%", "%", "", "%%"])}`;
  const total = dice.below(dice.pick([10, 1000, 2 ** 31]));
  return { do: "percent", text, number: total, up: dice.chance(0.5) };
}

const makers: readonly ((dice: Dice) => Question)[] = [
  (dice) => ({ do: "quantity", text: quantity(dice) }),
  (dice) => ({ do: "quantity", text: quantity(dice) }),
  (dice) => ({
    do: "calculate",
    text: quantity(dice),
    other: quantity(dice),
    number: dice.pick([-1, 0, 1, 2, 3, 1000, 1024, 123_456_789]),
  }),
  (dice) => ({
    do: "format",
    text: dice.pick(["BinarySI", "DecimalSI", "DecimalExponent"]),
    number: number(dice),
  }),
  (dice) => ({ do: "time", text: time(dice) }),
  (dice) => ({ do: "microTime", text: time(dice) }),
  (dice) => ({ do: "duration", text: duration(dice) }),
  percent,
];

/** Questions at random, the same ones for the same seed. */
export function randomQuestions(seed: number, count: number): Question[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, (_, index) =>
    (makers[index % makers.length] as (dice: Dice) => Question)(dice),
  );
}

/** Questions at the edges, and all suffixes. */
export function edgeQuestions(): Question[] {
  const numbers = ["1", "0", "1.5", "1024", "-1.5", "", "."];
  const quantities = [
    ...numbers.flatMap((text) => allSuffixes.map((after) => text + after)),
    ..."+|-|+5|005|00|1.|.5|-.5|1.500|1.234|1.000|1000|1000m|999k|1000k|10E|1000E|1100E|1e21|1e1000|1e-1000|1E|1e|Infinity|NaN".split(
      "|",
    ),
    ..."0.1n|-0.1n|1.1n|0.0000000001|0.5Ki|0.0001Ki|0.001Gi|1.0001Ki|-1.0001Ki|1023|1023Ki|1024Ki|1025Ki|8Ki|8192Ki|+8Ki|+24Ki|008Ki|-8Ki|+99999999999Ki|+999999999999Ki|+99999999Mi|+999999999Mi|+99999Gi|+99999999999Ti|+99Ti|+999Ti|+999999999999999999|+9999999999999999999|+9.99999999999999999".split(
      "|",
    ),
    ..."7Ei|8Ei|-8Ei|9Ei|8Pi|8192Pi|99999999999Gi|9223372036854775807|9223372036854775808|-9223372036854775809|9223372036854775807Ki".split(
      "|",
    ),
    ..."1 Gi| 1Gi|1Gi |1.2.3|1e3.5|--1|1_000|0x10|1,5|١|1\n|999999999999999999|1000000000000000001|123456789012345678901234567890".split(
      "|",
    ),
  ];
  const times =
    "2006-01-02T15:04:05Z|2006-01-02T15:04:05+07:30|2006-01-02T15:04:05-07:30|2006-01-02t15:04:05Z|2006-01-02T15:04:05z|2006-01-02 15:04:05Z|2006-01-02T15:04:05|2006-01-02|2006-01-02T15:04Z|2006-01-02T15:04:60Z|2006-01-02T24:00:00Z|2024-02-29T00:00:00Z|2023-02-29T00:00:00Z|1900-02-29T00:00:00Z|2000-02-29T00:00:00Z|2006-04-31T00:00:00Z|2006-13-01T00:00:00Z|2006-00-01T00:00:00Z|2006-01-00T00:00:00Z|0001-01-01T00:00:01Z|0000-02-29T00:00:00Z|9999-12-31T23:59:59.999999999Z|1969-12-31T23:59:59.9999999Z|2006-01-02T15:04:05.1Z|2006-01-02T15:04:05.123456Z|2006-01-02T15:04:05.1234567Z|2006-01-02T15:04:05.Z|2006-01-02T15:04:05.123456789123Z|2006-01-02T15:04:05+0730|2006-01-02T15:04:05+23:59|2006-01-02T15:04:05-00:00|06-01-02T15:04:05Z|+2006-01-02T15:04:05Z|12006-01-02T15:04:05Z|2006-01-02T5:04:05Z|2006-01-02T15:04:05,5Z|2006-01-02T15:04:05+24:00|2006-01-02T15:04:05+00:60|2006-1-2T15:04:05Z|now".split(
      "|",
    );
  const durations =
    "0|0s|-0|+0|5|1s|1h30m5.5s|1.5h|.5s|5.s|.s|-1h|+1h|1d|1h 2m|1µs|1μs|1us|1.000000001s|0.1ns|0.9ns|1ns|999ns|1000ns|1500us|1m|59m59.999999999s|60m|24h|9223372036854775807ns|9223372036854775808ns|-9223372036854775808ns|-9223372036854775809ns|2562047h47m16.854775807s|2562047h47m16.854775808s|2562048h|0.3333333333333333333h|0.9223372036854775807h|0.9223372036854775809h|0.100000000000000000000h|1s1s|1m1h|e|1e3s|--1s|s|1..5s|.59712866h|.323698291m|.377247034285h|1.5.5s|1S".split(
      "|",
    );
  const percents =
    "25%|0%|100%|1%|33%|-1%|+5%|%|5|http|2.5%|25%%| 25%|1e2%|0x1%|999%|0033%".split(
      "|",
    );
  const formats = [0, 1, 1000, 1023, 1024, 1536, -1024, -1000, 1_048_576, 1e15];
  return [
    ...quantities.map((text): Question => ({ do: "quantity", text })),
    ...[...times, ""].map((text): Question => ({ do: "time", text })),
    ...[...times, ""].map((text): Question => ({ do: "microTime", text })),
    ...[...durations, ""].map((text): Question => ({ do: "duration", text })),
    ...percents.flatMap((text) =>
      [true, false].map((up): Question => ({
        do: "percent",
        text,
        number: 7,
        up,
      })),
    ),
    ...formats.flatMap((number) =>
      ["BinarySI", "DecimalSI", "DecimalExponent"].map((text): Question => ({
        do: "format",
        text,
        number,
      })),
    ),
  ];
}
