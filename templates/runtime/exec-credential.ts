import { createPrivateKey, X509Certificate } from "node:crypto";
import { Secret, type ClientCertificate } from "./credentials.js";
import {
  PluginFailure,
  type ExecCluster,
  type ExecPlugin,
} from "./exec-plugin.js";
import { isHeaderValue, unsendable } from "./header-value.js";

/** What a plugin gave. */
export interface ExecCredential {
  /** The header's value: `Bearer TOKEN`. */
  readonly authorization: Secret | undefined;
  readonly certificate: ClientCertificate | undefined;
  /** When it is good no more, in milliseconds since 1970; undefined where that is not known. */
  readonly expiresAt: number | undefined;
}

/**
 * The question that a plugin finds in its environment: an ExecCredential without a status.
 * https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 */
export function execCredentialRequest(
  { apiVersion, provideClusterInfo }: ExecPlugin,
  cluster: ExecCluster | undefined,
  interactive: boolean,
): string {
  const spec = {
    ...(provideClusterInfo && cluster !== undefined
      ? { cluster: withoutEmpty(cluster) }
      : {}),
    interactive,
  };
  return JSON.stringify({ kind: "ExecCredential", apiVersion, spec });
}

/** As Go leaves out what is empty. */
function withoutEmpty(cluster: ExecCluster): ExecCluster {
  const { server, ...rest } = cluster;
  const given = Object.entries(rest).filter(
    ([name, value]) => name === "config" || Boolean(value),
  );
  return { server, ...Object.fromEntries(given) };
}

/**
 * Reads what a plugin printed: JSON, with all that client-go asks of it. Nothing of the text is in a failure's message, since
 * it may be a secret wherever it stands.
 *
 * @throws {PluginFailure} where it is no ExecCredential of the version asked for, or has no credential that can be used
 */
export function readExecCredential(
  text: string,
  apiVersion: string,
): ExecCredential {
  const status = statusOf(text, apiVersion);
  const token = textField(status, "token");
  const certificate = textField(status, "clientCertificateData");
  const key = textField(status, "clientKeyData");
  if (token === "" && certificate === "" && key === "")
    throw new PluginFailure(
      "gave an ExecCredential without a credential: its status has neither a token nor a client certificate with its key",
    );
  if ((certificate === "") !== (key === ""))
    throw new PluginFailure(
      `gave a status with ${certificate === "" ? "clientKeyData and no clientCertificateData" : "clientCertificateData and no clientKeyData"}: they need each other`,
    );
  if (!isHeaderValue(token))
    throw new PluginFailure(`gave a token with ${unsendable}`);
  const expiresAt = timeField(status, "expirationTimestamp");
  const validUntil =
    certificate === "" ? undefined : checkCertificate(certificate, key);
  return {
    authorization: token === "" ? undefined : new Secret(`Bearer ${token}`),
    certificate:
      certificate === "" ? undefined : { certificate, key: new Secret(key) },
    expiresAt: earlier(expiresAt, validUntil),
  };
}

interface Fields {
  readonly [name: string]: unknown;
}

function statusOf(text: string, apiVersion: string): Fields {
  if (text.trim() === "")
    throw new PluginFailure("printed nothing on standard output");
  const answer = parse(text);
  if (!isMap(answer) || answer["kind"] !== "ExecCredential")
    throw new PluginFailure(
      'printed JSON that is not of the kind "ExecCredential"',
    );
  const given = answer["apiVersion"];
  if (given !== apiVersion)
    throw new PluginFailure(
      `was asked for "${apiVersion}" and gave an ExecCredential of ${otherVersion(given)}; "apiVersion" in the kubeconfig must be the one that the program gives`,
    );
  const status = answer["status"] ?? undefined;
  if (status === undefined)
    throw new PluginFailure("gave an ExecCredential without a status");
  if (!isMap(status))
    throw new PluginFailure("gave an ExecCredential whose status is no object");
  return status;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not the parser's message, nor as a cause: it quotes the text.
    throw new PluginFailure(
      `printed ${text.length} characters that are not JSON on standard output`,
    );
  }
}

function otherVersion(given: unknown): string {
  if (given === undefined) return "no apiVersion";
  const known = /^client\.authentication\.k8s\.io\/v1(alpha1|beta1)?$/;
  return typeof given === "string" && known.test(given)
    ? `"${given}"`
    : "another apiVersion";
}

function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textField(status: Fields, name: string): string {
  const value = status[name] ?? "";
  if (typeof value !== "string")
    throw new PluginFailure(`gave a status whose ${name} is not a string`);
  return value;
}

const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
// Go's zero time, which stands for none.
const zeroTime = "0001-01-01T00:00:00Z";

/** A time of RFC 3339, with any number of digits behind the second, in whole milliseconds. */
function timeField(status: Fields, name: string): number | undefined {
  const value = status[name] ?? undefined;
  if (value === undefined || value === zeroTime) return undefined;
  const parts = typeof value === "string" ? rfc3339.exec(value) : null;
  if (parts !== null) {
    const [text, year, month, day] = parts;
    const date = new Date(
      Date.UTC(Number(year), Number(month) - 1, Number(day)),
    );
    const ms = Date.parse(text.replace(",", "."));
    if (date.getUTCDate() === Number(day) && !Number.isNaN(ms)) return ms;
  }
  throw new PluginFailure(
    `gave a status whose ${name} is not a time as RFC 3339 has it, such as 2006-01-02T15:04:05Z`,
  );
}

/** Checks that the key is the certificate's; gives when the certificate's time is over, in milliseconds since 1970. */
function checkCertificate(certificate: string, key: string): number {
  const leaf = checked(
    "clientCertificateData",
    "a certificate in PEM",
    () => new X509Certificate(certificate),
  );
  const privateKey = checked(
    "clientKeyData",
    "a private key in PEM, without a passphrase",
    () => createPrivateKey(key),
  );
  if (!leaf.checkPrivateKey(privateKey))
    throw new PluginFailure(
      "gave a clientKeyData that is not the key of its clientCertificateData",
    );
  const validUntil = Date.parse(leaf.validTo);
  if (validUntil < Date.now())
    throw new PluginFailure(
      `gave a client certificate whose time was over at ${new Date(validUntil).toISOString()}`,
    );
  return validUntil;
}

function checked<T>(field: string, wanted: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new PluginFailure(`gave a ${field} that is not ${wanted}`);
  }
}

function earlier(
  one: number | undefined,
  other: number | undefined,
): number | undefined {
  return one === undefined || other === undefined
    ? (one ?? other)
    : Math.min(one, other);
}
