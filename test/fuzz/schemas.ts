import * as fc from "fast-check";
import type { Schema } from "../../generator/document/openapi.js";
import { propertyName, text } from "./words.js";

/** A schema whose references are numbers still: `{ $ref: "3" }` is the third schema of its document, counted around. */
export type LooseSchema = Schema;

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

const constraints = fc.record(
  {
    default: fc.oneof(scalar, fc.jsonValue({ maxDepth: 2 })),
    format: fc.oneof(fc.constantFrom("int32", "date-time", "byte"), text),
    pattern: text,
    minimum: fc.double({ noNaN: true, noDefaultInfinity: true }),
    maxLength: fc.nat(),
    minItems: fc.nat(3),
    title: text,
    example: fc.jsonValue({ maxDepth: 2 }),
    "x-kubernetes-validations": fc.array(
      fc.record({ rule: text, message: text }),
      { maxLength: 2 },
    ),
    "x-pwned": fc.jsonValue({ maxDepth: 3 }),
  },
  { requiredKeys: [] },
);

const described = fc.record(
  { description: text, nullable: fc.constant(true) },
  { requiredKeys: [] },
);

const reference = fc.nat(9).map((to): LooseSchema => ({ $ref: String(to) }));

function scalars(): fc.Arbitrary<LooseSchema> {
  return fc.oneof(
    fc.constantFrom<LooseSchema>(
      { type: "string" },
      { type: "integer", format: "int64" },
      { type: "number" },
      { type: "boolean" },
      { type: "string", format: "byte" },
      { "x-kubernetes-int-or-string": true },
      {
        "x-kubernetes-int-or-string": true,
        anyOf: [{ type: "integer" }, { type: "string" }],
      },
      { anyOf: [{ type: "string" }, { type: "number" }] },
      { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      { "x-kubernetes-preserve-unknown-fields": true },
      { type: "array" },
      {},
    ),
    fc
      .uniqueArray(text, { minLength: 1, maxLength: 5 })
      .map((values): LooseSchema => ({ type: "string", enum: values })),
    fc
      .uniqueArray(scalar, { minLength: 1, maxLength: 4 })
      .map((values): LooseSchema => ({ enum: values })),
  );
}

const byDepth: fc.Arbitrary<LooseSchema>[] = [];

/** A schema as CRDs and built-in APIs publish them, so deep at most. */
export function schema(depth: number): fc.Arbitrary<LooseSchema> {
  return (byDepth[depth] ??= fc
    .tuple(
      depth === 0 ? scalars() : composed(depth),
      described,
      fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: constraints },
      ),
    )
    // Beside a reference only a description may stand.
    .map(([body, prose, facts]) =>
      body.$ref === undefined ? { ...facts, ...prose, ...body } : body,
    ));
}

function composed(depth: number): fc.Arbitrary<LooseSchema> {
  const inner = schema(depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: scalars() },
    { weight: 4, arbitrary: object(depth) },
    { weight: 2, arbitrary: reference },
    {
      weight: 1,
      arbitrary: reference.map((to): LooseSchema => ({ allOf: [to] })),
    },
    {
      weight: 2,
      arbitrary: inner.map((items): LooseSchema => ({ type: "array", items })),
    },
    {
      weight: 1,
      arbitrary: inner.map((values): LooseSchema => ({
        type: "object",
        additionalProperties: values,
      })),
    },
    { weight: 1, arbitrary: object(depth).map(listMap) },
    {
      weight: 1,
      arbitrary: fc
        .array(inner, { minLength: 1, maxLength: 3 })
        .map((branches): LooseSchema => ({ oneOf: branches })),
    },
  );
}

function listMap(items: LooseSchema): LooseSchema {
  const keys = Object.keys(items.properties ?? {}).slice(0, 2);
  return {
    type: "array",
    items,
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys":
      keys.length > 0 ? keys : ["constructor", "gone"],
  };
}

/** An object with properties; `required` may name some that are not declared. */
export function object(depth: number): fc.Arbitrary<LooseSchema> {
  return fc
    .tuple(
      fc.array(fc.tuple(propertyName, schema(depth - 1), fc.boolean()), {
        maxLength: 5,
      }),
      fc.record(
        {
          "x-kubernetes-preserve-unknown-fields": fc.constant(true),
          "x-kubernetes-embedded-resource": fc.constant(true),
          "x-kubernetes-map-type": fc.constant("atomic"),
          additionalProperties: fc.constantFrom(true, false),
        },
        { requiredKeys: [] },
      ),
      fc.boolean(),
      fc.nat(9),
    )
    .map(([members, facts, alternatives, odd]): LooseSchema => {
      const properties = Object.fromEntries(
        members.map(([name, type]) => [name, type]),
      );
      const names = Object.keys(properties);
      const required = names.filter((name, position) =>
        members.some(([own, , need]) => own === name && need && position < 3),
      );
      const undeclared = odd === 0 ? ["gone", "__proto__"] : [];
      const oneOf = names.slice(-2).map((name) => ({ required: [name] }));
      return {
        type: "object",
        properties,
        ...(required.length + undeclared.length === 0
          ? {}
          : { required: [...required, ...undeclared] }),
        ...(alternatives && oneOf.length === 2 && odd > 6 ? { oneOf } : {}),
        ...facts,
      };
    });
}
