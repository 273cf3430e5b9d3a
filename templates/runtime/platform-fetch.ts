import { clientClosed } from "./client-closed.js";
import { isTrustFailure } from "./connection-errors.js";
import type { ConnectionSettings } from "./connection-settings.js";
import { checkFetchIdentity } from "./fetch-identity.js";
import { fetchTransport, type FetchFunction } from "./fetch-transport.js";
import type { ProxyServer } from "./proxy.js";
import type { TlsMaterial } from "./tls.js";
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "./types.js";

/** A `fetch` with TLS options of its own. */
export interface TlsFetch {
  readonly fetch: FetchFunction;
  /** Ends its idle connections; what runs goes on. */
  close?(): void;
}

/** How a platform gives a `fetch` for what TLS is to trust and to present. */
export interface FetchPlatform {
  /** `bun/1.4.5`. */
  readonly name: string;
  /** @throws {ConfigError} where it is not what the platform's TLS can use */
  open(material: TlsMaterial): TlsFetch;
}

/**
 * A transport on a platform's `fetch`, with one set of TLS options for as long as certificates stay what they are.
 *
 * @throws {ConfigError} where an identity is to be acted as that `fetch` would send as another one
 */
export function platformFetchTransport(
  { transport: settings, impersonation }: ConnectionSettings,
  platform: FetchPlatform,
): Transport {
  if (impersonation !== undefined)
    checkFetchIdentity("the identity to act as", impersonation);
  return new PlatformFetchTransport(settings, platform);
}

class PlatformFetchTransport implements Transport {
  readonly #settings: ConnectionSettings["transport"];
  readonly #platform: FetchPlatform;
  readonly #transport: Transport;
  #material: TlsMaterial | undefined;
  #current: TlsFetch | undefined;

  constructor(
    settings: ConnectionSettings["transport"],
    platform: FetchPlatform,
  ) {
    this.#settings = settings;
    this.#platform = platform;
    this.#transport = fetchTransport({
      server: settings.server,
      headers: {
        "user-agent": settings.userAgent ?? platformUserAgent(platform.name),
        ...(settings.disableCompression === true
          ? { "accept-encoding": "identity" }
          : {}),
      },
      fetch: (url, init) => this.#fetch(url, init),
    });
  }

  get closeSignal(): AbortSignal | undefined {
    return this.#transport.closeSignal;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { tls } = this.#settings;
    const { signal } = request;
    const used = await tls.current(signal);
    this.#use(used);
    try {
      return await this.#transport.request(request);
    } catch (error) {
      // The server may have a certificate of an authority that has just taken the place of the one before.
      if (!isTrustFailure(error)) throw error;
      const renewed = await tls.reread(signal);
      if (renewed === used) throw error;
      this.#use(renewed);
    }
    return this.#transport.request(request);
  }

  async close(): Promise<void> {
    await this.#transport.close();
    this.#current?.close?.();
    this.#current = undefined;
  }

  /** Has what comes use these certificates; what runs goes on as it began. */
  #use(material: TlsMaterial): void {
    if (this.closeSignal?.aborted || material === this.#material) return;
    const next = this.#platform.open(material);
    this.#current?.close?.();
    this.#current = next;
    this.#material = material;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    if (this.#current === undefined) throw clientClosed();
    return this.#current.fetch(url, init);
  }
}

/** The default of the header `User-Agent`. @param name as `bun/1.4.5` */
export function platformUserAgent(name: string): string {
  return `kubewright-client ${name} (${process.platform}/${process.arch})`;
}

/** What `fetch` is given, with options that the web does not know, whatever the platform's own types say of them. */
export function withOptions(init: RequestInit, options: object): RequestInit {
  return { ...init, ...options };
}

/** The URL of a proxy, with its user. */
export function proxyAddress({ label, user }: ProxyServer): string {
  const url = new URL(label);
  if (user !== undefined) {
    url.username = encodeURIComponent(user.name);
    url.password = encodeURIComponent(user.password.reveal());
  }
  return url.href;
}
