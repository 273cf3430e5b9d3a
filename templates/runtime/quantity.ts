/**
 * How a quantity is written: `1500m` and `12M` (DecimalSI), `12Mi` (BinarySI), `12e6` (DecimalExponent).
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export type QuantityFormat = "BinarySI" | "DecimalExponent" | "DecimalSI";

/** What calculates with quantities takes: one that was parsed, or one as it is written. */
export type QuantityInput = ExactQuantity | string | number;

/**
 * Reads a quantity, such as `"500m"`, `"1.5Gi"` or `"12e6"`, as Kubernetes does: what is finer than a billionth is rounded
 * away from zero, what is written with a binary suffix is capped at 2^63-1, and digits that are missing are 0.
 *
 * A number is read as JSON would write it.
 *
 * @throws {TypeError} where Kubernetes would refuse it: `""`, `"1 Gi"`, `"1mi"`, `"1.2.3"`
 * @throws {RangeError} where its exponent is beyond 1000, which would only fill memory
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/api/resource/quantity.go
 */
export function parseQuantity(value: QuantityInput): ExactQuantity {
  if (value instanceof ExactQuantity) return value;
  const text = String(value);
  const parts = readParts(text);
  const format = parts.kind;
  let nanos = nanosOf(parts, text);
  if (parts.kind === "BinarySI" && nanos > largest) nanos = largest;
  const isFraction = nanos > 0n && nanos < unit;
  return new ExactQuantity(
    parts.negative ? -nanos : nanos,
    format === "BinarySI" && isFraction ? "DecimalSI" : format,
    isKept(parts) ? text : undefined,
  );
}

/**
 * Writes a number as a quantity, in canonical form: `formatQuantity(1536n * 1024n, "BinarySI")` is `"1536Ki"`.
 *
 * @throws {TypeError} where the number is not finite
 */
export function formatQuantity(
  value: bigint | number,
  format: QuantityFormat,
): string {
  const nanos =
    typeof value === "bigint" ? value * unit : parseQuantity(value).nanos;
  return new ExactQuantity(nanos, format).canonical();
}

/** A quantity, exactly, and how it is written. It never changes: what calculates gives a new one. */
export class ExactQuantity {
  /** Its value in billionths, the finest that Kubernetes keeps. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
  readonly #written: string | undefined;

  /** Use {@link parseQuantity}. `written` is the spelling to keep. */
  constructor(nanos: bigint, format: QuantityFormat, written?: string) {
    this.nanos = nanos;
    this.format = format;
    this.#written = written;
  }

  /** Negative where this is less than the other, positive where it is more, 0 where they are equal: for `sort`, too. */
  compare(other: QuantityInput): -1 | 0 | 1 {
    return signOf(this.nanos - parseQuantity(other).nanos);
  }

  /** Whether both have the same value, however they are written: `1Ki` equals `1024`. */
  equals(other: QuantityInput): boolean {
    return this.nanos === parseQuantity(other).nanos;
  }

  /** The sum, in the format of this quantity; of the other where this one is zero. */
  plus(other: QuantityInput): ExactQuantity {
    const { nanos, format } = parseQuantity(other);
    return new ExactQuantity(
      this.nanos + nanos,
      this.isZero() ? format : this.format,
    );
  }

  /** The difference, in the format of this quantity; of the other where this one is zero. */
  minus(other: QuantityInput): ExactQuantity {
    return this.plus(parseQuantity(other).negated());
  }

  /**
   * The product with a whole number.
   *
   * @throws {RangeError} where the number is not whole, or so large that it is not exact
   */
  times(factor: bigint | number): ExactQuantity {
    if (typeof factor === "number" && !Number.isSafeInteger(factor))
      throw new RangeError(
        `a quantity cannot be multiplied exactly by ${factor}; give a whole number, as a bigint where it is large`,
      );
    return new ExactQuantity(this.nanos * BigInt(factor), this.format);
  }

  negated(): ExactQuantity {
    return new ExactQuantity(-this.nanos, this.format);
  }

  isZero(): boolean {
    return this.nanos === 0n;
  }

  sign(): -1 | 0 | 1 {
    return signOf(this.nanos);
  }

  /** The double that is nearest. */
  toNumber(): number {
    return Number(`${this.nanos}e-9`);
  }

  /** The value as a whole number, rounded away from zero: bytes of memory. */
  toBigInt(): bigint {
    return divideAwayFromZero(this.nanos, unit);
  }

  /** The value in thousandths, rounded away from zero: millicores of CPU. */
  milli(): bigint {
    return divideAwayFromZero(this.nanos, unit / 1000n);
  }

  /**
   * The quantity as an API server writes it: in canonical form, but for spellings that Kubernetes keeps as they were sent,
   * such as `1.500` and `+5`.
   */
  toString(): string {
    return this.#written ?? this.canonical();
  }

