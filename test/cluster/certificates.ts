import { execFile } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Paths of a certificate and its key, both PEM. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a certificate is for. */
export interface Subject {
  /** A server's name, or a client's user name. */
  readonly commonName: string;
  /** For a client: its group. */
  readonly organization?: string;
  /** For a server: what it is reached by, as OpenSSL spells it: `IP:127.0.0.1`, `DNS:localhost`. */
  readonly names?: readonly string[];
}

/** Makes a certificate authority in a folder: `NAME.crt` and `NAME.key`, good for two days. */
export async function createAuthority(
  folder: string,
  name: string,
): Promise<CertificateFiles> {
  const files = filesOf(folder, name);
  await openssl([
    ...["req", "-x509", "-days", "2", "-subj", `/CN=${name}`],
    ...[...newKey(files.key), "-out", files.certificate],
  ]);
  return files;
}

/** Makes a certificate that an authority signs: `NAME.crt` and `NAME.key`, good for two days. */
export async function issueCertificate(
  authority: CertificateFiles,
  folder: string,
  name: string,
  { commonName, organization, names }: Subject,
): Promise<CertificateFiles> {
  const files = filesOf(folder, name);
  const request = join(folder, `${name}.csr`);
  const extensions = join(folder, `${name}.ext`);
  const group = organization === undefined ? "" : `/O=${organization}`;

  await writeFile(
    extensions,
    [
      "basicConstraints=CA:FALSE",
      "extendedKeyUsage=serverAuth,clientAuth",
      ...(names === undefined ? [] : [`subjectAltName=${names.join(",")}`]),
    ].join("\n"),
  );
  await openssl([
    ...["req", "-new", "-subj", `${group}/CN=${commonName}`],
    ...[...newKey(files.key), "-out", request],
  ]);
  await openssl([
    ...["x509", "-req", "-days", "2", "-in", request, "-extfile", extensions],
    ...["-CA", authority.certificate, "-CAkey", authority.key],
    // Of its own: the file that openssl counts in is shared by all that are signed at once.
    ...["-set_serial", `0x${randomBytes(8).toString("hex")}`],
    ...["-out", files.certificate],
  ]);
  return files;
}

/** Writes a private key for signing service account tokens, PEM. */
export async function createSigningKey(file: string): Promise<void> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "sec1", format: "pem" });
  await writeFile(file, pem, { mode: 0o600 });
}

function filesOf(folder: string, name: string): CertificateFiles {
  return {
    certificate: join(folder, `${name}.crt`),
    key: join(folder, `${name}.key`),
  };
}

function newKey(file: string): readonly string[] {
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  return [...curve, "-nodes", "-keyout", file];
}

async function openssl(args: readonly string[]): Promise<void> {
  await promisify(execFile)("openssl", args);
}
