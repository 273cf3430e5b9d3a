import { outdated, untrusted } from "./connection-errors.js";
import { explanations } from "./explanations.js";
import { describeRule, readDenied, type Denied } from "./forbidden.js";
import { pageOrigin } from "./server-address.js";
import type { StatusAnswer } from "./types.js";

/**
 * Has errors say what to look at: which rule of RBAC would allow what was refused, which fields are not valid, one a line, and why
 * a server is not reached. Clients of whole groups, and whatever runs over undici, do so by themselves; what takes
 * single verbs over `fetch` calls this, where 4 KB are no matter.
 */
export function explainErrors(): void {
  Object.assign(explanations, {
    denied: readDenied,
    refusal,
    message: statusMessage,
    connection: meaningOf,
    failedFetch,
  });
}

function refusal(status: number, denied: Denied | undefined): string {
  if (status === 401)
    return "the server did not accept the credentials, or none were sent";
  if (denied === undefined) return "";
  return denied.user === "system:anonymous"
    ? "no credentials were sent"
    : describeRule(denied);
}

function statusMessage({
  reason,
  message = "",
  details,
}: StatusAnswer): string {
  const causes = details?.causes ?? [];
  if (reason !== "Invalid" || causes.length === 0) return message;
  // The message repeats all causes in one line behind these words.
  const head = /^.*? is invalid(?=: )/.exec(message)?.[0] ?? message;
  const lines = causes.map(
    ({ field, message: cause }) => `\n  ${field ? `${field}: ` : ""}${cause}`,
  );
  return `${head}:${lines.join("")}`;
}

/** What it may be where nothing more is said. */
function failedFetch(server: string): string {
  const common =
    "no more is said, so that it may be unreachable, not trusted for its certificate, or have broken the connection";
  const origin = pageOrigin();
  return origin === undefined || origin === new URL(server, origin).origin
    ? common
    : `${common}; or it does not let pages of ${origin} ask (CORS), which is why they are served by "kubectl proxy --www", or through a proxy on their own origin`;
}

function meaningOf(code: string): string | undefined {
  if (untrusted.has(code))
    return "its certificate is not signed by an authority that is trusted here; check the certificate authority of the cluster";
  return outdated.has(code)
    ? "its certificate is not valid at this time"
    : meanings[code];
}

const unreachable =
  "it cannot be reached; check its address, and the network in between";
const unknownHost = "its host name is not known; check its address";
const notTls =
  "it does not speak TLS as expected; is its address http:// rather than https://?";
const broken = "the connection was closed before the answer was whole";
const closed = "the client is closed";

const meanings: { readonly [code: string]: string } = {
  EAI_AGAIN: unknownHost,
  ECONNREFUSED:
    "the connection was refused; does the server run, and is its address right?",
  ECONNRESET: broken,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENOTFOUND: unknownHost,
  EPIPE: broken,
  EPROTO: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_TLS_CERT_ALTNAME_INVALID:
    "its certificate is for other names than the one in its address; check the address, or set the name with tls-server-name",
  // Goes on from what the error says.
  REDIRECT:
    ", so that credentials reach no other server; is its address right, or must you sign in there first?",
  UND_ERR_BODY_TIMEOUT: "the answer stopped in the middle",
  UND_ERR_CLOSED: closed,
  UND_ERR_CONNECT_TIMEOUT: unreachable,
  UND_ERR_DESTROYED: closed,
  UND_ERR_HEADERS_TIMEOUT: "it took the request, and then nothing came",
  UND_ERR_SOCKET: broken,
  Z_BUF_ERROR: broken,
  Z_DATA_ERROR:
    "the answer is said to be compressed by gzip, and cannot be read as that",
};
