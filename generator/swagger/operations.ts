import { methods } from "../document/openapi.js";
import { isRecord, type JsonRecord } from "../json.js";
import { eachMember, own } from "./json.js";
import { convertSchema } from "./schemas.js";

/** The operations of a path of Swagger 2.0, as OpenAPI 3.0 has them. */
export function convertPathItem(value: unknown, swagger: JsonRecord): unknown {
  if (!isRecord(value)) return value;
  const shared = splitParameters(value["parameters"], swagger);
  const { parameters: _, ...rest } = value;
  const item: { [name: string]: unknown } = { ...rest };
  if (shared.parameters !== undefined) item["parameters"] = shared.parameters;
  for (const method of methods)
    if (item[method] !== undefined)
      item[method] = convertOperation(item[method], shared.body, swagger);
  return item;
}

function convertOperation(
  value: unknown,
  sharedBody: JsonRecord | undefined,
  swagger: JsonRecord,
): unknown {
  if (!isRecord(value)) return value;
  const { consumes, produces, schemes: _, responses, ...own } = value;
  const { parameters: published, ...rest } = own;
  const { parameters, body = sharedBody } = splitParameters(published, swagger);
  const taken = mediaTypes(consumes ?? swagger["consumes"]);
  const given = mediaTypes(produces ?? swagger["produces"]);
  return {
    ...rest,
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBody(body, taken) }),
    responses: eachMember(responses, (response) =>
      convertResponse(resolve(response, "responses", swagger), given),
    ),
  };
}

/** The body is a parameter in Swagger 2.0, and apart from them in OpenAPI 3.0. */
function splitParameters(
  value: unknown,
  swagger: JsonRecord,
): { parameters: unknown; body: JsonRecord | undefined } {
  if (!Array.isArray(value)) return { parameters: value, body: undefined };
  const resolved = value.map((parameter: unknown) =>
    resolve(parameter, "parameters", swagger),
  );
  const parameters = resolved.filter((parameter) => !isBody(parameter));
  return {
    parameters:
      parameters.length === 0 ? undefined : parameters.map(convertParameter),
    body: resolved.find(isBody),
  };
}

function isBody(parameter: unknown): parameter is JsonRecord {
  return isRecord(parameter) && parameter["in"] === "body";
}

/** What a reference to something shared stands for; one that leads nowhere stays, for the checks to name. */
function resolve(
  value: unknown,
  section: "parameters" | "responses",
  swagger: JsonRecord,
): unknown {
  const reference = own(value, "$ref");
  const prefix = `#/${section}/`;
  if (typeof reference !== "string" || !reference.startsWith(prefix))
    return value;
  return own(swagger[section], reference.slice(prefix.length)) ?? value;
}

function requestBody(body: JsonRecord, types: readonly string[]): JsonRecord {
  const { description, required, schema } = body;
  return {
    ...(description === undefined ? {} : { description }),
    ...(required === undefined ? {} : { required }),
    content: contentOf(schema, types),
  };
}

function convertResponse(value: unknown, types: readonly string[]): unknown {
  if (!isRecord(value)) return value;
  const { schema, ...rest } = value;
  return schema === undefined
    ? rest
    : { ...rest, content: contentOf(schema, types) };
}

function contentOf(schema: unknown, types: readonly string[]): JsonRecord {
  const converted = convertSchema(schema);
  return Object.fromEntries(
    types.map((type) => [
      type,
      converted === undefined ? {} : { schema: converted },
    ]),
  );
}

/** The media types that are named; any, where none is. */
function mediaTypes(value: unknown): readonly string[] {
  const named = Array.isArray(value)
    ? value.filter((type) => typeof type === "string")
    : [];
  return named.length === 0 ? ["*/*"] : named;
}

/** What a parameter is, in OpenAPI 3.0; the rest of a parameter of Swagger 2.0 is about its values, and is its schema. */
const ofParameter: ReadonlySet<string> = new Set([
  "allowEmptyValue",
  "description",
  "in",
  "name",
  "required",
]);

function convertParameter(value: unknown): unknown {
  if (!isRecord(value) || value["$ref"] !== undefined) return value;
  const { collectionFormat, schema, ...members } = value;
  const entries = Object.entries(members);
  const isOfParameter = ([name]: readonly [string, unknown]): boolean =>
    ofParameter.has(name) || name.startsWith("x-");
  const values = Object.fromEntries(entries.filter((e) => !isOfParameter(e)));
  return {
    ...Object.fromEntries(entries.filter(isOfParameter)),
    ...(collectionFormat === undefined
      ? {}
      : { explode: collectionFormat === "multi" }),
    schema: convertSchema(schema ?? withoutCollectionFormat(values)),
  };
}

/** Items of items have a `collectionFormat` of their own, which OpenAPI 3.0 cannot say. */
function withoutCollectionFormat(value: JsonRecord): JsonRecord {
  const { collectionFormat: _, items, ...rest } = value;
  return isRecord(items)
    ? { ...rest, items: withoutCollectionFormat(items) }
    : rest;
}
