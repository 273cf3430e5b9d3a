import { describe, expect, test } from "vitest";
import type { Document, Schema } from "../../generator/document/openapi.js";
import { groupCopies } from "../../generator/model/copies.js";

describe("copies of a schema", () => {
  const document = (schemas: {
    readonly [name: string]: Schema;
  }): Document => ({
    openapi: "3.0.0",
    info: {},
    paths: {},
    components: { schemas },
  });
  const to = (name: string): Schema => ({
    $ref: `#/components/schemas/${name}`,
  });
  const classes = (...documents: readonly Document[]) =>
    Object.fromEntries(
      [
        ...groupCopies(documents.map((d, i) => ({ key: `${i}`, document: d }))),
      ].map(([name, copies]) => [
        name,
        copies.map((copy) => copy.documents.join()),
      ]),
    );

  test("are one where they are the same, whatever kinds they list", () => {
    const kinds = (group: string) => [
      { group, version: "v1", kind: "Options" },
    ];
    expect(
      classes(
        document({
          A: { type: "object", "x-kubernetes-group-version-kind": kinds("a") },
        }),
        document({
          A: { type: "object", "x-kubernetes-group-version-kind": kinds("b") },
        }),
      ),
    ).toEqual({ A: ["0,1"] });
  });

  test("are one where only their keys are in another order, and not those of an array", () => {
    const [a, b] = [{ type: "string" }, to("B")] as const;
    const [x, y] = ["x", "y"] as const;
    expect(
      classes(
        document({
          A: { type: "object", properties: { a, b }, required: [x, y] },
          B: { enum: [x, y] },
        }),
        document({
          A: { required: [x, y], properties: { b, a }, type: "object" },
          B: { enum: [x, y] },
        }),
      ),
    ).toEqual({ A: ["0,1"], B: ["0,1"] });
    expect(
      classes(
        document({ B: { enum: [x, y] } }),
        document({ B: { enum: [y, x] } }),
      ),
    ).toEqual({ B: ["0", "1"] });
  });

  test("are one where only their descriptions differ, and not what is called so", () => {
    const described = (description: string): Schema => ({
      description,
      properties: {
        a: { description, type: "string" },
        b: { type: "array", items: { description, type: "string" } },
        c: { additionalProperties: { description, type: "string" } },
        d: { description, allOf: [to("A")] },
      },
    });
    expect(
      classes(
        document({ A: described("one"), B: { items: to("A") } }),
        document({ A: described("other"), B: { items: to("A") } }),
      ),
    ).toEqual({ A: ["0,1"], B: ["0,1"] });
    const deprecated = { "x-kubewright-deprecated": true };
    expect(
      classes(
        document({ A: { ...deprecated, properties: { b: deprecated } } }),
        document({ A: { description: "Deprecated.", properties: { b: {} } } }),
      ),
    ).toEqual({ A: ["0,1"] });
    expect(
      classes(
        document({ A: { properties: { description: { type: "string" } } } }),
        document({ A: { properties: { description: { type: "number" } } } }),
        document({ A: { properties: {} } }),
      ),
    ).toEqual({ A: ["0", "1", "2"] });
  });

  test("are several where they differ, and so are those that refer to them, however far", () => {
    const chain = { A: { properties: { b: to("B") } }, B: { items: to("C") } };
    expect(
      classes(
        document({ ...chain, C: { type: "string" }, D: { type: "string" } }),
        document({ ...chain, C: { type: "integer" }, D: { type: "string" } }),
        document({ ...chain, C: { type: "string" } }),
      ),
    ).toEqual({
      A: ["0,2", "1"],
      B: ["0,2", "1"],
      C: ["0,2", "1"],
      D: ["0,1"],
    });
  });

  test("are told apart in a circle", () => {
    const circle = {
      A: { items: to("B") },
      B: { properties: { a: to("A"), c: to("C") } },
    };
    expect(
      classes(
        document({ ...circle, C: { type: "string" } }),
        document({ ...circle, C: { type: "integer" } }),
      ),
    ).toEqual({ A: ["0", "1"], B: ["0", "1"], C: ["0", "1"] });
  });
});
