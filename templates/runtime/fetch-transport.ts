import { BodyAnswer } from "./body-answer.js";
import { clientClosed } from "./client-closed.js";
import { connectionError } from "./connection-errors.js";
import { ConfigError } from "./errors.js";
import { FetchCall } from "./fetch-call.js";
import { cutOffError, fetchError, redirectError } from "./fetch-errors.js";
import { pathWithQuery } from "./path.js";
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "./types.js";

/** What sends requests: the platform's `fetch`, or what does as it does. */
export type FetchFunction = (
  url: string,
  init: RequestInit,
) => Promise<Response>;

/** Where a transport on `fetch` goes. */
export interface FetchTransportOptions {
  /** `https://host:port`, with the path in front of the API where it has one, and no slash at its end. */
  readonly server: string;
  /** By their names in lower case: sent with each request that has none of the same name. */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** What sends requests. Default: the platform's `fetch`. */
  readonly fetch?: FetchFunction | undefined;
}

/**
 * A transport on the `fetch` of the platform: of browsers, workers, Deno, Bun and Node.js. It follows no redirects. TLS,
 * connections and compression are the platform's. It opens no WebSockets, which exec, attach and port-forward need.
 */
export function fetchTransport(options: FetchTransportOptions): Transport {
  return new FetchTransport(options);
}

class FetchTransport implements Transport {
  readonly #options: FetchTransportOptions;
  readonly #end: AbortController = new AbortController();

  constructor(options: FetchTransportOptions) {
    this.#options = options;
  }

  get closeSignal(): AbortSignal {
    return this.#end.signal;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { server } = this.#options;
    const { method, path, signal } = request;
    const unanswered = { method, path, server };
    const headers = headersOf(request, this.#options.headers);
    signal?.throwIfAborted();
    if (this.#end.signal.aborted)
      throw connectionError(clientClosed(), unanswered);
    const call = new FetchCall(signal);
    const url = server + pathWithQuery(request);
    const init = {
      method,
      headers,
      // Since TypeScript 5.7 platforms say which buffer bytes must be in; older versions have no word for it.
      body: (request.body as string | undefined) ?? null,
      redirect: "manual",
      signal: call.signal,
    } as const;
    let response: Response;
    try {
      // Not as a method: browsers refuse a `fetch` that is called on another object.
      const { fetch = globalThis.fetch } = this.#options;
      response = await call.head(request.headersTimeoutMs, fetch(url, init));
    } catch (error) {
      call.end();
      const why: unknown =
        call.reasonOf(unanswered) ??
        fetchError(error, unanswered, { url, init });
      throw why;
    }
    if (response.type === "opaqueredirect") {
      call.end();
      throw redirectError(unanswered);
    }
    const body = call.body(request.idleTimeoutMs, response.body);
    return new BodyAnswer({
      status: response.status,
      headers: readHeaders(response.headers),
      body,
      text: () => readText(body),
      giveUp: () => call.end(),
      explain: (error) =>
        call.reasonOf(unanswered) ?? cutOffError(error, unanswered),
    });
  }

  /** Connections are the platform's: what runs goes on, but watches, and nothing more is sent. */
  async close(): Promise<void> {
    this.#end.abort(clientClosed());
  }
}

/** @throws {ConfigError} for what would go out as something else, or not at all */
function headersOf(
  { method, path, headers = {}, compressible, webSocket }: TransportRequest,
  others: { readonly [name: string]: string } = {},
): { [name: string]: string } {
  if (webSocket !== undefined)
    throw new ConfigError(
      `${method} ${path}: exec, attach and port-forward need the client of index.js, on Node.js or in Deno`,
    );
  const sent: { [name: string]: string } = { ...others };
  // Nothing is to wait in a decompressor. Browsers send their own.
  if (compressible !== true) sent["accept-encoding"] = "identity";
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string" && value.length > 1)
      throw new ConfigError(
        `${method} ${path}: the header "${name}" has ${value.length} values, which fetch would join to one`,
      );
    if (value.length > 0) sent[name] = String(value);
  }
  return sent;
}

function readHeaders(headers: Headers): { [name: string]: string } {
  const read: { [name: string]: string } = {};
  headers.forEach((value, name) => (read[name] = value));
  return read;
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body)
    text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
