import { Pool, type Dispatcher } from "undici";
import { toAnswer } from "./answer.js";
import { clientClosed } from "./client-closed.js";
import { connectionError, isTrustFailure } from "./connection-errors.js";
import { Secret } from "./credentials.js";
import { ConfigError, ConnectionError } from "./errors.js";
import { explainErrors } from "./explain-errors.js";
import { pathWithQuery } from "./path.js";
import type { ProxyServer } from "./proxy.js";
import { proxyFailure, refusedByProxy } from "./proxy-errors.js";
import { routeTo, type Route } from "./route.js";
import type { TlsMaterial, TlsSource, TlsVerification } from "./tls.js";
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "./types.js";
import { connector } from "./undici-connector.js";
import { upgrade } from "./upgrade.js";

// Beside undici its words weigh nothing.
explainErrors();

/** Where a transport on undici goes, and as whom TLS presents it. */
export interface UndiciTransportOptions extends TlsVerification {
  /** `https://host:port`, with the path in front of the API where it has one. */
  readonly server: string;
  /** PEM. Default: the authorities that Node.js trusts. */
  readonly certificateAuthority?: string | undefined;
  /** PEM. */
  readonly clientCertificate?: string | undefined;
  /** PEM. */
  readonly clientKey?: string | undefined;
  /** In place of the three above, where they change. */
  readonly tls?: TlsSource | undefined;
  /** What the server is reached through. Default: nothing. */
  readonly proxy?: ProxyServer | undefined;
  /** Default: `kubewright-client node/v20.18.1 (linux/x64)`, with the version and the platform of this process. */
  readonly userAgent?: string | undefined;
  /** Asks for no compressed answers. */
  readonly disableCompression?: boolean | undefined;
}

/**
 * A transport on one undici pool, which it keeps for as long as certificates stay what they are. It follows no redirects, and an
 * idle connection does not keep the process alive.
 *
 * @throws {ConfigError} where a certificate or key cannot be read, or the server's address is not one
 */
export function undiciTransport(options: UndiciTransportOptions): Transport {
  return new UndiciTransport(options);
}

class UndiciTransport implements Transport {
  readonly #route: Route;
  readonly #verification: TlsVerification;
  readonly #tls: TlsSource | undefined;
  readonly #userAgent: string;
  readonly #compression: boolean;
  #material: TlsMaterial;
  #pool: Pool | undefined;
  /** Pools of certificates that are used no more, until what runs on them is done. */
  readonly #superseded: Set<Promise<void>> = new Set();
  readonly #end: AbortController = new AbortController();
  #closing: Promise<unknown> | undefined;

