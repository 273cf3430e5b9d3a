import type { Schema } from "../../generator/document/openapi.js";
import type { Source } from "../../generator/source/source.js";

/** What a schema may hold and no capture does; each is the type of a property. */
const constructs: Readonly<Record<string, Schema>> = {
  "array without items": { type: "array" },
  "array of arrays": {
    type: "array",
    items: { type: "array", items: { type: "string" } },
  },
  "array of enums": {
    type: "array",
    items: { type: "string", enum: ["a", "b"] },
  },
  "array of nullable": {
    type: "array",
    items: { type: "string", nullable: true },
  },
  "array by its items": { items: { type: "integer" } },
  "nullable array": {
    type: "array",
    nullable: true,
    items: { type: "boolean" },
  },
  "empty object": { type: "object" },
  "nullable object": { type: "object", nullable: true },
  "object of declared properties": {
    type: "object",
    required: ["a", "b-c", "not declared"],
    properties: {
      a: { type: "string" },
      "b-c": { type: "number", format: "double" },
      class: { type: "boolean" },
      "1": { type: "string", format: "byte" },
    },
  },
  "object without type": { properties: { a: { type: "string" } } },
  "properties and other keys": {
    type: "object",
    properties: { a: { type: "string" } },
    additionalProperties: true,
  },
  "no other keys": {
    type: "object",
    properties: { a: { type: "string" } },
    additionalProperties: false,
  },
  "map of maps": {
    type: "object",
    additionalProperties: {
      type: "object",
      additionalProperties: { type: "integer", format: "int64" },
    },
  },
  "map of anything": { type: "object", additionalProperties: true },
  "map of nullable": {
    type: "object",
    additionalProperties: { type: "string", nullable: true },
  },
  "map without type": { additionalProperties: { type: "string" } },
  "enum with the empty string": { type: "string", enum: ["", "a"] },
  "enum of quotes": { type: "string", enum: ['"', "'", "\\", "`", "\n"] },
  "enum of numbers": { type: "integer", enum: [0, 1, -1] },
  "enum of one": { type: "string", enum: ["only"] },
  "nullable enum": { type: "string", nullable: true, enum: ["a", "b"] },
  "enum with null": { type: "string", nullable: true, enum: ["a", null] },
  "enum of numbers with null": {
    type: "integer",
    nullable: true,
    enum: [1, null],
  },
  "number or string": {
    "x-kubernetes-int-or-string": true,
    anyOf: [{ type: "integer" }, { type: "string" }],
  },
  "nullable number or string": {
    "x-kubernetes-int-or-string": true,
    nullable: true,
    anyOf: [{ type: "integer" }, { type: "string" }],
  },
  "one of several types": {
    oneOf: [
      { type: "string" },
      { type: "object", properties: { a: { type: "string" } } },
    ],
  },
  "any of several types": {
    anyOf: [
      { type: "integer" },
      { type: "array", items: { type: "string" } },
      { $ref: "#/components/schemas/com.example.v1.Constructs" },
    ],
  },
  "nullable one of several": {
    nullable: true,
    oneOf: [{ type: "string" }, { type: "boolean" }],
  },
  "kept unknown fields": {
    type: "object",
    "x-kubernetes-preserve-unknown-fields": true,
    properties: { a: { type: "string" } },
  },
  "kept unknown fields without properties": {
    type: "object",
    "x-kubernetes-preserve-unknown-fields": true,
  },
  anything: {},
  "nullable anything": { nullable: true },
  "anything that is kept": { "x-kubernetes-preserve-unknown-fields": true },
  "value constraints": {
    type: "object",
    properties: { a: { type: "string" }, b: { type: "integer" } },
    oneOf: [
      { required: ["a"], properties: { a: { enum: ["x"] } } },
      { required: ["b"], not: { required: ["a"] } },
    ],
  },
  "exactly one of": {
    type: "object",
    required: ["c"],
    properties: {
      a: { type: "string" },
      b: { type: "integer", nullable: true },
      c: { type: "boolean" },
    },
    oneOf: [{ required: ["a"] }, { required: ["b"] }],
  },
  "nullable choice": {
    type: "object",
    nullable: true,
    properties: { a: { type: "string" }, b: { type: "integer" } },
    oneOf: [{ required: ["a"] }, { required: ["b"] }],
  },
  "a reference to itself": {
    $ref: "#/components/schemas/com.example.v1.Constructs",
  },
  "a reference in allOf": {
    allOf: [{ $ref: "#/components/schemas/com.example.v1.Constructs" }],
    default: {},
  },
};

/** A document with a schema of all constructs. */
export function constructsSource(): Source {
  const document = {
    openapi: "3.0.0",
    info: {},
    paths: {},
    components: {
      schemas: {
        "com.example.v1.Constructs": {
          type: "object",
          properties: constructs,
        },
      },
    },
  };
  return {
    kind: "file",
    label: "constructs",
    list: () =>
      Promise.resolve([
        {
          key: "apis/example.com/v1",
          label: "constructs",
          read: () => Promise.resolve({ kind: "value", value: document }),
        },
      ]),
    version: () => Promise.resolve(undefined),
    discovery: () => Promise.resolve(undefined),
    openapiV2: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
