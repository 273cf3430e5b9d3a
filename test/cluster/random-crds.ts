import fc from "fast-check";

type Json = Readonly<Record<string, unknown>>;
type Keywords = { readonly [keyword: string]: fc.Arbitrary<unknown> };

const text = fc.constantFrom("", "a", "*/", "${x}", "é\u2028", "{{ x }}");
const value = fc.constantFrom<unknown>(
  ...[null, 0, 1, "", "a", false, true, [], {}, 1.5],
  { b: [1, { c: null }], a: "x" },
);
const number = fc.constantFrom(0, 1, -3, 2.5, 1e21);
const count = fc.constantFrom(0, 1, 7);
const name = fc.constantFrom("a", "b", "kind", "metadata", "__proto__", "$ref");

/** What restricts values, in the structure and in what is nested in it. */
const restrictions: Keywords = {
  format: fc.constantFrom("", "int32", "date-time", "odd"),
  maximum: number,
  exclusiveMaximum: fc.boolean(),
  minimum: number,
  exclusiveMinimum: fc.boolean(),
  maxLength: count,
  minLength: count,
  pattern: fc.constantFrom("", "^a+$"),
  maxItems: count,
  minItems: count,
  uniqueItems: fc.boolean(),
  multipleOf: number,
  enum: fc.array(value, { maxLength: 3 }),
  maxProperties: count,
  minProperties: count,
  required: fc.array(name, { minLength: 1, maxLength: 2 }),
};

/** What only the structure may have. */
const general: Keywords = {
  description: text,
  title: text,
  default: value,
  nullable: fc.boolean(),
  "x-kubernetes-list-map-keys": fc.constantFrom([], ["a"]),
  "x-kubernetes-list-type": fc.constantFrom("map", "set", "atomic"),
  "x-kubernetes-map-type": fc.constantFrom("granular", "atomic"),
  "x-kubernetes-validations": fc.constantFrom<unknown>(
    [],
    [{ rule: "true", message: "", optionalOldSelf: false, unknown: 1 }],
    [{ rule: "self > 0", reason: "FieldValueInvalid", fieldPath: ".a" }],
  ),
};

/** What says nothing to a server, or forbids that the schema is structural. */
const odd: Keywords = {
  example: value,
  externalDocs: fc.constantFrom(
    {},
    { url: "u" },
    { url: "", description: "d" },
  ),
  deprecated: fc.boolean(),
  "x-unknown": value,
  $ref: fc.constantFrom("", "", "", "#/a"),
  $schema: fc.constantFrom("", "", "", "s"),
  id: fc.constantFrom("", "", "", "i"),
  definitions: fc.constantFrom({}, {}, {}, { a: {} }),
  patternProperties: fc.constantFrom({}, {}, {}, { a: {} }),
  dependencies: fc.constantFrom({}, {}, {}, { a: ["b"] }),
  additionalItems: fc.constantFrom<unknown>(null, null, null, true, {}),
};

/** Some of the keywords, each with the given chance out of a thousand. */
function some(keywords: Keywords, chance: number): fc.Arbitrary<Json> {
  const entries = Object.entries(keywords).map(([keyword, arbitrary]) =>
    fc.oneof(
      { weight: 1000 - chance, arbitrary: fc.constant([]) },
      { weight: chance, arbitrary: arbitrary.map((one) => [[keyword, one]]) },
    ),
  );
  return fc
    .tuple(...entries)
    .map((found) => Object.fromEntries(found.flat() as [string, unknown][]));
}

function merge(...parts: fc.Arbitrary<Json>[]): fc.Arbitrary<Json> {
  return fc.tuple(...parts).map((found) => Object.assign({}, ...found) as Json);
}

const integerOrString = [{ type: "integer" }, { type: "string" }];

