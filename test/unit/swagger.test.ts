import { describe, expect, test } from "vitest";
import { checkDocument } from "../../generator/document/check.js";
import {
  convertSwagger,
  documentsOfSwagger,
  isSwagger,
} from "../../generator/swagger/documents.js";
import {
  convertDefinition,
  convertSchema,
} from "../../generator/swagger/schemas.js";
import { problemsOf } from "./source-fixtures.js";
import { swaggerOf, type Json } from "./swagger-fixtures.js";

const thing = { $ref: "#/definitions/Thing" };
const converted = { $ref: "#/components/schemas/Thing" };

describe("schemas of Swagger 2.0", () => {
  test("refer to components at any depth, and in nothing that only looks like it", () => {
    expect(
      convertSchema({
        properties: {
          $ref: { type: "string" },
          a: { items: thing },
          b: { additionalProperties: { allOf: [thing], not: thing } },
        },
        default: thing,
      }),
    ).toEqual({
      properties: {
        $ref: { type: "string" },
        a: { items: converted },
        b: { additionalProperties: { allOf: [converted], not: converted } },
      },
      default: thing,
    });
  });

  test("wrap a reference that has siblings, as servers do in v3", () => {
    expect(convertSchema({ ...thing, description: "it" })).toEqual({
      description: "it",
      allOf: [converted],
    });
  });

  test("have an int-or-string that is either, and a Quantity that may be a number", () => {
    expect(convertSchema({ type: "string", format: "int-or-string" })).toEqual({
      format: "int-or-string",
      oneOf: [{ type: "integer" }, { type: "string" }],
    });
    const quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    expect(
      convertDefinition({ type: "string", description: "x" }, quantity),
    ).toEqual({
      description: "x",
      oneOf: [{ type: "string" }, { type: "number" }],
    });
    expect(convertDefinition({ type: "string" }, "Quantity")).toEqual({
      type: "string",
    });
  });

  test("keep the extensions of Kubernetes", () => {
    const schema = {
      type: "array",
      items: { type: "object", "x-kubernetes-map-type": "atomic" },
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
      "x-kubernetes-patch-strategy": "merge",
    };
    expect(convertSchema(schema)).toEqual(schema);
  });
});

describe("one document for all", () => {
  const swagger = {
    swagger: "2.0",
    paths: {
      "/": {},
      "/api/": {},
      "/api/v1/pods": { get: { responses: { "200": { schema: thing } } } },
      "/apis/": {},
      "/apis/apps/": {},
      "/apis/apps/v1/deployments/{name}/scale": {},
      "/apis/apps/v1/": {},
      "/apis/apps/v1beta1/": {},
      "/version/": {},
      "/logs/{logpath}": {},
      "/.well-known/openid-configuration/": {},
      "/openid/v1/jwks/": {},
    },
    definitions: {
      Unused: { type: "string" },
      Thing: { properties: { other: { $ref: "#/definitions/Other" } } },
      Other: { properties: { thing } },
    },
  };

  test("is taken apart as the index of v3 has it", () => {
    expect([...documentsOfSwagger(swagger).keys()]).toEqual([
      "unknown",
      "api",
      "api/v1",
      "apis",
      "apis/apps",
      "apis/apps/v1",
      "apis/apps/v1beta1",
      "version",
      "logs",
      ".well-known/openid-configuration",
      "openid/v1/jwks",
    ]);
  });

  test("gives each the schemas that it refers to", () => {
    const documents = documentsOfSwagger(swagger);
    const schemasOf = (key: string): readonly string[] =>
      Object.keys(
        (documents.get(key)?.["components"] as { schemas: object }).schemas,
      );
    expect(schemasOf("api/v1")).toEqual(["Thing", "Other"]);
    expect(schemasOf("apis/apps/v1")).toEqual([]);
  });
});

describe("what is wrong in Swagger 2.0", () => {
  test("is found when its documents are checked, and ends in no other way", async () => {
    const broken: readonly Json[] = [
      { paths: null },
      { paths: [], definitions: [] },
      { paths: { "/x": 1 }, definitions: { a: null, b: [], c: "d" } },
      swaggerOf({ parameters: {}, responses: null, consumes: 1, produces: {} }),
      swaggerOf({
        parameters: [null, 1, { in: "body" }, { $ref: 1 }],
        responses: { "200": [] },
      }),
      swaggerOf({ parameters: [{ $ref: "#/parameters/toString" }] }),
      swaggerOf({ responses: { "200": { $ref: "#/responses/constructor" } } }),
      {
        paths: {},
        definitions: { a: { properties: 1, items: [], allOf: {}, $ref: {} } },
      },
      { paths: {}, definitions: { a: { $ref: "https://evil.example.com/a" } } },
      { paths: {}, definitions: { a: { $ref: "#/definitions/b" } } },
    ];
    for (const value of broken) {
      const whole = { ...value, swagger: "2.0" };
      expect(isSwagger(whole)).toBe(true);
      documentsOfSwagger(whole);
      const problems = await problemsOf(() =>
        checkDocument(convertSwagger(whole), "x"),
      );
      expect(problems, JSON.stringify(value)).not.toEqual([]);
    }
  });

  test("may be as deep as it likes", async () => {
    let deep: Json = { type: "string" };
    for (let depth = 0; depth < 20_000; depth += 1) deep = { items: deep };
    const swagger = { ...swaggerOf({}), definitions: { deep } };
    documentsOfSwagger(swagger);
    expect(
      await problemsOf(() => checkDocument(convertSwagger(swagger), "x")),
    ).toMatchObject([{ code: "too-deep" }]);
  });

  test("keeps names that mean something to JavaScript as names", () => {
    const definitions = JSON.parse(
      '{"__proto__":{"type":"string"},"constructor":{"properties":{"__proto__":{"$ref":"#/definitions/__proto__"}}}}',
    ) as Json;
    const { components } = convertSwagger({
      swagger: "2.0",
      paths: {},
      definitions,
    });
    const { schemas } = components as { schemas: Record<string, Json> };
    expect(Object.keys(schemas)).toEqual(["__proto__", "constructor"]);
    expect(JSON.stringify(schemas["constructor"])).toBe(
      '{"properties":{"__proto__":{"$ref":"#/components/schemas/__proto__"}}}',
    );
  });
});
