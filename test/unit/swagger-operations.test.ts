import { describe, expect, test } from "vitest";
import { convertSwagger } from "../../generator/swagger/documents.js";
import { swaggerOf, type Json } from "./swagger-fixtures.js";

/** Its operation after conversion. */
function postOf(swagger: Json): Json {
  const { paths } = convertSwagger(swagger) as {
    paths: Record<string, { post: Json }>;
  };
  return paths["/apis/g/v1/things"]?.post ?? {};
}

const thing = { $ref: "#/definitions/Thing" };
const converted = { $ref: "#/components/schemas/Thing" };

describe("operations of Swagger 2.0", () => {
  test("have their body apart, in each encoding that they take", () => {
    const parameters = [
      {
        name: "body",
        in: "body",
        required: true,
        description: "it",
        schema: thing,
      },
      { name: "dryRun", in: "query", type: "string", uniqueItems: true },
    ];
    const consumes = [
      "application/json-patch+json",
      "application/merge-patch+json",
    ];
    const { requestBody, parameters: left } = postOf(
      swaggerOf({ consumes, parameters }),
    );
    expect(requestBody).toEqual({
      description: "it",
      required: true,
      content: {
        "application/json-patch+json": { schema: converted },
        "application/merge-patch+json": { schema: converted },
      },
    });
    expect(left).toEqual([
      {
        name: "dryRun",
        in: "query",
        schema: { type: "string", uniqueItems: true },
      },
    ]);
  });

  test("answer in each encoding that they give; an answer without a body has none", () => {
    const produces = ["application/json", "application/yaml"];
    const responses = {
      "200": { description: "OK", schema: thing },
      "401": { description: "Unauthorized" },
    };
    expect(postOf(swaggerOf({ produces, responses }))["responses"]).toEqual({
      "200": {
        description: "OK",
        content: {
          "application/json": { schema: converted },
          "application/yaml": { schema: converted },
        },
      },
      "401": { description: "Unauthorized" },
    });
  });

  test("that name no encoding have that of the document, or any", () => {
    const responses = { "200": { schema: thing } };
    const typesIn = (swagger: Json): unknown =>
      Object.keys(
        (postOf(swagger)["responses"] as Record<string, { content: object }>)[
          "200"
        ]?.content ?? {},
      );
    expect(typesIn(swaggerOf({ responses }))).toEqual(["*/*"]);
    expect(
      typesIn(swaggerOf({ responses }, { produces: ["text/plain"] })),
    ).toEqual(["text/plain"]);
    expect(
      typesIn(
        swaggerOf({ responses, produces: [] }, { produces: ["text/plain"] }),
      ),
    ).toEqual(["*/*"]);
  });

  test("share parameters, bodies and answers of the document", () => {
    const parameters = [
      { $ref: "#/parameters/watch-XNNPZGbK" },
      { $ref: "#/parameters/body-78PwaGsr" },
    ];
    const responses = { "200": { $ref: "#/responses/done" } };
    const shared = {
      parameters: {
        "watch-XNNPZGbK": { name: "watch", in: "query", type: "boolean" },
        "body-78PwaGsr": { name: "body", in: "body", schema: thing },
      },
      responses: { done: { description: "OK", schema: thing } },
    };
    expect(postOf(swaggerOf({ parameters, responses }, shared))).toEqual({
      parameters: [{ name: "watch", in: "query", schema: { type: "boolean" } }],
      requestBody: { content: { "*/*": { schema: converted } } },
      responses: {
        "200": { description: "OK", content: { "*/*": { schema: converted } } },
      },
    });
  });

  test("take the body of their path, unless they have their own", () => {
    const onPath = {
      parameters: [{ name: "body", in: "body", schema: thing }],
    };
    expect(postOf(swaggerOf({}, {}, onPath))["requestBody"]).toEqual({
      content: { "*/*": { schema: converted } },
    });
    const own = [{ name: "body", in: "body", schema: { type: "object" } }];
    expect(
      postOf(swaggerOf({ parameters: own }, {}, onPath))["requestBody"],
    ).toEqual({
      content: { "*/*": { schema: { type: "object" } } },
    });
  });

  test.each([
    ["multi", true],
    ["csv", false],
  ])("repeat a parameter or not: %s", (collectionFormat, explode) => {
    const items = {
      type: "array",
      collectionFormat: "csv",
      items: { type: "string" },
    };
    const parameters = [
      { name: "command", in: "query", type: "array", items, collectionFormat },
    ];
    expect(postOf(swaggerOf({ parameters }))["parameters"]).toEqual([
      {
        name: "command",
        in: "query",
        explode,
        schema: {
          type: "array",
          items: { type: "array", items: { type: "string" } },
        },
      },
    ]);
  });

  test("keep what Kubernetes says of them", () => {
    const facts = {
      operationId: "createThing",
      description: "create a Thing",
      tags: ["g_v1"],
      "x-kubernetes-action": "post",
      "x-kubernetes-group-version-kind": {
        group: "g",
        version: "v1",
        kind: "Thing",
      },
    };
    expect(postOf(swaggerOf({ ...facts, schemes: ["https"] }))).toEqual({
      ...facts,
      responses: {},
    });
  });
});
