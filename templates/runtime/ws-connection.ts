import type { WebSocketConnection, WebSocketListener } from "./types.js";
import type { Ws } from "./ws-package.js";

// Of the WebSocket interface: https://websockets.spec.whatwg.org/#dom-websocket-readystate
const open = 1;

/** How often the server is asked whether it is there, in milliseconds, and how often in a row it may say nothing. */
const pingIntervalMs = 15_000;
const silentPings = 4;

/**
 * How many bytes may be on their way that the server has not read, unless they are one message. What is unread when a program ends
 * makes the server's system reset the connection, and with it goes what the program wrote last: so a server that waits until a
 * program takes its input must have read all that was sent. It has once it answers a ping that stands behind it.
 */
const unreadBytes = 16 * 1024;

/**
 * How many bytes of input there is room for on the way to a program that reads none: less than in a pipe. Once more was sent, a server
 * that does not answer may be one that waits for its program, for hours: only TCP finds out that it is gone.
 */
const heldBytes = 32 * 1024;

/** How long the server may take to say goodbye, in milliseconds. */
const farewellMs = 2_000;

/** A message that waits until the server has read those before. */
interface Outgoing {
  readonly message: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What can send several pieces as one. */
interface Corked {
  cork(): void;
  uncork(): void;
}

/** A WebSocket of the package ws, from when it is open. */
export class WsConnection implements WebSocketConnection {
  readonly #ws: Ws;
  readonly #socket: Corked;
  readonly #explain: (error: unknown) => unknown;
  readonly #pings: ReturnType<typeof setInterval>;
  #listener: WebSocketListener | undefined;
  /** What came before anyone listened: the rest of a chunk that was read with the answer. */
  #early: Uint8Array[] = [];
  #end: { readonly error: Error | undefined } | undefined;
  #failure: Error | undefined;
  #paused: boolean = true;
  #closing: boolean = false;
  #silence: number = 0;
  readonly #outgoing: Outgoing[] = [];
  /** How many bytes were sent, and how many of them the server has read. */
  #sent: number = 0;
  #read: number = 0;

  /**
   * @param socket what it writes to
   * @param explain says in words what an error means
   */
  constructor(ws: Ws, socket: Corked, explain: (error: unknown) => unknown) {
    this.#ws = ws;
    this.#socket = socket;
    this.#explain = explain;
    ws.pause();
    ws.on("message", (data) => this.#take(data));
    ws.on("pong", (data) => this.#heard(data));
    ws.on("error", (error) => (this.#failure ??= error));
    ws.on("close", (code) => this.#closed(code));
    this.#pings = setInterval(() => this.#ping(), pingIntervalMs);
    this.#pings.unref();
  }

  get protocol(): string {
    return this.#ws.protocol;
  }

  listen(listener: WebSocketListener): void {
    this.#listener = listener;
    for (const message of this.#early) listener.message(message);
    this.#early = [];
    if (this.#end === undefined) this.resume();
    else listener.closed(this.#end.error);
  }

  send(message: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#outgoing.push({ message, resolve, reject });
      this.#sendOn();
    });
  }

  pause(): void {
    if (this.#paused || this.#closing) return;
    this.#paused = true;
    if (this.#ws.readyState === open) this.#ws.pause();
  }

  resume(): void {
    this.#paused = false;
    if (this.#ws.readyState === open) this.#ws.resume();
  }

  close(): void {
    if (this.#closing || this.#end !== undefined) return;
    // Its goodbye stands behind all that is not read yet.
    this.resume();
    this.#closing = true;
    this.#ws.close();
    const timer = setTimeout(() => this.#ws.terminate(), farewellMs);
    this.#ws.on("close", () => clearTimeout(timer));
  }

  #sendOn(): void {
    for (let next; (next = this.#outgoing[0]) !== undefined;) {
      const unread = this.#sent - this.#read;
      const isOpen = this.#ws.readyState === open;
      if (isOpen && unread > 0 && unread + next.message.length > unreadBytes)
        return;
      this.#outgoing.shift();
      this.#sendNow(next);
    }
  }

  #sendNow({ message, resolve, reject }: Outgoing): void {
    this.#sent += message.length;
    // In one piece with the ping: who reads the message has that, too.
    this.#socket.cork();
    this.#ws.send(message, { binary: true }, (error) =>
      error ? reject(this.#unsent(error)) : resolve(),
    );
    if (this.#ws.readyState === open) this.#ws.ping(String(this.#sent));
    this.#socket.uncork();
  }

  #unsent(error: Error): unknown {
    if (this.#end?.error !== undefined) return this.#end.error;
    const isOpen = this.#ws.readyState === open;
    return this.#explain(
      this.#failure ?? (isOpen ? error : reset(error.message)),
    );
  }

  #heard(answer: Uint8Array): void {
    this.#silence = 0;
    // What came unasked, or to a ping of the keep-alive, says nothing of it.
    this.#read = Math.max(this.#read, Number(answer) || 0);
    this.#sendOn();
  }

  #take(message: Uint8Array): void {
    this.#silence = 0;
    if (this.#listener === undefined) this.#early.push(message);
    else this.#listener.message(message);
  }

  /** Neither a balancer in between nor a server that is gone must go unnoticed while there is nothing to say. */
  #ping(): void {
    if (this.#ws.readyState !== open) return;
    // It has been asked already.
    if (this.#sent > this.#read && this.#sent > heldBytes) return;
    // While nothing is read, no answer is either.
    if (this.#paused) this.#silence = 0;
    if (this.#silence++ < silentPings) return this.#ws.ping();
    const seconds = (silentPings * pingIntervalMs) / 1_000;
    this.#failure ??= Object.assign(
      new Error(`nothing was heard of it for ${seconds} s`),
      { code: "ETIMEDOUT" },
    );
    this.#ws.terminate();
  }

  #closed(code: number): void {
    clearInterval(this.#pings);
    const cause = this.#failure ?? reasonOf(code);
    const error =
      cause === undefined || this.#closing
        ? undefined
        : (this.#explain(cause) as Error);
    this.#end = { error };
    this.#sendOn();
    this.#listener?.closed(error);
  }
}

/** Why it ended, by https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1; undefined where all was well. */
function reasonOf(code: number): Error | undefined {
  if (code === 1000 || code === 1005) return undefined;
  return reset(
    code === 1006
      ? "the connection was closed in the middle"
      : `the server ended the connection with the code ${code}`,
  );
}

function reset(message: string): Error {
  return Object.assign(new Error(message), { code: "ECONNRESET" });
}
