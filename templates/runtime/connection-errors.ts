import { ConnectionError } from "./errors.js";
import { explanations } from "./explanations.js";

/** What a request that no answer came to was. */
export interface UnansweredRequest {
  readonly method: string;
  readonly path: string;
  /** The address of the server, without credentials. */
  readonly server: string;
}

/** An error that says what it means, of something in front of the server: nothing was sent to that. */
export interface ExplainedError extends Error {
  readonly meaning: string;
}

/**
 * Says in words why no answer came, and what to look at, from the error of the socket, of TLS, or of the HTTP client.
 *
 * @param from what the error is to have as its cause. Default: that one
 */
export function connectionError(
  cause: unknown,
  { method, path, server }: UnansweredRequest,
  from: unknown = cause,
): ConnectionError {
  const { code, syscall, meaning } = cause as Partial<ExplainedError> & {
    code?: string;
    syscall?: string;
  };
  const neverSent =
    meaning !== undefined ||
    unsent.test(code ?? "") ||
    syscall === "connect" ||
    syscall === "getaddrinfo";
  return new ConnectionError(
    `${method} ${path}: no answer from ${server}: ${meaning ?? reasonOf(cause)}${code === undefined ? "" : ` (${code})`}`,
    { code, sent: !neverSent, cause: withoutAnswer(from) },
  );
}

/** An error as the system and HTTP clients have them: {@link connectionError} says what it means. */
export function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

/**
 * An error without the bytes that the other side sent: parsers of HTTP keep those that they do not understand, and what echoes
 * requests sends credentials back.
 */
export function withoutAnswer(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  if (!("data" in cause || "rawPacket" in cause)) return cause;
  const { name, message } = cause;
  return Object.assign(new Error(message), { name });
}

/** What an error of a connection means, in words. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  return (
    explanations.connection?.(code ?? "") || message || "the connection failed"
  );
}

/** Whether an error says that TLS does not trust the other side, or has expired: another certificate authority may help. */
export function isTrustFailure(cause: unknown): boolean {
  const { code = "" } = cause as { code?: string };
  return untrusted.has(code) || outdated.has(code);
}

/** Codes of a certificate that no trusted authority has signed: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export const untrusted: ReadonlySet<string> = new Set([
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "INVALID_CA",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Codes of one that is not valid at this time. */
export const outdated: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
]);

// What fails before a request can have reached the server: the name, the connection, TLS, and the client where it is closed.
const unsent =
  /^(CERT_|DEPTH_ZERO_|E(AI_AGAIN|CONNREFUSED|NOTFOUND|PROTO|RR_SSL_(PACKET|WRONG)_|RR_TLS_CERT_)|INVALID_CA|SELF_|UNABLE_|UND_ERR_(CLOSED|CONNECT|DESTROYED|INVALID_ARG))/;
