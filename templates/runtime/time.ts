/**
 * Writes a time in whole seconds, as Kubernetes does in fields of type `Time`: `2006-01-02T15:04:05Z`. What is finer is dropped.
 *
 * @throws {RangeError} where the date is invalid, or its year outside of 0 to 9999
 */
export function toTime(date: Date): string {
  return `${isoOf(date).slice(0, 19)}Z`;
}

/**
 * Writes a time with six decimals, as Kubernetes wants them in fields of type `MicroTime`: `2006-01-02T15:04:05.000000Z`.
 *
 * @throws {RangeError} where the date is invalid, or its year outside of 0 to 9999
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/micro_time.go
 */
export function toMicroTime(
  time: Date | { readonly epochMicroseconds: bigint },
): string {
  if (!("epochMicroseconds" in time)) return `${isoOf(time).slice(0, 23)}000Z`;
  const micros = modulo(time.epochMicroseconds, 1_000n);
  const millis = floorDivide(time.epochMicroseconds, 1_000n);
  const iso = isoOf(new Date(Number(millis)));
  return `${iso.slice(0, 23)}${micros.toString().padStart(3, "0")}Z`;
}

/**
 * Reads a time (RFC 3339), such as a `Time` or a `MicroTime`, to the millisecond. What is finer is dropped: towards the past.
 *
 * @throws {TypeError} where it is not a time of RFC 3339, as Kubernetes writes it: with `T`, and with `Z` or an offset
 */
export function toDate(time: string): Date {
  return new Date(Number(floorDivide(epochMicroseconds(time), 1_000n)));
}

/**
 * Reads a time (RFC 3339), in microseconds since 1970, exactly. What is finer is dropped: towards the past.
 *
 * @throws {TypeError} where it is not a time of RFC 3339, as Kubernetes writes it: with `T`, and with `Z` or an offset
 */
export function epochMicroseconds(time: string): bigint {
  const fields = rfc3339.exec(time);
  if (!fields) throw notATime(time);
  const [, year, month, day, hour, minute, second, fraction = ""] = fields;
  const [sign, offsetHour = "0", offsetMinute = "0"] = fields.slice(8);
  const date = new Date(0);
  // Not `Date.UTC()`, which takes the years below 100 for ones of the twentieth century.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCDate() !== Number(day)) throw notATime(time);
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const minutes = Number(offsetHour) * 60 + Number(offsetMinute);
  const offset = BigInt((sign === "-" ? -minutes : minutes) * 60_000_000);
  const micros = BigInt(fraction.slice(0, 6).padEnd(6, "0"));
  return BigInt(date.getTime()) * 1_000n + micros - offset;
}

/** Days are checked by the calendar. There is no leap second, as Go has none. */
const rfc3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

function notATime(text: string): TypeError {
  return new TypeError(
    `"${text}" is not a time of RFC 3339, such as 2006-01-02T15:04:05Z`,
  );
}

function isoOf(date: Date): string {
  if (Number.isNaN(date.getTime()))
    throw new RangeError("the date is invalid: it stands for no time");
  const year = date.getUTCFullYear();
  if (year < 0 || year > 9999)
    throw new RangeError(
      `the year ${year} cannot be written in RFC 3339, which has the years 0 to 9999`,
    );
  return date.toISOString();
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  return (value - modulo(value, divisor)) / divisor;
}

/** What is left by division, never negative. */
function modulo(value: bigint, divisor: bigint): bigint {
  return ((value % divisor) + divisor) % divisor;
}
