import type { ByteSink } from "./types.js";

/** A stream of the web platform from one of bytes: of `session.stdout`, for example. To cancel it gives up the rest. */
export function toWebReadable(
  stream: AsyncIterable<Uint8Array>,
): ReadableStream<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    // Nothing is read before someone reads.
    { highWaterMark: 0 },
  );
}

/** A stream of the web platform that writes to `session.stdin`, for example, and ends it. */
export function toWebWritable(
  sink: ByteSink,
): WritableStream<string | Uint8Array> {
  return new WritableStream<string | Uint8Array>({
    write: (chunk) => sink.write(chunk),
    close: () => sink.end(),
  });
}
