import { failure } from "../diagnostics.js";

/** What to ask a transport for: a path without the server's own prefix, encoded. */
export interface OpenApiPath {
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

/**
 * Resolves a URL that a server gave for a document: in its index, or in a redirect.
 *
 * Servers behind a prefix (`https://host/k8s/clusters/c-1`) say it or not, so what is before `/openapi/v3` is left out: the transport puts
 * its own there. A URL of another server, or of another part of this one, is refused: the request would carry the user's credentials.
 *
 * @param label how messages name the server
 * @param server its address
 * @see https://github.com/kubernetes/kubernetes/issues/117463
 * @throws {GenerationFailed} `foreign-document-url`
 */
export function resolveOpenApiUrl(
  reference: string,
  key: string,
  label: string,
  server: string,
): OpenApiPath {
  const url = URL.canParse(reference, server)
    ? new URL(reference, server)
    : undefined;
  const path =
    reference !== "" && url?.origin === new URL(server).origin
      ? /\/openapi\/v3\/.+$/.exec(url.pathname)?.[0]
      : undefined;
  if (url !== undefined && path !== undefined && !/%2e|%2f|%5c/i.test(path))
    return { path, query: [...url.searchParams] };
  throw failure({
    code: "foreign-document-url",
    message: `${label} has "${key}" at ${JSON.stringify(reference)}, which is not below its own /openapi/v3`,
    hint: "nothing was sent there; what is between you and the API server rewrites its answers",
    at: { document: key },
  });
}
