import { explanations } from "./explanations.js";
import type { Denied } from "./forbidden.js";
import {
  describeStatus,
  parseStatus,
  reasonOf,
  type ApiErrorFacts,
} from "./status.js";
import type { StatusAnswer, StatusAnswerDetails } from "./types.js";

export type { Denied, PolicyRule } from "./forbidden.js";

// By the global registry, so that two generated clients in one program know each other's errors.
const brand = Symbol.for("kubewright.ApiError");

/** The server refused, and said why. Tell which with the predicates: `isNotFound(error)`. */
export class ApiError extends Error {
  /** The status of HTTP: 404. */
  readonly status: number;
  /** The server's word for it: `NotFound`. */
  readonly reason: string;
  /** The code in the server's Status; where it sent none, the status of HTTP. */
  readonly code: number;
  readonly details: StatusAnswerDetails | undefined;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The server's Status; undefined where the body was something else. */
  readonly body: StatusAnswer | undefined;
  /** How long the server asks to wait, in seconds. */
  readonly retryAfterSeconds: number | undefined;
  /**
   * What the user may not do, and the rule that would allow it; undefined where something else was refused, or by admission, and
   * in programs that take single verbs over `fetch` and do not call `explainErrors`.
   */
  readonly denied: Denied | undefined;

  constructor(facts: ApiErrorFacts) {
    const body = facts.body ?? parseStatus(facts.text);
    const reason = body?.reason || reasonOf(facts.status);
    const denied =
      facts.status === 403 && body !== undefined
        ? explanations.denied?.(body)
        : undefined;
    super(
      `${facts.method} ${facts.path}: ${facts.status} ${describeStatus(reason, body, denied, facts)}`,
    );
    this.name = "ApiError";
    this.status = facts.status;
    this.reason = reason;
    this.code = body?.code ?? facts.status;
    this.details = body?.details;
    this.method = facts.method;
    this.path = facts.path;
    this.body = body;
    this.retryAfterSeconds =
      facts.retryAfterSeconds ?? body?.details?.retryAfterSeconds;
    this.denied = denied;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** No answer came from the server: it is not reachable, not trusted, or went away. */
export class ConnectionError extends Error {
  /** The system's or the TLS library's word for it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly code: string | undefined;
  /** False when the request never left: a write cannot have happened. */
  readonly sent: boolean;

  constructor(
    message: string,
    facts: { code?: string | undefined; sent: boolean; cause?: unknown },
  ) {
    super(message, facts);
    this.name = "ConnectionError";
    this.code = facts.code;
    this.sent = facts.sent;
  }
}

/** `timeoutMs` is over. Its name is that of the platform's own timeouts. */
export class TimeoutError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TimeoutError";
  }
}

/** The server answered something that the client cannot read. */
export class InvalidAnswerError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "InvalidAnswerError";
  }
}

/** A kubeconfig, a credential file or an option of `connect` does not do. */
export class ConfigError extends Error {
  /** True when there is no configuration at all, so that another place may be looked at. */
  readonly empty: boolean;
  /** True when it may do later on: a program that gives credentials failed. */
  readonly transient: boolean;

  constructor(
    message: string,
    options?: { cause?: unknown; empty?: boolean; transient?: boolean },
  ) {
    super(message, options);
    this.name = "ConfigError";
    this.empty = options?.empty ?? false;
    this.transient = options?.transient ?? false;
  }
}

/** The server does not serve a kind: what defines it is not installed, or not in this version. */
export class KindNotServedError extends Error {
  readonly apiVersion: string;
  readonly kind: string;

  constructor(apiVersion: string, kind: string, served: readonly string[]) {
    const there =
      served.length === 0
        ? `it does not serve "${apiVersion}"`
        : `"${apiVersion}" has ${served.join(", ")}`;
    super(`the server has no kind "${kind}" in "${apiVersion}": ${there}`);
    this.name = "KindNotServedError";
    this.apiVersion = apiVersion;
    this.kind = kind;
  }
}

/** Whether the server answered with an error: also one that another generated client has thrown. */
export function isApiError(error: unknown): error is ApiError {
  return (
    typeof error === "object" &&
    error !== null &&
    (error as { [key: symbol]: unknown })[brand] === true
  );
}

/** 400: the server cannot read the request. */
export function isBadRequest(error: unknown): error is ApiError {
  return hasReason(error, "BadRequest");
}

/** 401: the server does not know who asks. */
export function isUnauthorized(error: unknown): error is ApiError {
  return hasReason(error, "Unauthorized");
}

/** 403: who asks may not do this. */
export function isForbidden(error: unknown): error is ApiError {
  return hasReason(error, "Forbidden");
}

/** 404: there is no such object, or no such resource. */
export function isNotFound(error: unknown): error is ApiError {
  return hasReason(error, "NotFound");
}

/** 405: the resource does not have this verb. */
export function isMethodNotAllowed(error: unknown): error is ApiError {
  return hasReason(error, "MethodNotAllowed");
}

/** 409 on a create: the name is taken. */
export function isAlreadyExists(error: unknown): error is ApiError {
  return hasReason(error, "AlreadyExists");
}

/** 409 on a change: the object, or a field's owner, is not what the request took it to be. */
export function isConflict(error: unknown): error is ApiError {
  return hasReason(error, "Conflict");
}

/** 410: the version asked for is no longer kept. */
export function isGone(error: unknown): error is ApiError {
  return hasReason(error, "Gone", "Expired");
}

/** 413: the object is too large. */
export function isRequestTooLarge(error: unknown): error is ApiError {
  return hasReason(error, "RequestEntityTooLarge");
}

/** 415: the resource does not take a body of this type, for example a strategic patch of a custom resource. */
export function isUnsupportedMediaType(error: unknown): error is ApiError {
  return hasReason(error, "UnsupportedMediaType");
}

/** 422: fields of the object do not validate; `details.causes` says which. */
export function isInvalid(error: unknown): error is ApiError {
  return hasReason(error, "Invalid");
}

/** 429: too many requests, or an eviction that a disruption budget does not allow now. */
export function isTooManyRequests(error: unknown): error is ApiError {
  return hasReason(error, "TooManyRequests");
}

/** 500: something in the server failed. */
export function isInternalError(error: unknown): error is ApiError {
  return hasReason(error, "InternalError");
}

/** 503: the server, or the one behind it, cannot answer now. */
export function isServiceUnavailable(error: unknown): error is ApiError {
  return hasReason(error, "ServiceUnavailable");
}

/** 504: the server gave up; whether the request was carried out is not known. */
export function isTimeout(error: unknown): error is ApiError {
  return hasReason(error, "Timeout", "ServerTimeout");
}

function hasReason(error: unknown, ...reasons: string[]): error is ApiError {
  return isApiError(error) && reasons.includes(error.reason);
}
