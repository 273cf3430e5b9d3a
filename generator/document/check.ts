import { failure, GenerationFailed } from "../diagnostics.js";
import { methods, type Document } from "./openapi.js";
import { DocumentCheck, notPublished, quote } from "./document-check.js";
import { checkCircles } from "./references.js";
import { checkSchema } from "./schema-check.js";

/**
 * Proves that a value is a document as openapi.ts describes it; what Kubernetes does not use stays as it is, unread.
 *
 * @param label how messages name the document
 * @throws {GenerationFailed} with every problem: `not-openapi`, `unsupported-openapi-version`, `wrong-shape`, `too-deep`,
 * `external-reference`, `dangling-reference`, `circular-reference`
 */
export function checkDocument(value: unknown, label: string): Document {
  const check = new DocumentCheck(label);
  const document = checkIsOpenApi(value, check);

  check.optionalRecord(document, "info");
  check.otherValues(document, new Set(["components", "paths"]));
  const components = check.optionalRecord(document, "components");
  check.schemas =
    check.within("components", () =>
      check.optionalRecord(components, "schemas"),
    ) ?? {};
  check.eachEntry(document, "paths", (item, path) =>
    checkPathItem(path, item, check),
  );
  check.within("components", () => {
    check.otherValues(components ?? {}, new Set(["schemas"]));
    check.eachEntry({ schemas: check.schemas }, "schemas", (schema, name) => {
      check.name(name);
      checkSchema(schema, check);
    });
    if (check.problems.length === 0) checkCircles(check);
  });

  if (check.problems.length > 0) throw new GenerationFailed(check.problems);
  return {
    ...document,
    info: document["info"] ?? {},
    components: { schemas: check.schemas },
  } as unknown as Document;
}

function checkIsOpenApi(
  value: unknown,
  check: DocumentCheck,
): Readonly<Record<string, unknown>> {
  const record = check.record(value);
  if (record === undefined) throw new GenerationFailed(check.problems);
  const { openapi, swagger, kind, apiVersion, message } = record;
  const at = { document: check.label };
  if (typeof openapi === "string" && /^3\.0(?:\.|$)/.test(openapi))
    return record;
  if (openapi !== undefined || swagger !== undefined)
    throw failure({
      code: "unsupported-openapi-version",
      message:
        openapi === undefined
          ? `this is Swagger ${quote(swagger)}; Kubernetes publishes 2.0, which is what can be read`
          : `this is OpenAPI ${quote(openapi)}; Kubernetes publishes 3.0, which is what can be read`,
      hint: "a document is the answer of /openapi/v3/… of an API server",
      at,
    });
  throw failure({
    code: "not-openapi",
    message:
      typeof kind === "string"
        ? `this is a ${kind}${typeof apiVersion === "string" ? ` of ${apiVersion}` : ""}, not an OpenAPI document${kind === "Status" && typeof message === "string" ? `: "${message}"` : ""}`
        : 'this is not an OpenAPI document: it has no "openapi"',
    hint: "a document is the answer of /openapi/v3/… of an API server",
    at,
  });
}

function checkPathItem(
  path: string,
  value: unknown,
  check: DocumentCheck,
): void {
  const item = check.record(value);
  if (item === undefined) return;
  check.name(path);
  check.otherValues(item, ofPathItem);
  if (!path.startsWith("/"))
    check.report(
      "wrong-shape",
      `the path ${quote(path)} does not begin with "/"`,
      notPublished,
    );
  if (item["$ref"] !== undefined)
    check.report(
      "unsupported-reference",
      "a reference stands where the operations of a path are needed",
      notPublished,
    );
  checkParameters(item, check);
  for (const method of methods)
    if (item[method] !== undefined)
      check.within(method, () => checkOperation(item[method], check));
}

/** What is looked into by itself. */
const ofPathItem: ReadonlySet<string> = new Set([...methods, "parameters"]);
const ofOperation: ReadonlySet<string> = new Set([
  "parameters",
  "requestBody",
  "responses",
]);

function checkOperation(value: unknown, check: DocumentCheck): void {
  const operation = check.record(value);
  if (operation === undefined) return;
  check.otherValues(operation, ofOperation);
  check.optional(operation, "operationId", "string");
  check.optional(operation, "description", "string");
  check.optional(operation, "x-kubernetes-action", "string");
  const kind = check.optionalRecord(
    operation,
    "x-kubernetes-group-version-kind",
  );
  if (kind !== undefined)
    check.within("x-kubernetes-group-version-kind", () =>
      check.groupVersionKind(kind),
    );
  checkParameters(operation, check);
  const body = check.optionalRecord(operation, "requestBody");
  if (body !== undefined)
    check.within("requestBody", () => checkContent(body, check));
  check.eachEntry(operation, "responses", (value) => {
    const response = check.record(value);
    if (response !== undefined) checkContent(response, check);
  });
}

function checkParameters(
  owner: Readonly<Record<string, unknown>>,
  check: DocumentCheck,
): void {
  check.eachItem(owner, "parameters", (value) => {
    const parameter = check.record(value);
    if (parameter === undefined || check.refuseReference(parameter)) return;
    check.required(parameter, "name", "string");
    check.required(parameter, "in", "string");
    check.optional(parameter, "required", "boolean");
    check.otherValues(parameter, ofMediaType);
    checkSchemaOf(parameter, check);
  });
}

function checkContent(
  owner: Readonly<Record<string, unknown>>,
  check: DocumentCheck,
): void {
  if (check.refuseReference(owner)) return;
  check.otherValues(owner, ofContent);
  // An aggregator that converts Swagger 2.0 gives none where that says no media types.
  if (owner["content"] === undefined) return;
  check.eachEntry(owner, "content", (value) => {
    const mediaType = check.record(value);
    if (mediaType === undefined) return;
    check.otherValues(mediaType, ofMediaType);
    checkSchemaOf(mediaType, check);
  });
}

const ofContent: ReadonlySet<string> = new Set(["content"]);
const ofMediaType: ReadonlySet<string> = new Set(["schema"]);

function checkSchemaOf(
  owner: Readonly<Record<string, unknown>>,
  check: DocumentCheck,
): void {
  const schema = owner["schema"];
  if (schema !== undefined)
    check.within("schema", () => checkSchema(schema, check));
}
