/**
 * OpenAPI 3.0 as far as Kubernetes publishes it, as the checks leave it: every `$ref` points at a schema of the same
 * document, and the parameters that a path shares stand in each of its operations.
 *
 * @see https://spec.openapis.org/oas/v3.0.0
 */
export interface Document {
  /** `3.0.0` from servers. */
  readonly openapi: string;
  readonly info: Info;
  readonly paths: { readonly [path: string]: PathItem };
  readonly components: Components;
}

/** What a document says of itself. Built-in groups say `Kubernetes` and `1.37`, CRDs `Kubernetes CRD Swagger` and `v0.1.0`. */
export interface Info {
  readonly title?: string;
  readonly version?: string;
  readonly description?: string;
}

/** What the rest of a document refers to. */
export interface Components {
  /** By the name that references end in: `io.k8s.api.apps.v1.Deployment`. */
  readonly schemas: { readonly [name: string]: Schema };
}

/** The HTTP methods that a path may have an operation for, in the order of the OpenAPI specification. */
export const methods = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
] as const;

/** One of {@link methods}. */
export type Method = (typeof methods)[number];

/** The operations of one path. */
export type PathItem = { readonly [M in Method]?: Operation };

/** One method of one path. */
export interface Operation {
  readonly operationId?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly deprecated?: boolean;
  /** Its own and its path's; its own where both have one of the same name and place. */
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: RequestBody;
  /** By status code, as text. */
  readonly responses: { readonly [status: string]: Response };
  readonly "x-kubernetes-action"?: Action;
  readonly "x-kubernetes-group-version-kind"?: GroupVersionKind;
}

/** The values that `x-kubernetes-action` has in released servers; others are kept as they are. */
export type Action =
  | "connect"
  | "delete"
  | "deletecollection"
  | "get"
  | "list"
  | "patch"
  | "post"
  | "put"
  | "watch"
  | "watchlist"
  | (string & {});

/** A kind with its group and version. The group is empty for the core group. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: "cookie" | "header" | "path" | "query";
  readonly description?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

/** What an operation takes as its body. */
export interface RequestBody {
  readonly description?: string;
  readonly required?: boolean;
  /** By media type; built-ins say `*\/*` for everything but PATCH. None where it was converted from Swagger 2.0 that says no types. */
  readonly content?: { readonly [mediaType: string]: MediaType };
}

/** An answer of an operation. */
export interface Response {
  readonly description?: string;
  readonly content?: { readonly [mediaType: string]: MediaType };
}

/** A body in one encoding. */
export interface MediaType {
  readonly schema?: Schema;
}

const referencePrefix = "#/components/schemas/";

/** The name of the schema that a `$ref` points at; undefined where it points at something else. */
export function referencedSchema(reference: string): string | undefined {
  if (!reference.startsWith(referencePrefix)) return undefined;
  const encoded = reference.slice(referencePrefix.length);
  if (encoded === "" || encoded.includes("/")) return undefined;
  if (!/[%~]/.test(encoded)) return encoded;
  try {
    return decodeURIComponent(encoded)
      .replaceAll("~1", "/")
      .replaceAll("~0", "~");
  } catch {
    return undefined;
  }
}

/**
 * A schema, or a reference to one.
 *
 * `$ref` may have siblings: servers since about 1.24 wrap the reference in `allOf` where it has any, older documents do not.
 */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;

  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;

  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;

  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;

  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;

  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;

  readonly "x-kubernetes-group-version-kind"?: readonly GroupVersionKind[];
  readonly "x-kubernetes-list-type"?: "atomic" | "map" | "set" | (string & {});
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "atomic" | "granular" | (string & {});
  /** `merge`, `replace`, `retainKeys`, or several with a comma between. */
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-unions"?: readonly Union[];
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-validations"?: readonly ValidationRule[];
  /** On the schema of a custom resource and of its list. */
  readonly "x-kubernetes-selectable-fields"?: readonly SelectableField[];
  /** Set where descriptions were taken out of a document: the one that stood here called this deprecated. */
  readonly "x-kubewright-deprecated"?: boolean;
}

/** A field that a field selector may name, without a leading dot: `spec.color`. */
export interface SelectableField {
  readonly fieldPath: string;
}

/** Fields of which the discriminator names the one that is set. */
export interface Union {
  readonly discriminator?: string;
  readonly "fields-to-discriminateBy"?: { readonly [field: string]: string };
}

/** A rule in CEL that the server holds objects to. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}
