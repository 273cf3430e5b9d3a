import { readFile } from "node:fs/promises";
import { ConfigError } from "./errors.js";
import { isHeaderValue, unsendable } from "./header-value.js";
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
export const noCredentials: Credentials = fixed(undefined);

/** A token that stays as it is. */
export function bearerToken(token: string): Credentials {
  return fixed(`Bearer ${token}`);
}

/** A user name and a password. */
export function basicCredentials(
  username: string,
  password: string,
): Credentials {
  const pair = Buffer.from(`${username}:${password}`, "utf8");
  return fixed(`Basic ${pair.toString("base64")}`);
}

/**
 * A token in a file that is written anew from time to time: it is read at most once a minute, and when the server did not
 * accept it. While the file cannot be read, or has what no header can hold, the token that it had, or the other one given here,
 * is used, and the file is tried again every 5 seconds.
 *
 * @throws {ConfigError} where the file has no token that can be read and sent, and there is no other one
 */
export async function bearerTokenFile(
  path: string,
  other?: Secret,
): Promise<Credentials> {
  const file = new TokenFile(path, other);
  await file.authorization();
  return file;
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

// As often as client-go does: https://github.com/kubernetes/client-go/blob/master/transport/token_source.go
const tokenFileMaxAgeMs = 60_000;
const tokenFileRetryMs = 5_000;

class TokenFile implements Credentials {
  readonly #path: string;
  #token: string | undefined;
  #staleAt: number = -Infinity;
  /** What all who want the file read meanwhile wait for. */
  #reading: Promise<void> | undefined;

  constructor(path: string, other: Secret | undefined) {
    this.#path = path;
    this.#token = other?.reveal();
  }

  async authorization(): Promise<string> {
    if (performance.now() >= this.#staleAt) await this.#read();
    return `Bearer ${this.#token}`;
  }

  async renew(sent?: SentCredentials): Promise<boolean> {
    const refused = sent?.authorization ?? `Bearer ${this.#token}`;
    // What is being read may be the file as it was before: it is read once more where that brought nothing new.
    await this.#reading;
    if (refused === `Bearer ${this.#token}`) await this.#read();
    return refused !== `Bearer ${this.#token}`;
  }

  #read(): Promise<void> {
    return (this.#reading ??= this.#readAnew().finally(() => {
      this.#reading = undefined;
    }));
  }

  async #readAnew(): Promise<void> {
    try {
      const token = (await readFile(this.#path, "utf8")).trim();
      if (token === "") throw new Error("it is empty");
      if (!isHeaderValue(token)) throw new Error(`it has ${unsendable}`);
      this.#token = token;
      this.#staleAt = performance.now() + tokenFileMaxAgeMs;
    } catch (cause) {
      this.#staleAt = performance.now() + tokenFileRetryMs;
      if (this.#token !== undefined) return;
      throw new ConfigError(
        `cannot read the token file "${this.#path}": ${(cause as Error).message}`,
        { cause },
      );
    }
  }
}

function fixed(authorization: string | undefined): Credentials {
  return {
    authorization: () => Promise.resolve(authorization),
    renew: () => Promise.resolve(false),
  };
}
