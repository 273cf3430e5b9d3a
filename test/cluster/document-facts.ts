/** JSON with names that are not known. */
export type JsonObject = Readonly<Record<string, unknown>>;

const kinds = "x-kubernetes-group-version-kind";
const deleteOptions = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

/**
 * What a document says, without what the built-in snapshot does not have: descriptions that are Kubernetes' own, and the groups that have
 * `DeleteOptions`, of which servers list more in the documents of custom resources than in others.
 */
export function factsOf(document: unknown): unknown {
  const { components, paths, ...others } = withoutDeprecations(
    document,
  ) as Readonly<Record<string, JsonObject>>;
  const schemas = (components?.["schemas"] ?? {}) as JsonObject;
  return {
    ...others,
    paths: withoutDescriptions(paths),
    schemas: Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [
        name,
        name.startsWith("io.k8s.")
          ? withoutDescriptions(
              name === deleteOptions
                ? { ...(schema as JsonObject), [kinds]: undefined }
                : schema,
            )
          : withoutStock(schema),
      ]),
    ),
  };
}

/** Set where descriptions were taken out of a document. */
function withoutDeprecations(value: unknown): unknown {
  return mapObjects(value, ({ "x-kubewright-deprecated": _, ...rest }) => rest);
}

function withoutDescriptions(value: unknown): unknown {
  return mapObjects(value, ({ description, ...rest }) =>
    typeof description === "object" ? { description, ...rest } : rest,
  );
}

/** What a server says of the fields of every object. */
function withoutStock(value: unknown): unknown {
  return mapObjects(value, (object) =>
    Object.fromEntries(
      Object.entries(object).map(([name, property]) =>
        ["apiVersion", "kind", "metadata"].includes(name) &&
        typeof property === "object"
          ? [name, withoutDescriptions(property)]
          : [name, property],
      ),
    ),
  );
}

function mapObjects(
  value: unknown,
  change: (object: JsonObject) => JsonObject,
): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown) => mapObjects(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(change(value as JsonObject)).map(([name, item]) => [
      name,
      mapObjects(item, change),
    ]),
  );
}
