import { failure, type GenerationFailed } from "../diagnostics.js";
import { parseIndexKey } from "../discovery/group-version.js";
import { excerpt } from "../../templates/runtime/status.js";

/** What an answer other than 200 means, and what to do about it. */
export function refusedAnswer(
  label: string,
  path: string,
  response: { readonly status: number },
  text: string,
  key?: string,
): GenerationFailed {
  const { status } = response;
  const said = statusMessage(text);
  const answered = `${label} answered ${status} to GET ${path}${said === undefined ? "" : `: "${said}"`}`;
  const at = key === undefined ? {} : { at: { document: key } };
  if (status === 401)
    return failure({
      code: "unauthorized",
      message: answered,
      hint: "the credentials were not accepted, or none were sent: give --token, --token-file or --client-certificate, or log in again",
    });
  if (status === 403)
    return failure({
      code: "forbidden",
      message: answered,
      hint: said?.includes("system:anonymous")
        ? "no credentials were sent: give --token, --token-file or --client-certificate"
        : 'bind the cluster role "system:discovery" to this user: it allows to read /openapi/*',
      ...at,
    });
  if (status === 404 && key === undefined)
    return failure({
      code: "no-openapi-v3",
      message: answered,
      hint: "is this the URL of an API server, with its path prefix if it has one? Kubernetes serves /openapi/v3 since 1.24, and /openapi/v2 before",
    });
  if (status === 404)
    return failure({
      code: "document-missing",
      message: `${answered}, which its index lists`,
      hint: "an API was removed while it was read: run again",
      ...at,
    });
  if (isDown(status) && key !== undefined && isAggregated(key))
    return failure({
      code: "unavailable-group-version",
      message: `${answered}: "${key}" is left out`,
      hint: 'the API server behind it cannot be reached: "kubectl get apiservice" says why; run again when it is back, or leave it out with --exclude',
      ...at,
    });
  if (status >= 300 && status < 400) return notAnApiServer(label, path);
  return failure({
    code: "server-error",
    message: answered,
    hint: "an API server that is starting or overloaded answers so: run again",
    ...at,
  });
}

/** What stands in for a server that does not answer says one of these. */
function isDown(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

/** Whether a document may be of a server behind the one that is asked. The core group never is. */
function isAggregated(key: string): boolean {
  const parsed = parseIndexKey(key);
  return parsed.kind === "group-version" && parsed.group !== "";
}

/** Something answers, but not an API server: a login page, another program on that port. */
export function notAnApiServer(
  label: string,
  path: string,
  cause?: unknown,
): GenerationFailed {
  return failure(
    {
      code: "not-an-api-server",
      message: `${label} is not an API server: what it answered to GET ${path} is not an index of OpenAPI documents`,
      hint: 'give the URL that "kubectl cluster-info" shows, or that of "kubectl proxy", http://localhost:8001',
    },
    cause === undefined ? {} : { cause },
  );
}

/** The message of the `Status` that API servers answer errors with. */
function statusMessage(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isStatus =
      typeof value === "object" &&
      value !== null &&
      "message" in value &&
      typeof value.message === "string";
    return isStatus ? excerpt(value.message as string) : undefined;
  } catch {
    return undefined;
  }
}
