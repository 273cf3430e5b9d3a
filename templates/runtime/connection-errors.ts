import { ConnectionError } from "./errors.js";

/** What a request that no answer came to was. */
export interface UnansweredRequest {
  readonly method: string;
  readonly path: string;
  /** The address of the server, without credentials. */
  readonly server: string;
}

/** A proxy on the way to the server does not do; nothing was sent to the server. */
export class ProxyError extends Error {
  /** How messages name the proxy: without its user. */
  readonly proxy: string;
  readonly code: string | undefined;

  constructor(
    proxy: string,
    message: string,
    facts: { code?: string | undefined; cause?: unknown },
  ) {
    super(
      message,
      facts.cause === undefined ? {} : { cause: withoutAnswer(facts.cause) },
    );
    this.proxy = proxy;
    this.code = facts.code;
  }
}

/** Says in words why no answer came, and what to look at, from the error of the socket, of TLS, or of the HTTP client. */
export function connectionError(
  cause: unknown,
  { method, path, server }: UnansweredRequest,
): ConnectionError {
  const { code, syscall, message } = cause as {
    code?: string;
    syscall?: string;
    message?: string;
  };
  if (code === "UND_ERR_INVALID_ARG")
    return new ConnectionError(
      `${method} ${path}: cannot be sent: ${message}`,
      { code, sent: false, cause },
    );
  const byProxy = cause instanceof ProxyError;
  const what = byProxy
    ? `the proxy ${cause.proxy} does not do: ${message}`
    : reasonOf(cause);
  const neverSent =
    byProxy ||
    explanationOf(code ?? "")?.sent === false ||
    syscall === "connect" ||
    syscall === "getaddrinfo";
  return new ConnectionError(
    `${method} ${path}: no answer from ${server}: ${what}${code === undefined ? "" : ` (${code})`}`,
    { code, sent: !neverSent, cause: withoutAnswer(cause) },
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
function withoutAnswer(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  if (!("data" in cause || "rawPacket" in cause)) return cause;
  const { name, message } = cause;
  return Object.assign(new Error(message), { name });
}

/** What an error of a connection means, in words. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  return explanationOf(code ?? "")?.text || message || "the connection failed";
}

/** Whether an error says that TLS does not trust the other side, or has expired: another certificate authority may help. */
export function isTrustFailure(cause: unknown): boolean {
  const { code = "" } = cause as { code?: string };
  return untrusted.has(code) || explanations[code] === expired;
}

interface Explanation {
  readonly text: string;
  /** False where the request cannot have reached the server. */
  readonly sent: boolean;
}

function explanationOf(code: string): Explanation | undefined {
  if (untrusted.has(code))
    return {
      sent: false,
      text: "its certificate is not signed by an authority that is trusted here; check the certificate authority of the cluster",
    };
  return explanations[code];
}

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const untrusted: ReadonlySet<string> = new Set([
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "INVALID_CA",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

const unreachable: Explanation = {
  // A connection that is open can come to this too: only where it was being made, nothing was sent.
  sent: true,
  text: "it cannot be reached; check its address, and the network in between",
};
const unknownHost: Explanation = {
  sent: false,
  text: "its host name is not known; check its address",
};
const notTls: Explanation = {
  sent: false,
  text: "it does not speak TLS as expected; is its address http:// rather than https://?",
};
const broken: Explanation = {
  sent: true,
  text: "the connection was closed before the answer was whole",
};
const closed: Explanation = { sent: false, text: "the client is closed" };
const expired: Explanation = {
  sent: false,
  text: "its certificate is not valid at this time",
};

const explanations: { readonly [code: string]: Explanation } = {
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: expired,
  EAI_AGAIN: unknownHost,
  ECONNREFUSED: {
    sent: false,
    text: "the connection was refused; does the server run, and is its address right?",
  },
  ECONNRESET: broken,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENOTFOUND: unknownHost,
  EPIPE: broken,
  EPROTO: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    sent: false,
    text: "its certificate is for other names than the one in its address; check the address, or set the name with tls-server-name",
  },
  UND_ERR_BODY_TIMEOUT: {
    sent: true,
    text: "the answer stopped in the middle",
  },
  UND_ERR_CLOSED: closed,
  UND_ERR_CONNECT_TIMEOUT: { ...unreachable, sent: false },
  UND_ERR_DESTROYED: closed,
  UND_ERR_HEADERS_TIMEOUT: {
    sent: true,
    text: "it took the request, and then nothing came",
  },
  UND_ERR_SOCKET: broken,
  Z_BUF_ERROR: broken,
  Z_DATA_ERROR: {
    sent: true,
    text: "the answer is said to be compressed by gzip, and cannot be read as that",
  },
};
