import type { TransportResponse } from "./types.js";

/** What an answer is made from. */
export interface AnswerParts {
  readonly status: number;
  readonly headers: TransportResponse["headers"];
  readonly body: AsyncIterable<Uint8Array>;
  /** Reads the body to its end, in the way that is fastest for it. */
  readonly text: () => Promise<string>;
  /** Called when nobody wants more of the body; also where there is no more. */
  readonly giveUp: () => void;
  /** Says in words what an error while the body is read means. */
  readonly explain: (error: unknown) => unknown;
}

/** An answer whose body comes piece by piece, from whichever transport. */
export class BodyAnswer implements TransportResponse {
  readonly status: number;
  readonly headers: TransportResponse["headers"];
  readonly #parts: AnswerParts;

  constructor(parts: AnswerParts) {
    this.status = parts.status;
    this.headers = parts.headers;
    this.#parts = parts;
  }

  get body(): AsyncIterable<Uint8Array> {
    return this.#read();
  }

  async text(): Promise<string> {
    try {
      return await this.#parts.text();
    } catch (error) {
      throw this.#parts.explain(error);
    }
  }

  async dismiss(): Promise<void> {
    this.#parts.giveUp();
  }

  async *#read(): AsyncGenerator<Uint8Array, void, undefined> {
    const { body, explain, giveUp } = this.#parts;
    const chunks = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { value, done } = await chunks.next();
        if (done) return;
        yield value;
      }
    } catch (error) {
      throw explain(error);
    } finally {
      giveUp();
    }
  }
}
