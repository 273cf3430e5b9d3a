import { isRecord } from "../json.js";
import {
  methods,
  referencedSchema,
  type Method,
  type Parameter,
  type Schema,
} from "../document/openapi.js";

/** The schemas that are in the document of every custom resource, by what they are to it. */
export const metaSchemas: {
  readonly objectMeta: string;
  readonly listMeta: string;
  readonly status: string;
  readonly patch: string;
  readonly deleteOptions: string;
} = {
  objectMeta: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
  listMeta: "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta",
  status: "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
  patch: "io.k8s.apimachinery.pkg.apis.meta.v1.Patch",
  deleteOptions: "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
};

/** What the `scale` subresource takes and gives. */
export const scaleSchema = "io.k8s.api.autoscaling.v1.Scale";

/** Schemas by their names. */
export type Schemas = Readonly<Record<string, Schema>>;

/** What takes options: as parameters, these are those of `ListOptions`, `GetOptions` … */
export type OptionsKind =
  "create" | "delete" | "get" | "list" | "patch" | "update";

/** What a server puts into the documents of custom resources and does not take from their definitions. */
export interface BaseFacts {
  /** {@link metaSchemas}, and all that they refer to. */
  readonly schemas: Schemas;
  readonly parameters: Readonly<Record<OptionsKind, readonly Parameter[]>>;
  /** `pretty`, which every operation takes. */
  readonly pretty: Parameter;
  /** `namespace`, in the paths of what is namespaced. */
  readonly namespace: Parameter;
  /** The fields of every kind. */
  readonly typeMeta: { readonly apiVersion: Schema; readonly kind: Schema };
  /** What is said of `metadata`, where anything is. */
  readonly metadata: string | undefined;
  readonly listMetadata: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads from a document of any group what servers of its version say in every one: the parameters of a kind that can be read and written,
 * and the schemas of apimachinery.
 *
 * @returns undefined where the document has no such kind, or not all the schemas
 */
export function readBaseFacts(document: unknown): BaseFacts | undefined {
  if (!isRecord(document)) return undefined;
  const published = schemasOf(document);
  const schemas = closureOf(published, Object.values(metaSchemas));
  const paths = recordOf(document["paths"]);
  const collection = Object.keys(paths)
    .sort()
    .find((path) => isWhole(paths, path));
  if (schemas === undefined || collection === undefined) return undefined;

  const all = recordOf(paths[collection]);
  const one = recordOf(paths[`${collection}/{name}`]);
  const list = queryOf(all, "get");
  const shared = parametersOf(all);
  const inPath = Object.keys(paths)
    .flatMap((path) => parametersOf(recordOf(paths[path])))
    .find(({ name }) => name === "namespace");
  const { apiVersion = {}, kind = {} } =
    schemas[metaSchemas.deleteOptions]?.properties ?? {};
  return {
    schemas,
    parameters: {
      list,
      // Built-in kinds are read by name alone; of custom ones a certain state can be asked for.
      get: list.filter(({ name }) => name === "resourceVersion"),
      create: queryOf(all, "post"),
      update: queryOf(one, "put"),
      patch: queryOf(one, "patch"),
      delete: queryOf(one, "delete"),
    },
    pretty: shared.find(({ name }) => name === "pretty") ?? {
      ...text("pretty"),
      in: "query",
    },
    namespace: inPath ?? { ...text("namespace"), in: "path", required: true },
    typeMeta: { apiVersion, kind },
    metadata: descriptionOf(published, "metadata", metaSchemas.objectMeta),
    listMetadata: descriptionOf(published, "metadata", metaSchemas.listMeta),
  };
}

/** The schema of `scale` with all that it refers to; undefined where the document does not have it. */
export function readScale(document: unknown): Schemas | undefined {
  return isRecord(document)
    ? closureOf(schemasOf(document), [scaleSchema])
    : undefined;
}

function schemasOf(document: Json): Schemas {
  return recordOf(recordOf(document["components"])["schemas"]) as Schemas;
}

/** Schemas and all that they refer to; undefined where one is missing. */
function closureOf(
  published: Schemas,
  names: readonly string[],
): Schemas | undefined {
  const found = new Set(names);
  for (const name of found) {
    if (!Object.hasOwn(published, name)) return undefined;
    for (const [, reference] of JSON.stringify(published[name]).matchAll(
      /"\$ref":"([^"]+)"/g,
    )) {
      const referenced = referencedSchema(reference ?? "");
      if (referenced !== undefined) found.add(referenced);
    }
  }
  return Object.fromEntries(
    [...found].map((name) => [name, published[name] ?? {}]),
  );
}

/** Whether what is at a path can be listed and created, and below it read, replaced, patched and deleted by name. */
function isWhole(paths: Json, path: string): boolean {
  const acts = (item: unknown, actions: readonly string[]): boolean => {
    const operations = operationsOf(recordOf(item));
    return actions.every((action) =>
      operations.some(
        (operation) => operation["x-kubernetes-action"] === action,
      ),
    );
  };
  return (
    acts(paths[path], ["list", "post"]) &&
    acts(paths[`${path}/{name}`], ["get", "put", "patch", "delete"])
  );
}

function operationsOf(item: Json): readonly Json[] {
  return methods.map((method) => recordOf(item[method]));
}

/** What an operation takes in its query beside `pretty`; what its path has in common is its own as well. */
function queryOf(item: Json, method: Method): readonly Parameter[] {
  return [
    ...parametersOf(item),
    ...parametersOf(recordOf(item[method])),
  ].filter(
    (parameter) => parameter.in === "query" && parameter.name !== "pretty",
  );
}

function parametersOf(owner: Json): readonly Parameter[] {
  const { parameters } = owner;
  return Array.isArray(parameters)
    ? parameters.filter(
        (parameter): parameter is Parameter =>
          isRecord(parameter) && typeof parameter["name"] === "string",
      )
    : [];
}

function text(name: string): Pick<Parameter, "name" | "schema"> {
  return { name, schema: { type: "string", uniqueItems: true } };
}

/** What the kinds of a document say of a field that refers to a schema: most of them say the same. */
function descriptionOf(
  schemas: Schemas,
  field: string,
  target: string,
): string | undefined {
  const counts = new Map<string, number>();
  for (const schema of Object.values(schemas)) {
    const property = recordOf(recordOf(recordOf(schema)["properties"])[field]);
    const { description, allOf, $ref } = property as Schema;
    const reference =
      $ref ?? (Array.isArray(allOf) ? allOf[0]?.$ref : undefined);
    if (typeof description !== "string") continue;
    if (reference === undefined || referencedSchema(reference) !== target)
      continue;
    counts.set(description, (counts.get(description) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}
