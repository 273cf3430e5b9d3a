import type { WebSocketConnection, WebSocketListener } from "./types.js";
import type { Ws } from "./ws-package.js";

// Of the WebSocket interface: https://websockets.spec.whatwg.org/#dom-websocket-readystate
const open = 1;

/** How often the server is asked whether it is there, in milliseconds, and how often in a row it may say nothing. */
const pingIntervalMs = 15_000;
const silentPings = 4;

/** How long the server may take to say goodbye, in milliseconds. */
const farewellMs = 2_000;

/** A WebSocket of the package ws, from when it is open. */
export class WsConnection implements WebSocketConnection {
  readonly #ws: Ws;
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

  /** @param explain says in words what an error means */
  constructor(ws: Ws, explain: (error: unknown) => unknown) {
    this.#ws = ws;
    this.#explain = explain;
    ws.pause();
    ws.on("message", (data) => this.#take(data));
    ws.on("pong", () => (this.#silence = 0));
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
      this.#ws.send(message, { binary: true }, (error) =>
        error ? reject(this.#explain(this.#failure ?? error)) : resolve(),
      );
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

  #take(message: Uint8Array): void {
    this.#silence = 0;
    if (this.#listener === undefined) this.#early.push(message);
    else this.#listener.message(message);
  }

  /** Neither a balancer in between nor a server that is gone must go unnoticed while there is nothing to say. */
  #ping(): void {
    if (this.#ws.readyState !== open) return;
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
    this.#listener?.closed(error);
  }
}

/** Why it ended, by https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1; undefined where all was well. */
function reasonOf(code: number): Error | undefined {
  if (code === 1000 || code === 1005) return undefined;
  return Object.assign(
    new Error(
      code === 1006
        ? "the connection was closed in the middle"
        : `the server ended the connection with the code ${code}`,
    ),
    { code: "ECONNRESET" },
  );
}
