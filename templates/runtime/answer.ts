import type { Readable } from "node:stream";
import type { TransportResponse } from "./types.js";

/** What an answer is made from. */
export interface AnswerParts {
  readonly status: number;
  readonly headers: TransportResponse["headers"];
  readonly body: Readable;
  /** Reads the body to its end, in the way that is fastest for it. */
  readonly text: () => Promise<string>;
  /** Says in words what an error while the body is read means. */
  readonly explain: (error: unknown) => unknown;
}

/** An answer whose body comes from a stream. */
export class Answer implements TransportResponse {
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
