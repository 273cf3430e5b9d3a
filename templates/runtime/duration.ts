/**
 * Reads a duration as Go writes them, such as `"1h30m5.5s"`, in nanoseconds: what `metav1.Duration` fields hold.
 *
 * Each number has a unit: `h`, `m`, `s`, `ms`, `us` (or `µs`) or `ns`. There are none for days and more.
 *
 * @throws {TypeError} where Go would refuse it: `""`, `"5"`, `"1d"`
 * @throws {RangeError} where it is beyond 64 bits, about 292 years
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): bigint {
  const [, sign, rest = ""] = /^([+-]?)(.*)$/su.exec(text) ?? [];
  const tooLong = (): RangeError =>
    new RangeError(`the duration "${text}" is too long for 64 bits`);
  if (rest === "0") return 0n;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)[^\d.]+)+$/u.test(rest))
    throw new TypeError(
      `"${text}" is not a duration; write numbers with the units h, m, s, ms, us and ns, as in "1h30m"`,
    );
  let total = 0n;
  for (const [, whole, fraction, name = ""] of rest.matchAll(
    /(\d*)\.?(\d*)([^\d.]+)/gu,
  )) {
    const unit = units.get(name);
    if (unit === undefined)
      throw new TypeError(
        `the duration "${text}" has the unit "${name}", which is none of h, m, s, ms, us and ns`,
      );
    total += BigInt(whole || "0") * BigInt(unit);
    total += BigInt(fractionOf(fraction ?? "", unit));
    if (total > limit) throw tooLong();
  }
  if (sign === "-") return -total;
  if (total === limit) throw tooLong();
  return total;
}

/**
 * Writes nanoseconds as Go writes a duration: `"1h30m5.5s"`, `"1.5ms"`, `"0s"`.
 *
 * @throws {RangeError} where it is beyond 64 bits, about 292 years
 */
export function formatDuration(nanoseconds: bigint): string {
  if (BigInt.asIntN(64, nanoseconds) !== nanoseconds)
    throw new RangeError(
      `a duration of ${nanoseconds} nanoseconds is too long for 64 bits`,
    );
  const length = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return (nanoseconds < 0n ? "-" : "") + formatLength(length);
}

const limit = 2n ** 63n;
const second = 1_000_000_000;

/** In nanoseconds. */
const units: ReadonlyMap<string, number> = new Map([
  ["ns", 1],
  ["us", 1_000],
  // The micro sign, and the Greek letter.
  ["\u00b5s", 1_000],
  ["\u03bcs", 1_000],
  ["ms", 1_000_000],
  ["s", second],
  ["m", 60 * second],
  ["h", 3600 * second],
]);

/** A fraction of a unit, in whole nanoseconds: by doubles, and of no more digits than 63 bits hold, as Go does. */
function fractionOf(digits: string, unit: number): number {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const longer = value * 10n + BigInt(digit);
    if (value > (limit - 1n) / 10n || longer > limit) break;
    value = longer;
    scale *= 10;
  }
  return Math.trunc(Number(value) * (unit / scale));
}

function formatLength(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${decimal(nanoseconds, 3)}\u00b5s`;
  if (nanoseconds < 1_000_000_000n) return `${decimal(nanoseconds, 6)}ms`;
  const minute = BigInt(60 * second);
  const seconds = `${decimal(nanoseconds % minute, 9)}s`;
  const minutes = nanoseconds / minute;
  if (minutes === 0n) return seconds;
  if (minutes < 60n) return `${minutes}m${seconds}`;
  return `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** A number of 10^-places, without zeros at its end. */
function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  const whole = digits.slice(0, -places);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
