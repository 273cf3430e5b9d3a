import { isIP } from "node:net";
import {
  checkServerIdentity,
  createSecureContext,
  rootCertificates,
  type PeerCertificate,
  type SecureContext,
} from "node:tls";
import type { ClientCertificate } from "./credentials.js";
import { ConfigError } from "./errors.js";

/** What TLS trusts, and what it presents. */
export interface TlsMaterial {
  /** PEM. Default: the authorities that Node.js trusts. */
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
}

/** Where what TLS needs comes from, as it changes. */
export interface TlsSource {
  /** The same object for as long as nothing changed. A signal ends the waiting for it. */
  current(signal?: AbortSignal): Promise<TlsMaterial>;
  /** Looks again at once: a server was not trusted. */
  reread(signal?: AbortSignal): Promise<TlsMaterial>;
}

/** How a server is verified, whatever its certificate authority. */
export interface TlsVerification {
  /** The name to ask for, and to find in the server's certificate, in place of the address's. */
  readonly tlsServerName?: string | undefined;
  /** Takes any server for the right one. */
  readonly insecureSkipTlsVerify?: boolean | undefined;
}

/** Reads certificates and key once: to do so for every connection would take longer than its handshake. */
export function secureContext({
  certificateAuthority,
  clientCertificate,
}: TlsMaterial): SecureContext {
  try {
    return createSecureContext({
      ...(certificateAuthority === undefined
        ? {}
        : { ca: certificateAuthority }),
      ...(clientCertificate === undefined
        ? {}
        : {
            cert: clientCertificate.certificate,
            key: clientCertificate.key.reveal(),
          }),
    });
  } catch (cause) {
    throw new ConfigError(
      `the certificate authority, the client certificate or the client key is not what TLS can use: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** How TLS talks to a server. */
export function serverTls(
  material: TlsMaterial,
  { tlsServerName, insecureSkipTlsVerify }: TlsVerification,
): object {
  return {
    secureContext: secureContext(material),
    rejectUnauthorized: insecureSkipTlsVerify !== true,
    ...(tlsServerName === undefined ? {} : serverName(tlsServerName)),
  };
}

/**
 * How TLS talks to a proxy: the cluster's authority may have signed its certificate, as with kubectl, and so may those that
 * Node.js trusts. The client's certificate is for the server alone.
 */
export function proxyTls(
  { certificateAuthority }: TlsMaterial,
  { insecureSkipTlsVerify }: TlsVerification,
): object {
  return {
    rejectUnauthorized: insecureSkipTlsVerify !== true,
    ...(certificateAuthority === undefined
      ? {}
      : { ca: [...rootCertificates, certificateAuthority] }),
  };
}

function serverName(name: string): object {
  // TLS has no way to ask for an address, but the certificate can be for one.
  if (isIP(name) === 0) return { servername: name };
  return {
    checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
      checkServerIdentity(name, certificate),
  };
}