/** What a schema is of; mostly something that is structural. */
function shapeOf(inner: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const fields = fc.dictionary(name, inner, {
    maxKeys: 3,
    noNullPrototype: true,
  });
  return fc.oneof<fc.Arbitrary<Json>[]>(
    fc.constantFrom<Json>(
      ...["string", "integer", "number", "boolean"].map((type) => ({ type })),
      { "x-kubernetes-preserve-unknown-fields": true },
      { "x-kubernetes-int-or-string": true },
      { "x-kubernetes-int-or-string": true, anyOf: integerOrString },
      { "x-kubernetes-int-or-string": true, anyOf: [{ minimum: 1 }] },
      {
        "x-kubernetes-int-or-string": true,
        allOf: [{ anyOf: integerOrString }, { maximum: 5 }],
      },
    ),
    fields.map((properties) => ({ type: "object", properties })),
    fields.map((properties) => ({
      type: "object",
      properties,
      "x-kubernetes-embedded-resource": true,
      "x-kubernetes-preserve-unknown-fields": true,
    })),
    fc.oneof(fc.boolean(), inner).map((additionalProperties) => ({
      type: "object",
      additionalProperties,
    })),
    inner.map((items) => ({ type: "array", items })),
    fc.constantFrom<Json>({ type: "array" }, {}, { type: "any" }),
  );
}

const { structure } = fc.letrec<{ structure: Json; nested: Json }>((tie) => {
  const branches = fc.array(tie("nested"), { minLength: 1, maxLength: 2 });
  const junctors: Keywords = {
    allOf: branches,
    anyOf: branches,
    oneOf: branches,
    not: tie("nested"),
  };
  return {
    structure: merge(
      some(restrictions, 60),
      some(general, 100),
      some(odd, 15),
      some(junctors, 40),
      shapeOf(tie("structure")),
    ),
    nested: merge(
      some(restrictions, 100),
      some(general, 4),
      some(odd, 4),
      some(
        {
          ...junctors,
          items: tie("nested"),
          properties: fc.dictionary(name, tie("nested"), {
            maxKeys: 2,
            noNullPrototype: true,
          }),
          additionalProperties: fc.boolean(),
          type: fc.constant("string"),
        },
        40,
      ),
    ),
  };
});

const root = merge(
  structure,
  fc.constant({ type: "object" }),
  fc.record({
    properties: fc.dictionary(
      fc.constantFrom("spec", "status", "data"),
      structure,
      { maxKeys: 3, noNullPrototype: true },
    ),
  }),
);

const version = merge(
  fc.record({ served: fc.constantFrom(true, true, true, false) }),
  some(
    {
      subresources: fc.constantFrom(
        {},
        { status: {} },
        { scale: {}, status: {} },
      ),
      selectableFields: fc.constantFrom([], [{ jsonPath: ".spec.a" }]),
      deprecated: fc.boolean(),
    },
    400,
  ),
  some({ schema: root.map((schema) => ({ openAPIV3Schema: schema })) }, 900),
);

/** Definitions at random, each of a group of its own, as a server could have stored them. */
export const randomCrds: fc.Arbitrary<readonly Json[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom("Thing", "Axis", "glass", "Functions", "A-b"),
      api: fc.constantFrom("v1", "v1beta1"),
      scope: fc.constantFrom("Namespaced", "Cluster"),
      group: fc.constantFrom("example.com", "k8s.io", "9x.a-b.io"),
      first: version,
      second: version,
      all: some(
        {
          validation: root.map((schema) => ({ openAPIV3Schema: schema })),
          subresources: fc.constant({ status: {} }),
        },
        500,
      ),
    }),
    { minLength: 40, maxLength: 40 },
  )
  .map((parts) =>
    parts.map(({ kind, api, scope, group, first, second, all }, index) => {
      const own = `g${index}.${group}`;
      const plural = `${kind.toLowerCase()}s`;
      const isOld = api === "v1beta1";
      const { schema: _, subresources: __, ...rest } = first;
      return {
        apiVersion: `apiextensions.k8s.io/${api}`,
        kind: "CustomResourceDefinition",
        metadata: { name: `${plural}.${own}` },
        spec: {
          group: own,
          scope,
          names: { kind, plural },
          ...(isOld ? all : {}),
          versions: [
            {
              name: "v1",
              storage: true,
              ...(isOld ? rest : first),
              served: true,
            },
            ...(isOld ? [] : [{ name: "v1beta1", storage: false, ...second }]),
          ],
        },
      };
    }),
  );
