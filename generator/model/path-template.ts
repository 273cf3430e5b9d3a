/** One segment of a path: text, or a hole that fills the whole segment. */
export type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string };

/** A path, taken apart once. */
export type PathTemplate = readonly Segment[];

/**
 * Takes a path apart: `/api/v1/nodes/{name}` has four segments.
 *
 * A trailing slash is not a segment. Undefined where a hole does not fill its segment: Kubernetes publishes no such path.
 */
export function parsePathTemplate(path: string): PathTemplate | undefined {
  const segments: Segment[] = [];
  for (const text of path.replace(/^\/|\/$/g, "").split("/")) {
    const name = /^\{([^{}]+)\}$/.exec(text)?.[1];
    if (name !== undefined) segments.push({ kind: "parameter", name });
    else if (/[{}]/.test(text)) return undefined;
    else segments.push({ kind: "literal", text });
  }
  return segments;
}

/** What a path below a group and version is the path of. */
export interface ResourcePath {
  readonly plural: string;
  /** The collection in one namespace or of a cluster-scoped resource, the collection of all namespaces, or one object. */
  readonly target: "collection" | "object";
  /** Whether the path names a namespace. */
  readonly inNamespace: boolean;
  readonly subresource: string | undefined;
  /** Whether the rest of a path follows. */
  readonly takesPath: boolean;
}

/**
 * Reads the segments below `/api/v1` or `/apis/GROUP/VERSION`.
 *
 * `{namespace}` is a scope and `{name}` an object, so `namespaces/{name}/status` is a subresource of `namespaces`.
 */
export function readResourcePath(
  segments: PathTemplate,
): ResourcePath | undefined {
  const inNamespace =
    isLiteral(segments[0], "namespaces") &&
    isParameter(segments[1], "namespace");
  const [plural, name, subresource, path, ...rest] = inNamespace
    ? segments.slice(2)
    : segments;

  if (plural?.kind !== "literal" || rest.length > 0) return undefined;
  const collection = { plural: plural.text, inNamespace, takesPath: false };
  if (name === undefined) {
    return { ...collection, target: "collection", subresource: undefined };
  }
  if (!isParameter(name, "name")) return undefined;
  if (subresource === undefined) {
    return { ...collection, target: "object", subresource };
  }
  if (subresource.kind !== "literal") return undefined;
  if (path !== undefined && !isParameter(path, "path")) return undefined;
  return {
    ...collection,
    target: "object",
    subresource: subresource.text,
    takesPath: path !== undefined,
  };
}

function isLiteral(segment: Segment | undefined, text: string): boolean {
  return segment?.kind === "literal" && segment.text === text;
}

function isParameter(segment: Segment | undefined, name: string): boolean {
  return segment?.kind === "parameter" && segment.name === name;
}
