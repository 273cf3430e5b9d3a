import { checkServerIdentity, createSecureContext } from "node:tls";
import { isIP } from "node:net";
import { buildConnector, Pool, type Dispatcher } from "undici";
import { connectionError } from "./connection-errors.js";
import { ConfigError } from "./errors.js";
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "./types.js";

/** Where a transport on undici goes, and as whom TLS presents it. */
export interface UndiciTransportOptions {
  /** `https://host:port`, with the path in front of the API where it has one. */
  readonly server: string;
  /** PEM. Default: the authorities that Node.js trusts. */
  readonly certificateAuthority?: string | undefined;
  /** PEM. */
  readonly clientCertificate?: string | undefined;
  /** PEM. */
  readonly clientKey?: string | undefined;
  /** The name to ask for, and to find in the server's certificate, in place of the address's. */
  readonly tlsServerName?: string | undefined;
  /** Takes any server for the right one. */
  readonly insecureSkipTlsVerify?: boolean | undefined;
}

/**
 * A transport on one undici pool, which it keeps for its lifetime. It follows no redirects, and an idle connection does not
 * keep the process alive.
 *
 * @throws {ConfigError} where a certificate or key cannot be read, or the server's address is not one
 */
export function undiciTransport(options: UndiciTransportOptions): Transport {
  return new UndiciTransport(options);
}

class UndiciTransport implements Transport {
  readonly #pool: Pool;
  /** In front of every path; without a slash at its end. */
  readonly #prefix: string;
  readonly #server: string;

  constructor(options: UndiciTransportOptions) {
    const url = new URL(options.server);
    this.#prefix = url.pathname.replace(/\/+$/, "");
    this.#server = url.origin + this.#prefix;
    this.#pool = new Pool(url.origin, {
      // One connection that all requests share does not do for watches: when it breaks, all of them do.
      allowH2: false,
      connect: connector(url.protocol === "https:" ? tlsOptions(options) : {}),
      // Below the 90 s after which API servers close idle connections themselves.
      keepAliveTimeout: 30_000,
      keepAliveMaxTimeout: 60_000,
    });
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { method, signal, headersTimeoutMs, idleTimeoutMs } = request;
    const fail = (error: unknown): unknown => this.#explain(error, request);
    try {
      const answer = await this.#pool.request({
        path: this.#prefix + request.path + search(request),
        method: method as Dispatcher.HttpMethod,
        headers: { "user-agent": "kubewright-client", ...request.headers },
        body: request.body ?? null,
        ...(signal === undefined ? {} : { signal }),
        ...(headersTimeoutMs === undefined
          ? {}
          : { headersTimeout: headersTimeoutMs }),
        ...(idleTimeoutMs === undefined ? {} : { bodyTimeout: idleTimeoutMs }),
      });
      return new UndiciResponse(answer, fail);
    } catch (error) {
      throw fail(error);
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  #explain(
    error: unknown,
    { method, path, signal }: TransportRequest,
  ): unknown {
    if (signal?.aborted) return signal.reason;
    return connectionError(error, { method, path, server: this.#server });
  }
}

class UndiciResponse implements TransportResponse {
  readonly status: number;
  readonly headers: TransportResponse["headers"];
  readonly #body: Dispatcher.ResponseData["body"];
  readonly #fail: (error: unknown) => unknown;

  constructor(
    { statusCode, headers, body }: Dispatcher.ResponseData,
    fail: (error: unknown) => unknown,
  ) {
    this.status = statusCode;
    this.headers = headers;
    this.#body = body;
    this.#fail = fail;
    // A body that is given up, or cut off before someone reads it, must not end the process.
    body.on("error", () => undefined);
  }

  get body(): AsyncIterable<Uint8Array> {
    return this.#read();
  }

  async text(): Promise<string> {
    try {
      const text = await this.#body.text();
      // Only then does undici take the connection as free: a next request would open another one.
      await new Promise((resolve) => setImmediate(resolve));
      return text;
    } catch (error) {
      throw this.#fail(error);
    }
  }

  async dismiss(): Promise<void> {
    this.#body.destroy();
  }

  async *#read(): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = this.#body[
      Symbol.asyncIterator
    ]() as AsyncIterator<Uint8Array>;
    try {
      for (;;) {
        const { value, done } = await chunks.next();
        if (done) return;
        yield value;
      }
    } catch (error) {
      throw this.#fail(error);
    } finally {
      this.#body.destroy();
    }
  }
}

function search({ path, query = [] }: TransportRequest): string {
  if (query.length === 0) return "";
  const parameters = query
    .map((pair) => pair.map(encodeURIComponent).join("="))
    .join("&");
  return (path.includes("?") ? "&" : "?") + parameters;
}

/**
 * Connects as undici does by itself, but for one thing: undici opens a new connection in place of one that it ends because
 * its request was aborted, only to find nothing to send on it (https://github.com/nodejs/undici, `onHttpSocketClose`).
 */
function connector(options: object): buildConnector.connector {
  const connect = buildConnector({ ...options, allowH2: false });
  return (target, callback) =>
    connect(target, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      const destroy = socket.destroy.bind(socket);
      socket.destroy = (reason) => destroy(withoutReconnect(reason));
      return callback(null, socket);
    });
}

function withoutReconnect(reason: Error | undefined): Error | undefined {
  const { code } = (reason ?? {}) as { code?: string };
  return code === "UND_ERR_INFO" && reason?.message === "aborted"
    ? Object.assign(new Error("aborted"), { code: "UND_ERR_SOCKET" })
    : reason;
}

function tlsOptions(options: UndiciTransportOptions): object {
  const { tlsServerName, insecureSkipTlsVerify } = options;
  return {
    // Made once: reading the certificates again for every connection would take longer than the handshake.
    secureContext: secureContext(options),
    rejectUnauthorized: insecureSkipTlsVerify !== true,
    ...(tlsServerName === undefined ? {} : serverName(tlsServerName)),
  };
}

function secureContext(options: UndiciTransportOptions): object {
  const { certificateAuthority, clientCertificate, clientKey } = options;
  try {
    return createSecureContext({
      ...(certificateAuthority === undefined
        ? {}
        : { ca: certificateAuthority }),
      ...(clientCertificate === undefined ? {} : { cert: clientCertificate }),
      ...(clientKey === undefined ? {} : { key: clientKey }),
    });
  } catch (cause) {
    throw new ConfigError(
      `the certificate authority, the client certificate or the client key is not what TLS can use: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function serverName(name: string): object {
  // TLS has no way to ask for an address, but the certificate can be for one.
  if (isIP(name) === 0) return { servername: name };
  return {
    checkServerIdentity: (
      _host: string,
      certificate: Parameters<typeof checkServerIdentity>[1],
    ) => checkServerIdentity(name, certificate),
  };
}
