import { explanations } from "./explanations.js";
import type { Denied } from "./forbidden.js";
import type { StatusAnswer } from "./types.js";

/** What an `ApiError` is made from. */
export interface ApiErrorFacts {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Of HTTP. */
  readonly status: number;
  /** The answer's body as text. */
  readonly text?: string;
  /** The answer's body where it is known already, as in a watch. */
  readonly body?: StatusAnswer;
  /** From the `Retry-After` header. */
  readonly retryAfterSeconds?: number | undefined;
}

// The pairs of https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/types.go
const reasons: { readonly [status: number]: string } = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  406: "NotAcceptable",
  409: "Conflict",
  410: "Gone",
  413: "RequestEntityTooLarge",
  415: "UnsupportedMediaType",
  422: "Invalid",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/** The word for a status of HTTP, where the server sent none. */
export function reasonOf(status: number): string {
  return reasons[status] ?? "Unknown";
}

/** The Status in an answer's text, where it is one. */
export function parseStatus(
  text: string | undefined,
): StatusAnswer | undefined {
  if (text === undefined || !text.trimStart().startsWith("{")) return undefined;
  try {
    const parsed = JSON.parse(text, (_, value: unknown) =>
      typeof value === "string" ? withoutCredentials(value) : value,
    ) as StatusAnswer;
    return parsed.kind === "Status" ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The part of an error's message that follows the status of HTTP. */
export function describeStatus(
  reason: string,
  body: StatusAnswer | undefined,
  denied: Denied | undefined,
  { status, text }: ApiErrorFacts,
): string {
  const said =
    body === undefined
      ? excerpt(text ?? "")
      : withoutCredentials(explanations.message?.(body) ?? body.message ?? "");
  const hint = explanations.refusal?.(status, denied);
  return reason + (said && `: ${said}`) + (hint ? `; ${hint}` : "");
}

/** The first 200 characters of a text, on one line, without credentials. */
export function excerpt(text: string): string {
  const line = withoutCredentials(text).replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** A text without the credentials of requests: a proxy may send back what it was sent. */
function withoutCredentials(text: string): string {
  return text.replace(/\b(Bearer|Basic)\s+\S+/g, "$1 [redacted]");
}
