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
  const key = checked(
    source,
    "a private key in PEM, without a passphrase",
    () => createPrivateKey(pem),
  );
  if (!new X509Certificate(certificate).checkPrivateKey(key))
    throw new ConfigError(
      `${nameOf(source)} is not the key of the client certificate`,
    );
  return pem;
}

async function readPem(source: PemSource): Promise<string> {
  if (source.pem !== undefined) return source.pem.reveal();
  if (source.data !== undefined)
    return Buffer.from(source.data.reveal(), "base64").toString("utf8");
  try {
    return await readFile(source.path ?? "", "utf8");
  } catch (cause) {
    throw new ConfigError(
      `cannot read ${nameOf(source)}: ${(cause as Error).message}`,
      { cause },
    );
  }
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