  constructor(options: UndiciTransportOptions) {
    const { clientCertificate: certificate, clientKey: key } = options;
    this.#route = routeTo(options.server, options.proxy);
    this.#verification = options;
    this.#tls = options.tls;
    this.#userAgent = options.userAgent ?? defaultUserAgent();
    this.#compression = options.disableCompression !== true;
    this.#material = {
      certificateAuthority: options.certificateAuthority,
      clientCertificate:
        certificate === undefined
          ? undefined
          : { certificate, key: new Secret(key ?? "") },
    };
    // Where certificates change, the first request asks for them.
    if (options.tls === undefined)
      this.#pool = openPool(this.#route, this.#material, options);
  }

  get closeSignal(): AbortSignal {
    return this.#end.signal;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    this.#use(await this.#tls?.current(request.signal));
    const used = this.#material;
    try {
      return await this.#send(request);
    } catch (error) {
      // The server may have a certificate of an authority that has just taken the place of the one before.
      if (this.#tls === undefined || !isTrustFailure(error))
        throw this.#explain(error, request);
      this.#use(await this.#tls.reread(request.signal));
      if (this.#material === used) throw this.#explain(error, request);
    }
    try {
      return await this.#send(request);
    } catch (error) {
      throw this.#explain(error, request);
    }
  }

  async close(): Promise<void> {
    // First what never ends by itself, since the pool waits for what is under way.
    this.#end.abort(clientClosed());
    this.#closing ??= Promise.all([this.#pool?.close(), ...this.#superseded]);
    await this.#closing;
  }

  /** Has what comes use these certificates; what runs goes on as it began. */
  #use(material: TlsMaterial | undefined): void {
    if (material === undefined || this.#closing !== undefined) return;
    const before = this.#pool;
    if (before !== undefined && material === this.#material) return;
    this.#pool = openPool(this.#route, material, this.#verification);
    this.#material = material;
    if (before === undefined) return;
    const done = before.close().finally(() => this.#superseded.delete(done));
    this.#superseded.add(done);
  }

  async #send(request: TransportRequest): Promise<TransportResponse> {
    const { method, signal, headersTimeoutMs, idleTimeoutMs } = request;
    const compressible =
      this.#compression &&
      request.compressible === true &&
      // Who asks for an encoding is to have it.
      request.headers?.["accept-encoding"] === undefined;
    // Not undici's own errors, which say first one and then another thing.
    if (this.#pool === undefined || this.#closing !== undefined)
      throw clientClosed();
    if (request.webSocket !== undefined)
      return await upgrade(request, this.#route, {
        material: this.#material,
        verification: this.#verification,
        userAgent: this.#userAgent,
        explain: (error) => this.#explain(error, request),
      });
    const answer = await this.#pool.request({
      path: this.#route.prefix + pathWithQuery(request),
      method: method as Dispatcher.HttpMethod,
      headers: {
        "user-agent": this.#userAgent,
        ...(compressible ? { "accept-encoding": "gzip" } : {}),
        ...(request.headers as Dispatcher.RequestOptions["headers"]),
        ...this.#route.headers(),
      },
      body: request.body ?? null,
      ...(signal === undefined ? {} : { signal }),
      ...(headersTimeoutMs === undefined
        ? {}
        : { headersTimeout: headersTimeoutMs }),
      ...(idleTimeoutMs === undefined ? {} : { bodyTimeout: idleTimeoutMs }),
    });
    const { proxy, byProxy } = this.#route;
    if (byProxy && proxy !== undefined && answer.statusCode === 407) {
      answer.body.on("error", () => undefined).destroy();
      throw refusedByProxy(proxy, answer.statusCode);
    }
    const explain = (error: unknown): unknown => this.#explain(error, request);
    return toAnswer(answer, compressible, explain);
  }

  #explain(
    error: unknown,
    { method, path, signal }: TransportRequest,
  ): unknown {
    if (signal?.aborted) return signal.reason;
    if (error instanceof ConfigError) return error;
    const { code, message } = error as { code?: string; message?: string };
    if (code === "UND_ERR_INVALID_ARG")
      return new ConnectionError(
        `${method} ${path}: cannot be sent: ${message}`,
        { code, sent: false, cause: error },
      );
    const { proxy, byProxy, server } = this.#route;
    const cause =
      byProxy && proxy !== undefined && isWhileConnecting(error)
        ? proxyFailure(proxy, error)
        : error;
    return connectionError(cause, { method, path, server });
  }
}

function isWhileConnecting(error: unknown): boolean {
  const { code, syscall } = error as { code?: string; syscall?: string };
  return (
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    code === "UND_ERR_CONNECT_TIMEOUT"
  );
}

function defaultUserAgent(): string {
  return `kubewright-client node/${process.version} (${process.platform}/${process.arch})`;
}

function openPool(
  route: Route,
  material: TlsMaterial,
  verification: TlsVerification,
): Pool {
  return new Pool(route.origin, {
    // One connection that all requests share does not do for watches: when it breaks, all of them do.
    allowH2: false,
    connect: connector(route, material, verification),
    // Below the 90 s after which API servers close idle connections themselves.
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
  });
}
