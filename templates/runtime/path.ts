/**
 * Encodes one segment of a path: a name or a namespace.
 *
 * @throws {TypeError} where it is empty, `.` or `..`, or holds `/` or `%`: no object can have such a name
 * (https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/path/name.go), and servers take an
 * encoded `/` for a real one, which would name something else
 */
export function pathSegment(parameter: string, value: string): string {
  if (typeof value !== "string" || value === "")
    throw new TypeError(`"${parameter}" must be a string that is not empty`);
  if (value === "." || value === ".." || /[/%]/.test(value))
    throw new TypeError(
      `"${parameter}" must not be ".", "..", or hold "/" or "%": ${JSON.stringify(value)}`,
    );
  return encodeURIComponent(value);
}

/**
 * Encodes the rest of a path, segment by segment, as of a proxied request. A leading `/` is taken as given already.
 *
 * @throws {TypeError} where a segment is `.` or `..`
 */
export function pathTail(parameter: string, value: string): string {
  if (typeof value !== "string")
    throw new TypeError(`"${parameter}" must be a string`);
  return value
    .replace(/^\//, "")
    .split("/")
    .map((segment) => {
      if (segment === "." || segment === "..")
        throw new TypeError(
          `"${parameter}" must not have the segment "${segment}": ${JSON.stringify(value)}`,
        );
      return encodeURIComponent(segment);
    })
    .join("/");
}

/** Where the resources of a group-version stand: `/api/v1`, `/apis/apps/v1`. */
export function groupVersionPath(group: string, version: string): string {
  return group === ""
    ? `/api/${pathSegment("version", version)}`
    : `/apis/${pathSegment("group", group)}/${pathSegment("version", version)}`;
}

/** The `apiVersion` of a group-version: `v1`, `apps/v1`. */
export function apiVersionOf({
  group,
  version,
}: {
  readonly group: string;
  readonly version: string;
}): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The path and the query of a request, encoded. A path that has a query already keeps it. */
export function pathWithQuery({
  path,
  query = [],
}: {
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
}): string {
  if (query.length === 0) return path;
  const parameters = query
    .map((pair) => pair.map(encodeURIComponent).join("="))
    .join("&");
  return path + (path.includes("?") ? "&" : "?") + parameters;
}
