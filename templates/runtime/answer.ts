import type { Readable } from "node:stream";
import { decompressed, readText } from "./gzip.js";
import type { TransportResponse } from "./types.js";

/** An answer as undici gives it. */
export interface ReceivedAnswer {
  readonly statusCode: number;
  readonly headers: TransportResponse["headers"];
  readonly body: Readable & { text(): Promise<string> };
}

/**
 * An answer as a transport gives it.
 *
 * @param compressible whether gzip was asked for: then it is taken off again, and the headers that speak of it
 * @param explain says in words what an error while the body is read means
 */
export function toAnswer(
  { statusCode: status, headers, body }: ReceivedAnswer,
  compressible: boolean,
  explain: (error: unknown) => unknown,
): TransportResponse {
  if (!compressible || headers["content-encoding"] !== "gzip")
    return new Answer({
      ...{ status, headers, body, explain },
      text: () => body.text(),
    });
  const plain = decompressed(body);
  return new Answer({
    ...{ status, body: plain, explain },
    headers: {
      ...headers,
      "content-encoding": undefined,
      "content-length": undefined,
    },
    text: () => readText(plain),
  });
}

/** What an answer is made from. */
interface AnswerParts {
  readonly status: number;
  readonly headers: TransportResponse["headers"];
  readonly body: Readable;
  /** Reads the body to its end, in the way that is fastest for it. */
  readonly text: () => Promise<string>;
  /** Says in words what an error while the body is read means. */
  readonly explain: (error: unknown) => unknown;
}

/** An answer whose body comes from a stream. */
class Answer implements TransportResponse {
  readonly status: number;
  readonly headers: TransportResponse["headers"];
  readonly #body: Readable;
  readonly #text: () => Promise<string>;
  readonly #explain: (error: unknown) => unknown;

  constructor({ status, headers, body, text, explain }: AnswerParts) {
    this.status = status;
    this.headers = headers;
    this.#body = body;
    this.#text = text;
    this.#explain = explain;
    // A body that is given up, or cut off before someone reads it, must not end the process.
    body.on("error", () => undefined);
  }

  get body(): AsyncIterable<Uint8Array> {
    return this.#read();
  }

  async text(): Promise<string> {
    try {
      const text = await this.#text();
      // Only then does undici take the connection as free: a next request would open another one.
      await new Promise((resolve) => setImmediate(resolve));
      return text;
    } catch (error) {
      throw this.#explain(error);
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
      throw this.#explain(error);
    } finally {
      this.#body.destroy();
    }
  }
}
