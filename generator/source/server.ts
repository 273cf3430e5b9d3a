import { GenerationFailed, failure } from "../diagnostics.js";
import type { Connection } from "../../templates/runtime/connect.js";
import type { TransportResponse } from "../../templates/runtime/types.js";
import { maximumAnswerMs } from "../limits.js";
import { parseJson } from "../structured-text.js";
import { answerText } from "./answer-text.js";
import { refusedAnswer, notAnApiServer } from "./answer-problem.js";
import { connectionProblem } from "./connection-problem.js";
import { resolveOpenApiUrl, type OpenApiPath } from "./openapi-url.js";
import { parseIndex, type IndexEntry } from "./openapi-index.js";
import { readServerVersion } from "./server-version.js";
import type {
  AggregatedDiscovery,
  DocumentContent,
  ServerVersion,
  Source,
} from "./source.js";

/** An API server, and the way to it. */
export interface Server {
  readonly kind: "cluster" | "url";
  /** How messages name it: `context "staging"`, `https://127.0.0.1:6443`. */
  readonly label: string;
  /** Called once, when something is first asked for. */
  connect(): Promise<Connection>;
}

/** How long an answer may take to begin, and to pause, in milliseconds: an aggregated server is asked in turn by the one that is asked. */
const patienceMs = 60_000;

/** A redirect takes a stale hash to the right one; more than a few are a loop. */
const maximumRedirects = 3;

const discoveryAccept = [
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
  "application/json",
].join(",");

/**
 * The documents of a server that is running.
 *
 * It is only ever asked below `/openapi`, `/api`, `/apis` and `/version`, and no answer of it leads to another server.
 */
export function serverSource(server: Server): Source {
  const session = new Session(server);
  let discovery: Promise<AggregatedDiscovery | undefined> | undefined;
  return {
    kind: server.kind,
    label: server.label,
    async list(signal) {
      const entries = await session.index(signal);
      return entries.map((entry) => ({
        key: entry.key,
        ...(entry.hash === undefined ? {} : { hash: entry.hash }),
        label: entry.key,
        read: (readSignal) => session.document(entry, readSignal),
      }));
    },
    version: (signal) => session.version(signal),
    discovery: (signal) => (discovery ??= session.discovery(signal)),
    openapiV2: (signal) =>
      session.optionalText("/openapi/v2", "application/json", signal),
    close: () => session.close(),
  };
}

class Session {
  readonly #server: Server;
  #connection: Promise<Connection> | undefined;

  constructor(server: Server) {
    this.#server = server;
  }

  async index(signal: AbortSignal | undefined): Promise<readonly IndexEntry[]> {
    const path = "/openapi/v3";
    const response = await this.#get({ path, query: [] }, signal);
    const { label } = this.#server;
    const text = await this.#text(response, path);
    if (response.status !== 200)
      throw refusedAnswer(label, path, response, text);
    try {
      return parseIndex(text, label);
    } catch (error) {
      const isOtherContent =
        error instanceof GenerationFailed &&
        error.diagnostics.every(({ code }) => code !== "bad-index-key");
      throw isOtherContent ? notAnApiServer(label, path, error) : error;
    }
  }

  async document(
    { key, serverRelativeUrl }: IndexEntry,
    signal: AbortSignal | undefined,
  ): Promise<DocumentContent> {
    let target = await this.#resolve(serverRelativeUrl, key);
    for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
      const response = await this.#get(target, signal);
      const location = response.headers["location"];
      if (response.status >= 300 && response.status < 400) {
        await response.dismiss();
        const next = typeof location === "string" ? location : "";
        target = await this.#resolve(next, key);
        continue;
      }
      const text = await this.#text(response, target.path);
      if (response.status === 200) return { kind: "text", text };
      throw refusedAnswer(this.#server.label, target.path, response, text, key);
    }
    throw failure({
      code: "redirect-loop",
      message: `${this.#server.label} redirects "${key}" more than ${maximumRedirects} times`,
      hint: "what is between you and the API server rewrites its answers",
      at: { document: key },
    });
  }

  async version(
    signal: AbortSignal | undefined,
  ): Promise<ServerVersion | undefined> {
    const text = await this.optionalText(
      "/version",
      "application/json",
      signal,
    );
    return text === undefined
      ? undefined
      : readServerVersion(text, `${this.#server.label}: /version`);
  }

  async discovery(
    signal: AbortSignal | undefined,
  ): Promise<AggregatedDiscovery | undefined> {
    const [api, apis] = await Promise.all(
      ["/api", "/apis"].map(async (path) => {
        const text = await this.optionalText(path, discoveryAccept, signal);
        if (text === undefined) return undefined;
        const value = parseJson(text, `${this.#server.label}: ${path}`);
        return isDiscoveryList(value) ? value : undefined;
      }),
    );
    return api === undefined && apis === undefined ? undefined : { api, apis };
  }

  /** What a server may do without: undefined where it gives anything but an answer in JSON. */
  async optionalText(
    path: string,
    accept: string,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const response = await this.#get({ path, query: [] }, signal, accept);
    const text = await this.#text(response, path);
    return response.status === 200 && text.trimStart().startsWith("{")
      ? text
      : undefined;
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
    return resolveOpenApiUrl(reference, key, this.#server.label, server);
  }

  async #get(
    { path, query }: OpenApiPath,
    signal: AbortSignal | undefined,
    accept = "application/json",
  ): Promise<TransportResponse> {
    try {
      const { transport } = await this.#connect();
      return await transport.request({
        method: "GET",
        path,
        query,
        headers: { accept },
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
    const { label } = this.#server;
    try {
      return await answerText(response, `${label}: ${path}`);
    } catch (error) {
      throw this.#problem(error, path);
    }
  }

  #problem(error: unknown, path: string): unknown {
    if (!(error instanceof DOMException) || error.name !== "TimeoutError")
      return connectionProblem(error);
    return failure({
      code: "endless-answer",
      message: `the answer of ${this.#server.label} to GET ${path} was not at its end after ${String(maximumAnswerMs / 60_000)} minutes`,
      hint: "look at what is between you and the API server, or capture it from a machine that is nearer to it",
    });
  }
}

/** Also ends an answer that trickles on and on. */
function withDeadline(signal: AbortSignal | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(maximumAnswerMs);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}

function isDiscoveryList(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "APIGroupDiscoveryList"
  );
}
