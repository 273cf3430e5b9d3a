import { readCertificates, readKey, type PemSource } from "./certificates.js";
import {
  Secret,
  type ClientCertificate,
  type Credentials,
} from "./credentials.js";
import { secureContext, type TlsMaterial, type TlsSource } from "./tls.js";

/** What TLS needs, by where it is written down. */
export interface TlsSources {
  readonly certificateAuthority: PemSource | undefined;
  readonly clientCertificate: PemSource | undefined;
  readonly clientKey: PemSource | undefined;
}

/** Often enough that nobody waits for it, and seldom enough to cost nothing. */
const maximumAgeMs = 5_000;

/**
 * What TLS needs, read again as the files change: when a request goes out, at most every five seconds, and by content, so that it
 * does not matter how they are replaced. Files that cannot be read, or do not fit each other yet, leave what there was.
 */
export class TlsFiles implements TlsSource {
  readonly #sources: TlsSources;
  readonly #changeable: boolean;
  #material: TlsMaterial;
  #readAt: number = performance.now();
  #reading: Promise<boolean> | undefined;

  private constructor(sources: TlsSources, material: TlsMaterial) {
    this.#sources = sources;
    this.#material = material;
    this.#changeable = Object.values(sources).some(
      (source: PemSource | undefined) => source?.path !== undefined,
    );
  }

  /** @throws {ConfigError} that names the file, or the entry, that does not do */
  static async open(sources: TlsSources): Promise<TlsFiles> {
    const material = await read(sources);
    secureContext(material);
    return new TlsFiles(sources, material);
  }

  async current(): Promise<TlsMaterial> {
    if (performance.now() - this.#readAt >= maximumAgeMs) await this.changed();
    return this.#material;
  }

  async reread(): Promise<TlsMaterial> {
    await this.changed();
    return this.#material;
  }

  /** Reads all anew, once for all who ask meanwhile. True where something else came of it. */
  changed(): Promise<boolean> {
    if (!this.#changeable) return Promise.resolve(false);
    return (this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    }));
  }

  async #read(): Promise<boolean> {
    try {
      const before = this.#material;
      const material = await read(this.#sources);
      if (isSame(material, before)) return false;
      // What TLS itself refuses is not taken either, nor what it leaves out in silence: half of a second authority.
      secureContext(material);
      if (!isWhole(material.certificateAuthority ?? "")) return false;
      const [one, other] = [material, before].map((m) => m.clientCertificate);
      this.#material = isSameCertificate(one, other)
        ? { ...material, clientCertificate: other }
        : material;
      return true;
    } catch {
      return false;
    } finally {
      this.#readAt = performance.now();
    }
  }
}

/** What TLS needs, with the certificate that credentials bring, where they bring one. */
export class TlsOfCredentials implements TlsSource {
  readonly #files: TlsSource;
  readonly #credentials: Credentials;
  #material: TlsMaterial = {};

  constructor(files: TlsSource, credentials: Credentials) {
    this.#files = files;
    this.#credentials = credentials;
  }

  async current(signal?: AbortSignal): Promise<TlsMaterial> {
    return this.#with(await this.#files.current(), signal);
  }

  async reread(signal?: AbortSignal): Promise<TlsMaterial> {
    return this.#with(await this.#files.reread(), signal);
  }

  async #with(
    { certificateAuthority }: TlsMaterial,
    signal: AbortSignal | undefined,
  ): Promise<TlsMaterial> {
    const clientCertificate = await this.#credentials.certificate?.(signal);
    const material = { certificateAuthority, clientCertificate };
    if (!isSame(material, this.#material)) this.#material = material;
    return this.#material;
  }
}

/** Credentials beside which a client certificate is read from files: a server that does not accept them may be shown a new one. */
export function withCertificateFiles(
  credentials: Credentials,
  files: TlsFiles,
): Credentials {
  const certificate = async (): Promise<ClientCertificate | undefined> =>
    (await files.current()).clientCertificate;
  return {
    certificate,
    authorization: (signal) => credentials.authorization(signal),
    async renew(sent, signal) {
      const [renewed] = await Promise.all([
        credentials.renew(sent, signal),
        files.changed(),
      ]);
      return renewed || (await certificate()) !== sent?.certificate;
    },
  };
}

async function read({
  certificateAuthority: authority,
  clientCertificate,
  clientKey,
}: TlsSources): Promise<TlsMaterial> {
  return {
    certificateAuthority: authority && (await readCertificates(authority)),
    clientCertificate:
      clientCertificate &&
      clientKey &&
      (await readPair(clientCertificate, clientKey)),
  };
}

async function readPair(
  source: PemSource,
  keySource: PemSource,
): Promise<ClientCertificate> {
  const certificate = await readCertificates(source);
  return {
    certificate,
    key: new Secret(await readKey(keySource, certificate)),
  };
}

function isWhole(pem: string): boolean {
  const count = (mark: RegExp): number => pem.match(mark)?.length ?? 0;
  return count(/-----BEGIN /g) === count(/-----END [^-]+-----/g);
}

function isSame(one: TlsMaterial, other: TlsMaterial): boolean {
  return (
    one.certificateAuthority === other.certificateAuthority &&
    isSameCertificate(one.clientCertificate, other.clientCertificate)
  );
}

function isSameCertificate(
  one: ClientCertificate | undefined,
  other: ClientCertificate | undefined,
): boolean {
  return (
    one?.certificate === other?.certificate &&
    one?.key.reveal() === other?.key.reveal()
  );
}
