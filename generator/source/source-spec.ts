/**
 * A source as `--from` names it: `builtin`, `cluster`, `cluster:` with the name of a context, an `http:` or `https:` URL, or the path of a
 * folder or a file, which may be of CustomResourceDefinitions.
 *
 * A folder that is called `cluster` is `./cluster`.
 */
export type SourceSpec = string;

/** What stands before the name of a context. */
export const contextPrefix = "cluster:";

/** Whether `--from` names a server. */
export function isServer(spec: SourceSpec): boolean {
  return (
    spec === "cluster" ||
    spec.startsWith(contextPrefix) ||
    /^https?:\/\//i.test(spec)
  );
}

/** Whether `--from` names a folder or a file. What looks like a URL is none, whatever its scheme. */
export function isPath(spec: SourceSpec): boolean {
  return (
    spec !== "builtin" &&
    !isServer(spec) &&
    !/^[a-z][a-z0-9+.-]+:\/\//i.test(spec)
  );
}
