import { saysDeprecated } from "../document/deprecation.js";
import { methods } from "../document/openapi.js";

type Json = Readonly<Record<string, unknown>>;

/**
 * A document without its prose: the `description` of its info, operations, parameters, bodies, answers, security schemes and schemas.
 *
 * It goes by position, not by key: a property may be named `description`, and stays. What a description states as a fact is kept as one:
 * a schema that it calls deprecated has `"x-kubewright-deprecated": true` where the description stood.
 */
export function withoutDescriptions(document: Json): Json {
  return replace(document, {
    info: withoutDescription,
    paths: (paths) => mapValues(paths, pathItem),
    components: (components) =>
      replace(components, {
        schemas: (schemas) => mapValues(schemas, schema),
        parameters: (parameters) => mapValues(parameters, parameter),
        responses: (responses) => mapValues(responses, response),
        requestBodies: (bodies) => mapValues(bodies, response),
        securitySchemes: (schemes) => mapValues(schemes, withoutDescription),
      }),
  });
}

function pathItem(item: Json): Json {
  const operations = methods.map((method) => [method, operation] as const);
  return replace(withoutDescription(item), {
    parameters: (parameters) => mapItems(parameters, parameter),
    ...Object.fromEntries(operations),
  });
}

function operation(published: Json): Json {
  return replace(withoutDescription(published), {
    parameters: (parameters) => mapItems(parameters, parameter),
    requestBody: response,
    responses: (responses) => mapValues(responses, response),
  });
}

function parameter(published: Json): Json {
  return replace(withoutDescription(published), {
    schema,
    content: (content) => mapValues(content, mediaType),
  });
}

function response(published: Json): Json {
  return replace(withoutDescription(published), {
    headers: (headers) => mapValues(headers, parameter),
    content: (content) => mapValues(content, mediaType),
  });
}

function mediaType(published: Json): Json {
  return replace(published, { schema });
}

function schema(published: Json): Json {
  const facts = Object.entries(published).flatMap(
    ([keyword, value]): [string, unknown][] => {
      if (keyword !== "description" || typeof value !== "string")
        return [[keyword, value]];
      return saysDeprecated(value) ? [["x-kubewright-deprecated", true]] : [];
    },
  );
  return replace(Object.fromEntries(facts), {
    properties: (properties) => mapValues(properties, schema),
    items: schema,
    additionalProperties: schema,
    not: schema,
    allOf: (parts) => mapItems(parts, schema),
    anyOf: (parts) => mapItems(parts, schema),
    oneOf: (parts) => mapItems(parts, schema),
    externalDocs: withoutDescription,
  });
}

function withoutDescription({ description: _prose, ...facts }: Json): Json {
  return facts;
}

/** A copy in which the named values are changed, where they are objects or arrays; the order stays. */
function replace(
  owner: Json,
  changes: { readonly [name: string]: (value: Json) => unknown },
): Json {
  return Object.fromEntries(
    Object.entries(owner).map(([name, value]) => {
      const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
      return [
        name,
        change !== undefined && isJson(value) ? change(value) : value,
      ];
    }),
  );
}

function mapValues(owner: Json, change: (value: Json) => Json): Json {
  return Object.fromEntries(
    Object.entries(owner).map(([name, value]) => [
      name,
      isJson(value) ? change(value) : value,
    ]),
  );
}

function mapItems(list: Json, change: (value: Json) => Json): unknown {
  return Array.isArray(list)
    ? list.map((item: unknown) => (isJson(item) ? change(item) : item))
    : list;
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
