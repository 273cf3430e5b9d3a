import { Duplex, Readable, Writable, type WritableOptions } from "node:stream";
import type { ByteSink, PortConnection } from "./types.js";

/** A stream of Node.js from one of bytes: of `session.stdout`, for example. To destroy it gives up the rest. */
export function toNodeReadable(stream: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(stream, { objectMode: false });
}

/** What waits to be written goes out as one message, since each large one takes a round trip: as much as fits into it. */
const highWaterMark = 256 * 1024;

/** A stream of Node.js that writes to `session.stdin`, for example, and ends it. */
export function toNodeWritable(sink: ByteSink): Writable {
  return new Writable({
    ...writing(sink),
    final: (done) => settle(sink.end(), done),
  });
}

/** A connection to a port of a pod as a stream of Node.js. There is no half-close: its end closes the connection. */
export function toDuplex(connection: PortConnection): Duplex {
  const incoming = connection[Symbol.asyncIterator]();
  const duplex: Duplex = new Duplex({
    ...writing(connection),
    // The other side's end is that of both.
    allowHalfOpen: false,
    read() {
      incoming.next().then(
        ({ value, done }) => duplex.push(done ? null : value),
        (error: Error) => duplex.destroy(error),
      );
    },
    final(done) {
      connection.close();
      done();
    },
    destroy(error, done) {
      connection.close();
      done(error);
    },
  });
  return duplex;
}

function writing(sink: Pick<ByteSink, "write">): WritableOptions {
  return {
    decodeStrings: true,
    highWaterMark,
    writev: (chunks, done) =>
      settle(
        sink.write(
          Buffer.concat(chunks.map(({ chunk }) => chunk as Uint8Array)),
        ),
        done,
      ),
  };
}

function settle(
  promise: Promise<void>,
  done: (error?: Error | null) => void,
): void {
  promise.then(
    () => done(),
    (error: Error) => done(error),
  );
}