  /**
   * The canonical form: a whole number with the largest suffix that leaves it whole. A binary quantity below 1024 or with a
   * fraction is written as a decimal one, so that nothing is lost.
   */
  canonical(): string {
    if (this.nanos === 0n) return "0";
    const isBinary =
      this.format === "BinarySI" &&
      this.nanos % unit === 0n &&
      (this.nanos >= 1024n * unit || this.nanos <= -1024n * unit);
    if (isBinary) return withSuffix(this.nanos / unit, 1024n, binarySuffixes);
    if (this.format === "DecimalExponent") return withExponent(this.nanos);
    return withSuffix(this.nanos, 1000n, decimalSuffixes);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Refuses `a < b`, which would compare the texts. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== "number") return this.toString();
    throw new TypeError(
      "a quantity is not a number; use compare() to compare it and toNumber() to convert it",
    );
  }
}

/** What a quantity's text consists of. */
interface Parts {
  readonly negative: boolean;
  /** Digits without leading zeros, but at least one. */
  readonly whole: string;
  readonly fraction: string;
  readonly hasDigits: boolean;
  readonly kind: QuantityFormat;
  /** Of two where `kind` is BinarySI, else of ten. */
  readonly exponent: number;
}

/** One in billionths. */
const unit = 1_000_000_000n;
const largest = (2n ** 63n - 1n) * unit;

/** From the smallest on, a factor of 1024 and of 1000 apart. */
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

function readParts(text: string): Parts {
  const match =
    /^([+-]?)0*((?:[1-9]\d*)?)(?:\.(\d*))?((?:[a-z]+[+-]?\d*)?)$/i.exec(text);
  const [, sign, digits = "", fraction = "", suffix = ""] = match ?? [];
  const scale = match && text !== "" ? readSuffix(suffix, text) : undefined;
  if (scale === undefined)
    throw new TypeError(
      `"${text}" is not a quantity; write a number and one of the suffixes n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei, or an exponent as in 12e6`,
    );
  return {
    negative: sign === "-",
    whole: digits === "" ? "0" : digits,
    fraction,
    hasDigits: /^[+-]?(\d|\.\d)/.test(text),
    ...scale,
  };
}

function readSuffix(
  suffix: string,
  text: string,
): Pick<Parts, "exponent" | "kind"> | undefined {
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return { kind: "DecimalSI", exponent: decimal * 3 - 9 };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary >= 0) return { kind: "BinarySI", exponent: binary * 10 };
  const written = /^e([+-]?\d+)$/i.exec(suffix)?.[1];
  if (written === undefined) return undefined;
  const exponent = Number(written);
  if (Math.abs(exponent) > 1000)
    throw new RangeError(
      `the exponent of the quantity "${text}" is beyond 1000`,
    );
  return { kind: "DecimalExponent", exponent };
}

/** The value without its sign, rounded up to billionths. */
function nanosOf(parts: Parts, text: string): bigint {
  // Kubernetes reads "Ki" as 0 in the path for small numbers, and refuses "Ei" in the one for large ones.
  if (!parts.hasDigits && !isSmall(parts))
    throw new TypeError(`the quantity "${text}" has no digits`);
  const digits = BigInt(parts.whole + parts.fraction);
  const isBinary = parts.kind === "BinarySI";
  const shift = 9 - parts.fraction.length + (isBinary ? 0 : parts.exponent);
  const value = isBinary ? digits << BigInt(parts.exponent) : digits;
  if (shift >= 0) return value * 10n ** BigInt(shift);
  return divideAwayFromZero(value, 10n ** BigInt(-shift));
}

/** Whether Kubernetes keeps the number in 64 bits, by its count of digits. */
function isSmall({ kind, whole, fraction, exponent }: Parts): boolean {
  if (kind === "BinarySI")
    return fraction === "" && 14 - whole.length - (exponent * 3) / 10 >= 0;
  return (
    whole.length + fraction.length <= 18 && exponent - fraction.length >= -9
  );
}

/**
 * Whether Kubernetes takes the text for canonical, and writes it again as it came. Its test is a quick one: it lets pass
 * signs, leading zeros and points.
 */
function isKept(parts: Parts): boolean {
  if (!isSmall(parts)) return false;
  const digits = parts.whole + parts.fraction;
  if (parts.kind === "BinarySI") return BigInt(digits) % 8n !== 0n;
  return (
    (parts.exponent - parts.fraction.length) % 3 === 0 &&
    !digits.endsWith("000") &&
    !digits.startsWith("0")
  );
}

/** With the largest suffix that leaves the number whole. */
function withSuffix(
  value: bigint,
  base: bigint,
  suffixes: readonly string[],
): string {
  let number = value;
  let at = 0;
  for (; at < suffixes.length - 1 && number % base === 0n; at += 1)
    number /= base;
  return `${number}${suffixes[at]}`;
}

function withExponent(nanos: bigint): string {
  let number = nanos;
  let exponent = -9;
  for (; number % 1000n === 0n; exponent += 3) number /= 1000n;
  return exponent === 0 ? `${number}` : `${number}e${exponent}`;
}

function divideAwayFromZero(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (value % divisor === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function signOf(value: bigint): -1 | 0 | 1 {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}
