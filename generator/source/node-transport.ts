import type {
  Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingHttpHeaders,
} from "node:http";
import type { request } from "node:https";
import type { ConnectionSettings } from "../../templates/runtime/connection-settings.js";
import {
  connectionError,
  isTrustFailure,
  withCode,
} from "../../templates/runtime/connection-errors.js";
import { clientClosed } from "../../templates/runtime/client-closed.js";
import { ConfigError } from "../../templates/runtime/errors.js";
import { explainErrors } from "../../templates/runtime/explain-errors.js";
import { toAnswer } from "../../templates/runtime/answer.js";
import { readText } from "../../templates/runtime/gzip.js";
import { pathWithQuery } from "../../templates/runtime/path.js";
import { routeTo, type Route } from "../../templates/runtime/route.js";
import { serverTls, type TlsMaterial } from "../../templates/runtime/tls.js";
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "../../templates/runtime/types.js";

/** As long as undici waits for a connection, TLS included, in milliseconds. */
const connectMs = 10_000;

/** As `node:http` has them as well. */
interface Http {
  readonly request: typeof request;
  readonly Agent: new (options: object) => Agent;
}

/**
 * A transport on what comes with Node.js, straight to the server. undici takes longer to load than all that a run does in which nothing
 * changed. It opens no WebSockets, and once it is closed nothing more comes of what was asked for.
 *
 * @param settings with a proxy it is not the right one
 */
export async function nodeTransport({
  transport: settings,
}: Pick<ConnectionSettings, "transport">): Promise<Transport> {
  explainErrors();
  const isTls = settings.server.startsWith("https:");
  const http = await (isTls ? import("node:https") : import("node:http"));
  return new NodeTransport(http as Http, isTls, settings);
}

class NodeTransport implements Transport {
  readonly #http: Http;
  readonly #isTls: boolean;
  readonly #route: Route;
  readonly #settings: ConnectionSettings["transport"];
  readonly #end: AbortController = new AbortController();
  /** By what they trust and present; all but the last are only there for what runs on them. */
  readonly #agents: Map<TlsMaterial, Agent> = new Map();

  constructor(
    http: Http,
    isTls: boolean,
    settings: ConnectionSettings["transport"],
  ) {
    this.#http = http;
    this.#isTls = isTls;
    this.#route = routeTo(settings.server, undefined);
    this.#settings = settings;
  }

  get closeSignal(): AbortSignal {
    return this.#end.signal;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { tls } = this.#settings;
    const { signal } = request;
    const material = await tls.current(signal);
    try {
      return await this.#send(request, material);
    } catch (error) {
      // The server may have a certificate of an authority that has just taken the place of the one before.
      const next = isTrustFailure(error) ? await tls.reread(signal) : material;
      if (next === material) throw this.#explain(error, request);
      return await this.#send(request, next).catch((again: unknown) => {
        throw this.#explain(again, request);
      });
    }
  }

  close(): Promise<void> {
    this.#end.abort(clientClosed());
    for (const agent of this.#agents.values()) agent.destroy();
    return Promise.resolve();
  }

  async #send(
    request: TransportRequest,
    material: TlsMaterial,
  ): Promise<TransportResponse> {
    if (this.#end.signal.aborted) throw clientClosed();
    const { disableCompression, userAgent } = this.#settings;
    const compressible =
      disableCompression !== true &&
      request.compressible === true &&
      // Who asks for an encoding is to have it.
      request.headers?.["accept-encoding"] === undefined;
    const headers = {
      "user-agent": userAgent ?? defaultUserAgent(),
      ...(compressible ? { "accept-encoding": "gzip" } : {}),
      ...(request.headers as Record<string, string | string[]>),
    };
    const answer = await this.#ask(request, material, headers);
    return toAnswer(
      {
        statusCode: answer.statusCode ?? 0,
        headers: headersOf(answer),
        body: Object.assign(answer, { text: () => readText(answer) }),
      },
      compressible,
      (error) => this.#explain(error, request),
    );
  }

  async #ask(
    request: TransportRequest,
    material: TlsMaterial,
    headers: OutgoingHttpHeaders,
  ): Promise<IncomingMessage> {
    const { method, signal } = request;
    const { origin, prefix } = this.#route;
    for (;;) {
      const sent = this.#http.request(origin, {
        method,
        // Not a part of the URL, which would be written anew.
        path: prefix + pathWithQuery(request),
        agent: this.#agentFor(material),
        headers,
        ...(signal === undefined ? {} : { signal }),
      });
      try {
        return await this.#answer(sent, request);
      } catch (error) {
        // The server had closed it while nothing was asked: https://nodejs.org/docs/latest-v20.x/api/http.html#requestreusedsocket
        const isStale = sent.reusedSocket && method === "GET";
        const isClosed = this.#end.signal.aborted;
        if (!isStale || isClosed || !isReset(error)) throw error;
      }
    }
  }

  #agentFor(material: TlsMaterial): Agent {
    const known = this.#agents.get(material);
    if (known !== undefined) return known;
    const agent = new this.#http.Agent({
      keepAlive: true,
      ...(this.#isTls ? serverTls(material, this.#settings) : {}),
    });
    this.#agents.set(material, agent);
    return agent;
  }

  /** Sends what there is to send, and waits for the headers of what comes back. */
  #answer(
    sent: ClientRequest,
    { body, headersTimeoutMs = 0, idleTimeoutMs = 0 }: TransportRequest,
  ): Promise<IncomingMessage> {
    const connected = this.#isTls ? "secureConnect" : "connect";
    return new Promise((resolve, reject) => {
      const stopAfter = (limit: number, code: string): NodeJS.Timeout =>
        setTimeout(() => sent.destroy(withCode("no answer", code)), limit);
      const timers: NodeJS.Timeout[] = [];
      sent.once("socket", (socket) => {
        if (!socket.connecting) return;
        const timer = stopAfter(connectMs, "UND_ERR_CONNECT_TIMEOUT");
        timers.push(timer);
        socket.once(connected, () => clearTimeout(timer));
      });
      if (headersTimeoutMs > 0)
        timers.push(stopAfter(headersTimeoutMs, "UND_ERR_HEADERS_TIMEOUT"));
      sent.once("close", () => timers.forEach(clearTimeout));
      // Stays, since what breaks later is told again here.
      sent.on("error", reject);
      sent.once("response", (answer) => {
        timers.forEach(clearTimeout);
        sent.setTimeout(idleTimeoutMs, () =>
          answer.destroy(withCode("no more came", "UND_ERR_BODY_TIMEOUT")),
        );
        resolve(answer);
      });
      sent.end(body);
    });
  }

  #explain(
    error: unknown,
    { method, path, signal }: TransportRequest,
  ): unknown {
    if (signal?.aborted) return signal.reason;
    if (error instanceof ConfigError || this.#end.signal.aborted) return error;
    const { server } = this.#route;
    return connectionError(error, { method, path, server });
  }
}

function isReset(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === "ECONNRESET" || code === "EPIPE";
}

/** As servers send them: what comes more than once is not joined. */
function headersOf({
  headersDistinct,
}: IncomingMessage): TransportResponse["headers"] {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [
      name,
      values.length === 1 ? values[0] : values,
    ]),
  );
}

function defaultUserAgent(): string {
  return `kubewright node/${process.version} (${process.platform}/${process.arch})`;
}
