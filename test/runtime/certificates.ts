import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The PEM texts of a small world of certificates. */
export interface Certificates {
  readonly ca: string;
  /** For 127.0.0.1, localhost and kube.example. */
  readonly serverCertificate: string;
  readonly serverKey: string;
  /** Of a user `jane` in the group `dev`. */
  readonly clientCertificate: string;
  readonly clientKey: string;
  /** {@link Certificates.clientKey} under a passphrase, as OpenSSL writes it today and as it did. */
  readonly encryptedKeys: readonly string[];
  /** One that has signed nothing of these. */
  readonly otherCa: string;
}

let made: Certificates | undefined;

/** Makes certificates with openssl, once a process. */
export function certificates(): Certificates {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), "kubewright-certificates-"));
  const openssl = (command: string): void => {
    execFileSync("openssl", command.split(" "), { cwd: folder, stdio: "pipe" });
  };
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
  const authority = (name: string): void =>
    openssl(
      `req -x509 ${key} -days 2 -subj /CN=${name} -keyout ${name}.key -out ${name}.crt`,
    );
  const signed = (name: string, subject: string, extensions: string): void => {
    writeFileSync(join(folder, `${name}.ext`), extensions);
    openssl(`req ${key} -subj ${subject} -keyout ${name}.key -out ${name}.csr`);
    openssl(
      `x509 -req -days 2 -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile ${name}.ext -out ${name}.crt`,
    );
  };
  try {
    authority("ca");
    authority("other");
    signed(
      "server",
      "/CN=server",
      "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kube.example\n",
    );
    signed("client", "/O=dev/CN=jane", "extendedKeyUsage=clientAuth\n");
    openssl("pkcs8 -topk8 -in client.key -passout pass:s3cr3t -out new.key");
    openssl("ec -in client.key -aes256 -passout pass:s3cr3t -out old.key");
    const read = (file: string): string =>
      readFileSync(join(folder, file), "utf8");
    made = {
      ca: read("ca.crt"),
      serverCertificate: read("server.crt"),
      serverKey: read("server.key"),
      clientCertificate: read("client.crt"),
      clientKey: read("client.key"),
      encryptedKeys: [read("new.key"), read("old.key")],
      otherCa: read("other.crt"),
    };
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A certificate and its key: PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** An authority, and what it signs. */
export interface TestAuthority {
  readonly certificate: string;
  /** For the loopback address. */
  readonly server: KeyPair;
  /** Of a user of this name. */
  client(name: string): KeyPair;
}

/** Makes an authority of its own. */
export function makeAuthority(name: string): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-authority-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const openssl = (command: string): void => {
    execFileSync("openssl", command.split(" "), { cwd: folder, stdio: "pipe" });
  };
  const read = (file: string): string =>
    readFileSync(join(folder, file), "utf8");
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
  openssl(
    `req -x509 ${key} -days 2 -subj /CN=${name} -keyout ca.key -out ca.crt`,
  );
  const issue = (subject: string, extensions: string): KeyPair => {
    writeFileSync(join(folder, "ext"), extensions);
    openssl(`req ${key} -subj ${subject} -keyout x.key -out x.csr`);
    openssl(
      "x509 -req -days 2 -in x.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile ext -out x.crt",
    );
    return { certificate: read("x.crt"), key: read("x.key") };
  };
  return {
    certificate: read("ca.crt"),
    server: issue("/CN=server", "subjectAltName=IP:127.0.0.1,DNS:localhost\n"),
    client: (user) => issue(`/CN=${user}`, "extendedKeyUsage=clientAuth\n"),
  };
}
