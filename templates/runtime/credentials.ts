import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "./types.js";

/** A text that does not show when what holds it is printed. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }
}

/** What a client says of who it is, in the `Authorization` header. */
export interface Credentials {
  /** The header's value; undefined to send none. A signal ends the waiting for it. */
  authorization(signal?: AbortSignal): Promise<string | undefined>;
  /**
   * The certificate that TLS presents, where these credentials bring one: PEM. It is the same object for as long as it is valid,
   * and another one when it was renewed; connections of the one before are then used no more.
   */
  certificate?(signal?: AbortSignal): Promise<ClientCertificate | undefined>;
  /**
   * Called when the server did not accept what was sent: true where there is something else to try. What was sent is given, so
   * that many requests that fail at once renew once.
   *
   * @throws {ConfigError} where nothing new can be got, and why is to be known
   */
  renew(sent?: SentCredentials, signal?: AbortSignal): Promise<boolean>;
}

/** The credentials that one request went out with. */
export interface SentCredentials {
  readonly authorization?: string | undefined;
  /** The object itself that {@link Credentials.certificate} gave. */
  readonly certificate?: ClientCertificate | undefined;
}

/** A certificate and its key, for a client: PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: Secret;
}

/** Sends nothing: an anonymous user, or one that TLS knows by a client certificate. */
export const noCredentials: Credentials =
  /* @__PURE__ */ fixedCredentials(undefined);

/** A token that stays as it is. */
export function bearerToken(token: string): Credentials {
  return fixedCredentials(`Bearer ${token}`);
}

/** A value of the header that stays as it is. */
export function fixedCredentials(
  authorization: string | undefined,
): Credentials {
  return {
    authorization: () => Promise.resolve(authorization),
    renew: () => Promise.resolve(false),
  };
}

/**
 * A transport that adds credentials to each request that has none, and sends it again once when they were renewed after a 401:
 * a write too, since the server has then not begun.
 */
export function withCredentials(
  transport: Transport,
  credentials: Credentials,
): Transport {
  return new AuthenticatedTransport(transport, credentials);
}

class AuthenticatedTransport implements Transport {
  readonly #transport: Transport;
  readonly #credentials: Credentials;

  constructor(transport: Transport, credentials: Credentials) {
    this.#transport = transport;
    this.#credentials = credentials;
  }

  get closeSignal(): AbortSignal | undefined {
    return this.#transport.closeSignal;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    if (request.headers?.["authorization"] !== undefined)
      return this.#transport.request(request);
    const { signal } = request;
    const sent = await this.#current(signal);
    const response = await this.#send(request, sent);
    if (response.status !== 401) return response;
    let renewed: SentCredentials;
    try {
      if (!(await this.#credentials.renew(sent, signal))) return response;
      renewed = await this.#current(signal);
    } catch (error) {
      await response.dismiss();
      throw error;
    }
    await response.dismiss();
    return this.#send(request, renewed);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #current(signal: AbortSignal | undefined): Promise<SentCredentials> {
    const authorization = await this.#credentials.authorization(signal);
    const certificate = await this.#credentials.certificate?.(signal);
    return { authorization, certificate };
  }

  #send(
    request: TransportRequest,
    { authorization }: SentCredentials,
  ): Promise<TransportResponse> {
    return this.#transport.request(
      authorization === undefined
        ? request
        : { ...request, headers: { ...request.headers, authorization } },
    );
  }
}
