/** Whether the value is a percentage, such as `"25%"`, and not a number or a name. */
export function isPercent(value: number | string): value is `${number}%` {
  return typeof value === "string" && percent.test(value);
}

/**
 * The number that a number or a percentage of `total` stands for, such as a deployment's `maxSurge`.
 *
 * A percentage is rounded up where `roundUp` says so, else down, both exactly. Kubernetes rounds `maxSurge` up,
 * `maxUnavailable` of deployments down, and both of a disruption budget's numbers up.
 *
 * @throws {TypeError} where the value is neither a whole number nor a percentage: `"5"`, `"2.5%"`, `"http"`
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/util/intstr/intstr.go
 */
export function resolveIntOrPercent(
  value: number | string,
  total: number,
  options: { readonly roundUp: boolean },
): number {
  if (!Number.isSafeInteger(total))
    throw new TypeError(`a percentage of ${total} is not a whole number`);
  if (typeof value === "number") return checkInt32(value);
  if (!isPercent(value))
    throw new TypeError(
      `"${value}" is neither a whole number nor a percentage such as "25%"`,
    );
  const hundredths = BigInt(value.replace(/^\+|%$/g, "")) * BigInt(total);
  const rest = hundredths % 100n;
  // BigInt's division drops the rest: that is up for what is negative, and down for what is not.
  let whole = hundredths / 100n;
  if (rest > 0n && options.roundUp) whole += 1n;
  if (rest < 0n && !options.roundUp) whole -= 1n;
  const result = Number(whole);
  if (!Number.isSafeInteger(result))
    throw new TypeError(`${value} of ${total} is too large to be exact`);
  return result;
}

/** A sign is read, as Go does. */
const percent = /^[+-]?\d+%$/;

function checkInt32(value: number): number {
  if ((value | 0) === value) return value;
  throw new TypeError(
    `${value} is not a whole number of 32 bits, which is all that Kubernetes keeps here`,
  );
}
