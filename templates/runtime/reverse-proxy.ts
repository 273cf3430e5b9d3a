import { abortable, Deadline } from "./deadline.js";
import { ApiError } from "./errors.js";
import { collectionPath } from "./list.js";
import { pathSegment, pathTail } from "./path.js";
import { queryOf } from "./query.js";
import {
  answerOnce,
  lateMessage,
  parseAnswer,
  toTransport,
  type ApiRequest,
} from "./request.js";
import { parseStatus } from "./status.js";
import type {
  ProxyAnswer,
  ProxyBehaviour,
  ProxyOptions,
  RequestOptions,
  ResourceTarget,
  TransportResponse,
} from "./types.js";
import { wholeBytes } from "./whole-bytes.js";

/**
 * Asks the program behind an object through the API server, once: what a second request would do, only the program knows.
 *
 * @throws {ApiError} where the API server itself refuses, does not find the object or cannot reach the program
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 */
export const askThroughProxy: ProxyBehaviour = async (
  target: ResourceTarget,
  name: string,
  options: ProxyOptions,
): Promise<ProxyAnswer> =>
  askProgram(target, proxyRequest(target, name, options), options);

/** Sends a request, once, to what answers as it likes. @throws {ApiError} where the answer is an API server's own refusal */
export async function askProgram(
  { transport }: ResourceTarget,
  request: ApiRequest,
  options: RequestOptions,
): Promise<ProxyAnswer> {
  const deadline = new Deadline(options, lateMessage(request));
  try {
    const { signal } = deadline;
    const response = await answerOnce(
      transport,
      // What a program streams may pause for as long as it likes.
      { ...toTransport(request, signal), idleTimeoutMs: 0 },
      signal,
    );
    const body = await programBody(response, request, signal);
    return new Answer(response, body, request, deadline);
  } catch (error) {
    deadline.abort();
    deadline.close();
    throw error;
  }
}

function proxyRequest(
  target: ResourceTarget,
  name: string,
  options: ProxyOptions,
): ApiRequest {
  const { method = "GET", path = "/", query = {}, body, headers } = options;
  if (/[?#]/.test(path))
    throw new TypeError(
      `"path" must be without a query, which goes into "query": ${JSON.stringify(path)}`,
    );
  // Without a slash the API server redirects to where one is.
  const tail = path === "" ? "" : `/${pathTail("path", path)}`;
  return {
    method,
    path: `${collectionPath(target)}/${endpoint(name, options)}/proxy${tail}`,
    query: queryOf(query),
    headers,
    body,
    contentType:
      typeof body === "string"
        ? "text/plain; charset=utf-8"
        : "application/octet-stream",
    accept: "*/*",
  };
}

/** `web`, `web:8080`, `https:web:8443`: the forms that the API has for a name, a scheme and a port. */
function endpoint(name: string, { port, scheme }: ProxyOptions): string {
  const part = (parameter: string, value: string): string => {
    if (value.includes(":"))
      throw new TypeError(
        `"${parameter}" must not hold ":"; "scheme" and "port" are options: ${JSON.stringify(value)}`,
      );
    return pathSegment(parameter, value);
  };
  const object = part("name", name);
  const isNumber = typeof port === "number";
  if (isNumber && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new TypeError(`"port" is not the number of a port: ${String(port)}`);
  const at = port === undefined ? "" : part("port", String(port));
  if (scheme === undefined) return at === "" ? object : `${object}:${at}`;
  if (scheme !== "http" && scheme !== "https")
    throw new TypeError(
      `"scheme" must be "http" or "https": ${JSON.stringify(scheme)}`,
    );
  return `${scheme}:${object}:${at}`;
}

// How every Status of an API server begins, and how much of one is read.
const statusHead = '{"kind":"Status"';
const longestStatus = 1 << 20;

/** The body, where the program has sent it. @throws {ApiError} where it is the API server's own word */
async function programBody(
  response: TransportResponse,
  { method, path }: ApiRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { status, headers } = response;
  const type = String(headers["content-type"] ?? "");
  if (status < 400 || !/\bjson\b/.test(type) || method === "HEAD")
    return response.body;
  const chunks = response.body[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await abortable(chunks.next(), signal);
    if (done) break;
    read.push(value);
    text += decoder.decode(value, { stream: true });
    const length = Math.min(text.length, statusHead.length);
    const mayBe = text.slice(0, length) === statusHead.slice(0, length);
    if (!mayBe || text.length > longestStatus) return resumed(read, chunks);
  }
  const body = parseStatus(text);
  if (body?.status === "Failure" && body.code === status)
    throw new ApiError({ method, path, status, text });
  return resumed(read, chunks);
}

/** A body from its beginning, of which a part is read already. */
async function* resumed(
  read: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* read;
    for (;;) {
      const { value, done } = await rest.next();
      if (done) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}

class Answer implements ProxyAnswer {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: ProxyAnswer["headers"];
  readonly #response: TransportResponse;
  readonly #chunks: AsyncIterable<Uint8Array>;
  readonly #request: ApiRequest;
  readonly #deadline: Deadline;
  #taken = false;

  constructor(
    response: TransportResponse,
    chunks: AsyncIterable<Uint8Array>,
    request: ApiRequest,
    deadline: Deadline,
  ) {
    this.status = response.status;
    this.ok = response.status >= 200 && response.status < 300;
    this.headers = response.headers;
    this.#response = response;
    this.#chunks = chunks;
    this.#request = request;
    this.#deadline = deadline;
  }

  get body(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.#read() };
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async json<T = unknown>(): Promise<T> {
    return parseAnswer<T>(await this.text(), this.status, this.#request);
  }

  bytes(): Promise<Uint8Array> {
    return wholeBytes(this.#read());
  }

  async dismiss(): Promise<void> {
    this.#taken = true;
    this.#deadline.close();
    await this.#response.dismiss();
  }

  async *#read(): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#taken)
      throw new TypeError("the body is read already, or dismissed");
    this.#taken = true;
    const { signal } = this.#deadline;
    const chunks = this.#chunks[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { value, done } = await abortable(chunks.next(), signal);
        if (done) return;
        yield value;
      }
    } finally {
      this.#deadline.close();
      await this.#response.dismiss();
    }
  }
}
