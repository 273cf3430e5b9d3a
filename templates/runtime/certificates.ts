import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";

/** Where a certificate or a key is written down. */
export interface PemSource {
  /** How messages name the place. */
  readonly place: string;
  readonly path?: string | undefined;
  /** In base64, as a kubeconfig has it. */
  readonly data?: Secret | undefined;
  readonly pem?: Secret | undefined;
}

/** A source from an option that is a path, or PEM itself. */
export function pemOption(
  option: string,
  value: string | undefined,
): PemSource | undefined {
  if (value === undefined) return undefined;
  const place = `the option "${option}"`;
  return value.includes("-----BEGIN ")
    ? { place, pem: new Secret(value) }
    : { place, path: value };
}

/** Reads certificates. @throws {ConfigError} where they cannot be read, or are none */
export async function readCertificates(source: PemSource): Promise<string> {
  const pem = await readPem(source);
  checked(source, "a certificate in PEM", () => new X509Certificate(pem));
  return pem;
}

/** Reads a private key. @throws {ConfigError} where it cannot be read, is none, or is not the certificate's */
export async function readKey(
  source: PemSource,
  certificate: string,
): Promise<string> {
  const pem = await readPem(source);
  if (/^-----BEGIN ENCRYPTED |^Proc-Type:.*ENCRYPTED/m.test(pem))
    throw new ConfigError(
      `${nameOf(source)} is encrypted, and there is nobody to ask for its passphrase: decrypt it with "openssl pkey -in KEY -out NEW_KEY"`,
    );
  const key = checked(source, "a private key in PEM", () =>
    createPrivateKey(pem),
  );
  if (!new X509Certificate(certificate).checkPrivateKey(key))
    throw new ConfigError(
      `${nameOf(source)} is not the key of the client certificate: they must be made together`,
    );
  return pem;
}

/**
 * Refuses a client certificate that a server is certain to refuse. One that is not valid yet may be refused for a clock that is
 * wrong here, and is left to the server.
 *
 * @throws {ConfigError} where it has expired, which says when
 */
export function refuseExpired(source: PemSource, certificate: string): void {
  const end = new Date(new X509Certificate(certificate).validTo);
  if (end.getTime() < Date.now())
    throw new ConfigError(
      `${nameOf(source)} has expired: it was valid until ${end.toISOString()}, and it is ${new Date().toISOString()} here; get a new one`,
    );
}

async function readPem(source: PemSource): Promise<string> {
  if (source.pem !== undefined) return source.pem.reveal();
  if (source.data !== undefined) return decoded(source, source.data.reveal());
  try {
    return await readFile(source.path ?? "", "utf8");
  } catch (cause) {
    throw new ConfigError(
      `cannot read ${nameOf(source)}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Node skips what is not base64, and gives something that is not what was meant. */
function decoded(source: PemSource, data: string): string {
  const base64 = data.replace(/[\r\n]/g, "");
  if (base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    return Buffer.from(base64, "base64").toString("utf8");
  const hint = data.includes("-----BEGIN ")
    ? 'it is PEM as it is; encode it with "base64", or name its file in the field without "-data"'
    : 'it must be what "base64" makes of the PEM file';
  throw new ConfigError(`${nameOf(source)} is not base64: ${hint}`);
}

function checked<T>(source: PemSource, wanted: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConfigError(
      `${nameOf(source)} is not ${wanted}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function nameOf({ place, path }: PemSource): string {
  return path === undefined ? place : `"${path}" (${place})`;
}
