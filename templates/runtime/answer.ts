import type { Readable } from "node:stream";
import { BodyAnswer } from "./body-answer.js";
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
    return fromStream(body, () => body.text(), { status, headers, explain });
  const plain = decompressed(body);
  return fromStream(plain, () => readText(plain), {
    status,
    headers: {
      ...headers,
      "content-encoding": undefined,
      "content-length": undefined,
    },
    explain,
  });
}

function fromStream(
  body: Readable,
  read: () => Promise<string>,
  parts: {
    readonly status: number;
    readonly headers: TransportResponse["headers"];
    readonly explain: (error: unknown) => unknown;
  },
): TransportResponse {
  // A body that is given up, or cut off before someone reads it, must not end the process.
  body.on("error", () => undefined);
  return new BodyAnswer({
    ...parts,
    body,
    text: async () => {
      const text = await read();
      // Only then does undici take the connection as free: a next request would open another one.
      await new Promise((resolve) => setImmediate(resolve));
      return text;
    },
    giveUp: () => void body.destroy(),
  });
}
