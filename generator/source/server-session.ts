import { failure } from "../diagnostics.js";
import type { Connection } from "../../templates/runtime/connect.js";
import type { TransportResponse } from "../../templates/runtime/types.js";
import { maximumAnswerMs } from "../limits.js";
import { refusedAnswer } from "./answer-problem.js";
import { answerText } from "./answer-text.js";
import { connectionProblem } from "./connection-problem.js";
import type { IndexEntry } from "./openapi-index.js";
import { resolveOpenApiUrl, type OpenApiPath } from "./openapi-url.js";

/** An API server, and the way to it. */
export interface Server {
  readonly kind: "cluster" | "url";
  /** How messages name it: `context "staging"`, `https://127.0.0.1:6443`. */
  readonly label: string;
  /** Reads `/openapi/v2` even where there is `/openapi/v3`. */
  readonly onlyV2?: boolean;
  /** Called once, when something is first asked for. */
  connect(): Promise<Connection>;
}

/** What a server answered. */
export interface ServerAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * How long an answer may take to begin, and to pause, in milliseconds: longer than the minute that an API server waits for one behind it,
 * after which it answers 504.
 */
const patienceMs = 75_000;

/** A redirect takes a stale hash to the right one; more than a few are a loop. */
const maximumRedirects = 3;

/** Asks one server for what it publishes. */
export class ServerSession {
  readonly label: string;
  readonly #server: Server;
  /** What had an `ETag`, by path: it is only sent again where it has changed. */
  readonly #known: Map<string, { etag: string; answer: ServerAnswer }> =
    new Map();
  #connection: Promise<Connection> | undefined;

  constructor(server: Server) {
    this.label = server.label;
    this.#server = server;
  }

  /** Asks for something that a server may be asked for again. */
  async get(
    path: string,
    signal: AbortSignal | undefined,
    accept = "application/json",
  ): Promise<ServerAnswer> {
    const known = this.#known.get(path);
    const response = await this.#request({ path, query: [] }, signal, {
      accept,
      ...(known === undefined ? {} : { "if-none-match": known.etag }),
    });
    const { status, headers } = response;
    const text = await this.#text(response, path);
    if (status === 304 && known !== undefined) return known.answer;
    const answer = { status, text };
    const { etag } = headers;
    if (status === 200 && typeof etag === "string")
      this.#known.set(path, { etag, answer });
    return answer;
  }

  /** What a server may do without: undefined where it gives anything but an answer in JSON. */
  async optional(
    path: string,
    signal: AbortSignal | undefined,
    accept?: string,
  ): Promise<string | undefined> {
    const { status, text } = await this.get(path, signal, accept);
    return status === 200 && text.trimStart().startsWith("{")
      ? text
      : undefined;
  }

  /** A document of the index, as text. */
  async document(
    { key, serverRelativeUrl }: IndexEntry,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    let target = await this.#resolve(serverRelativeUrl, key);
    for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
      const response = await this.#request(target, signal);
      const location = response.headers["location"];
      if (response.status >= 300 && response.status < 400) {
        await response.dismiss();
        const next = typeof location === "string" ? location : "";
        target = await this.#resolve(next, key);
        continue;
      }
      const text = await this.#text(response, target.path);
      if (response.status === 200) return text;
      throw refusedAnswer(this.label, target.path, response, text, key);
    }
    throw failure({
      code: "redirect-loop",
      message: `${this.label} redirects "${key}" more than ${maximumRedirects} times`,
      hint: "what is between you and the API server rewrites its answers",
      at: { document: key },
    });
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.transport.close();
  }

  #connect(): Promise<Connection> {
    return (this.#connection ??= this.#server.connect());
  }

  async #resolve(reference: string, key: string): Promise<OpenApiPath> {
    const { server } = await this.#connect();
    return resolveOpenApiUrl(reference, key, this.label, server);
  }

  async #request(
    { path, query }: OpenApiPath,
    signal: AbortSignal | undefined,
    headers: Readonly<Record<string, string>> = { accept: "application/json" },
  ): Promise<TransportResponse> {
    try {
      const { transport } = await this.#connect();
      return await transport.request({
        method: "GET",
        path,
        query,
        headers,
        signal: withDeadline(signal),
        compressible: true,
        headersTimeoutMs: patienceMs,
        idleTimeoutMs: patienceMs,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#problem(error, path);
    }
  }

  async #text(response: TransportResponse, path: string): Promise<string> {
    try {
      return await answerText(response, `${this.label}: ${path}`);
    } catch (error) {
      throw this.#problem(error, path);
    }
  }

  #problem(error: unknown, path: string): unknown {
    if (!(error instanceof DOMException) || error.name !== "TimeoutError")
      return connectionProblem(error);
    return failure({
      code: "endless-answer",
      message: `the answer of ${this.label} to GET ${path} was not at its end after ${String(maximumAnswerMs / 60_000)} minutes`,
      hint: "look at what is between you and the API server, or capture it from a machine that is nearer to it",
    });
  }
}

/** Also ends an answer that trickles on and on. */
function withDeadline(signal: AbortSignal | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(maximumAnswerMs);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}
