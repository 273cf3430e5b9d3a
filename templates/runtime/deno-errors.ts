import { withCode } from "./connection-errors.js";

/** What Deno says of a connection that was not made, and the code that Node.js has for it. */
const codes: readonly (readonly [words: string, code: string])[] = [
  ["invalid peer certificate: UnknownIssuer", "UNABLE_TO_GET_ISSUER_CERT"],
  ["invalid peer certificate: BadSignature", "CERT_SIGNATURE_FAILURE"],
  ["invalid peer certificate: Expired", "CERT_HAS_EXPIRED"],
  ["certificate not valid for name", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ["received corrupt message", "EPROTO"],
  ["dns error", "ENOTFOUND"],
  ["Connection refused", "ECONNREFUSED"],
];

/**
 * An error of Deno's `fetch` with the code that Node.js has for it, where the connection was not made: Deno says in words alone why.
 * Any other is given as it is.
 */
export function withNodeCode(error: unknown): unknown {
  const { cause } = Object(error) as { cause?: { message?: string } };
  const { message = "" } = cause ?? {};
  // What hyper says while it connects: nothing was sent.
  if (!message.includes("client error (Connect)")) return error;
  const code = codes.find(([words]) => message.includes(words))?.[1];
  return code === undefined ? error : withCode(message, code);
}
