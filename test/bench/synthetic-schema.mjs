/**
 * The `spec` and `status` of a made-up kind, described as real ones are.
 *
 * @param {number} seed the same gives the same
 * @param {number} bytes of JSON that both are to have together, roughly
 */
export function makeSchema(seed, bytes) {
  const dice = diceOf(seed);
  const spec = { type: "object", description: prose(dice), properties: {} };
  let size = 0;
  for (let i = 0; size < bytes * 0.9; i += 1) {
    const field = makeField(dice, 5);
    spec.properties[`${word(dice)}${i}`] = field;
    size += JSON.stringify(field).length;
  }
  spec.required = Object.keys(spec.properties).slice(0, 2);
  return { spec, status: makeStatus(dice) };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function diceOf(seed) {
  let state = (seed + 1) * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words =
  "policy target replica volume secret template selector weight route issuer backup endpoint storage schedule probe label zone quota certificate window".split(
    " ",
  );

function word(dice) {
  return words[Math.floor(dice() * words.length)];
}

function prose(dice) {
  const count = 6 + Math.floor(dice() ** 3 * 70);
  const text = Array.from({ length: count }, () => word(dice)).join(" ");
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function makeField(dice, depth) {
  const description = prose(dice);
  const roll = dice();
  if (depth > 0 && roll < 0.25) {
    return { description, ...makeObject(dice, depth - 1) };
  }
  if (depth > 0 && roll < 0.35) {
    const items = makeObject(dice, depth - 1);
    const [key] = Object.keys(items.properties);
    items.properties[key] = { type: "string" };
    return {
      description,
      type: "array",
      items: { ...items, required: [key] },
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": [key],
    };
  }
  return { description, ...makeScalar(dice) };
}

function makeObject(dice, depth) {
  const properties = {};
  const count = 2 + Math.floor(dice() * 6);
  for (let i = 0; i < count; i += 1) {
    properties[`${word(dice)}${i}`] = makeField(dice, depth);
  }
  return { type: "object", properties };
}

const scalars = [
  { type: "string" },
  { type: "string", minLength: 1, maxLength: 63 },
  { type: "string", enum: ["Always", "IfNotPresent", "Never"] },
  { type: "string", format: "date-time" },
  { type: "boolean", default: false },
  { type: "integer", format: "int32", minimum: 0 },
  { type: "integer", format: "int64", nullable: true },
  { type: "array", items: { type: "string" } },
  { type: "object", additionalProperties: { type: "string" } },
  {
    anyOf: [{ type: "integer" }, { type: "string" }],
    "x-kubernetes-int-or-string": true,
  },
  { type: "object", "x-kubernetes-preserve-unknown-fields": true },
];

function makeScalar(dice) {
  return scalars[Math.floor(dice() * scalars.length)];
}

function makeStatus(dice) {
  return {
    type: "object",
    properties: {
      observedGeneration: { type: "integer", format: "int64" },
      phase: { type: "string", description: prose(dice) },
    },
  };
}
