import { ByteQueue } from "./byte-queue.js";
import { ConfigError } from "./errors.js";
import { exchange, type ApiRequest } from "./request.js";
import type { Transport, WebSocketConnection } from "./types.js";

/**
 * How many unread bytes there may be in one channel before nothing more is read from the network. All channels share one
 * connection: while someone waits for another channel, it is read on.
 */
const highWater = 1024 * 1024;

/** As much as one message holds. The next large one waits until the server has read it, which takes it a round trip. */
const messageBytes = 256 * 1024;

/** The number that stands in front of a channel that ends, from version 5 of the protocol on. */
const closeSignal = 255;

/**
 * Asks for a WebSocket.
 *
 * @throws {ApiError} where the server refuses
 * @throws {ConfigError} where the transport has no WebSockets, or the package for them is not installed
 */
export async function openWebSocket(
  transport: Transport,
  request: ApiRequest & { readonly webSocket: readonly string[] },
  signal: AbortSignal,
): Promise<WebSocketConnection> {
  const response = await exchange(transport, request, signal);
  const { webSocket } = response;
  if (webSocket !== undefined) return webSocket;
  await response.dismiss();
  throw new ConfigError(
    `${request.method} ${request.path}: the transport of this client opens no WebSockets`,
  );
}

/** What comes of the channels, beside what is read from their queues. */
export interface ChannelListener {
  /** Of a channel that has no queue. */
  message(channel: number, bytes: Uint8Array): void;
  /** Why who reads is to think that it ended, where that is not what the connection says. */
  closing?(error: Error | undefined): Error | undefined;
  /** Called once, behind all else. */
  closed(error: Error | undefined): void;
}

/**
 * Several streams of bytes on one WebSocket: the first byte of each message is the number of its channel.
 *
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/streaming/pkg/httpstream/wsstream/conn.go
 */
export class Channels {
  readonly #socket: WebSocketConnection;
  readonly #queues: Map<number, ByteQueue> = new Map();
  /** What is being sent to a channel, the last of it: what comes later waits, even where its caller does not. */
  readonly #sending: Map<number, Promise<void>> = new Map();

  constructor(socket: WebSocketConnection) {
    this.#socket = socket;
  }

  /** Whether a channel can end while the others go on. */
  get canEndOne(): boolean {
    return this.#socket.protocol.startsWith("v5.");
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /**
   * What comes in a channel is kept from now on, to be read.
   *
   * @param skip how many bytes at its beginning are not for who reads
   */
  queue(channel: number, skip: number = 0): ByteQueue {
    const queue = new ByteQueue(() => this.#regulate(), skip);
    this.#queues.set(channel, queue);
    return queue;
  }

  listen(listener: ChannelListener): void {
    this.#socket.listen({
      message: (bytes) => this.#take(bytes, listener),
      closed: (closed) => {
        const error = listener.closing?.(closed) ?? closed;
        for (const queue of this.#queues.values()) queue.end(error);
        listener.closed(error);
      },
    });
  }

  /** Sends to a channel; done once all is handed on to the network. @throws {ConnectionError} where the connection has ended */
  send(channel: number, data: string | Uint8Array): Promise<void> {
    const bytes =
      typeof data === "string" ? new TextEncoder().encode(data) : data;
    return this.#inTurn(channel, () => this.#send(channel, bytes));
  }

  /** Ends a channel that is sent to, behind all that was. */
  end(channel: number): Promise<void> {
    const message = Uint8Array.of(closeSignal, channel);
    return this.#inTurn(channel, () => this.#socket.send(message));
  }

  /** Ends the connection; what came can still be read. */
  close(): void {
    this.#socket.close();
  }

  /** Ends the connection; who reads has the error, or the end, at once. */
  abandon(error?: unknown): void {
    for (const queue of this.#queues.values()) queue.abandon(error);
    this.#socket.close();
  }

  #inTurn(channel: number, send: () => Promise<void>): Promise<void> {
    const before = this.#sending.get(channel);
    const sending = before === undefined ? send() : before.then(send, send);
    this.#sending.set(channel, sending);
    const done = (): void => {
      if (this.#sending.get(channel) === sending) this.#sending.delete(channel);
    };
    sending.then(done, done);
    return unawaited(sending);
  }

  async #send(channel: number, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += messageBytes) {
      const part = bytes.subarray(at, at + messageBytes);
      const message = new Uint8Array(part.length + 1);
      message[0] = channel;
      message.set(part, 1);
      await this.#socket.send(message);
    }
  }

  #take(message: Uint8Array, listener: ChannelListener): void {
    const [channel, ended] = message;
    if (channel === undefined) return;
    if (channel === closeSignal && this.canEndOne) {
      if (ended !== undefined) this.#queues.get(ended)?.end();
      return;
    }
    const bytes = message.subarray(1);
    const queue = this.#queues.get(channel);
    if (queue === undefined) return listener.message(channel, bytes);
    queue.push(bytes);
    this.#regulate();
  }

  #regulate(): void {
    const queues = [...this.#queues.values()];
    const isFull = queues.some(({ size }) => size >= highWater);
    if (isFull && !queues.some(({ isAwaited }) => isAwaited))
      this.#socket.pause();
    else this.#socket.resume();
  }
}

/** A promise that nobody has to wait for: a failure of it must not end the process. */
export function unawaited<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
