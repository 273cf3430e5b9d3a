/** What a row may be about, by the names that results have them under. */
export const costs = {
  wallMs: { title: "time", unit: "s", scale: 1000 },
  cpuMs: { title: "CPU", unit: "s", scale: 1000 },
  peakMiB: { title: "memory", unit: "MiB", scale: 1 },
  heldMiB: { title: "held", unit: "MiB", scale: 1 },
  importMs: { title: "time", unit: "ms", scale: 1 },
  importMiB: { title: "memory", unit: "MiB", scale: 1 },
  rootMs: { title: "on `k8s.`", unit: "ms", scale: 1 },
  resourceMs: { title: "on a resource", unit: "ms", scale: 1 },
  literalMs: { title: "in a literal", unit: "ms", scale: 1 },
  readyMs: { title: "until ready", unit: "s", scale: 1000 },
  answerMs: { title: "slowest answer", unit: "ms", scale: 1 },
};

/**
 * A cost in its unit: `4.12 s`.
 *
 * @param {keyof costs} key
 * @param {number} value as it was measured
 */
export function spellCost(key, value) {
  const { unit, scale } = costs[key];
  return `${Number((value / scale).toPrecision(3))} ${unit}`;
}

/** What a row says: the time and memory of whole processes, unless it is about something else. */
export function costsOf({ costs: own = ["wallMs", "cpuMs", "peakMiB"] }) {
  return own;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}
