import { ConfigError } from "./errors.js";
import { installCommand } from "./optional-package.js";

/** A WebSocket of the package ws: what of it is used here, so that its types need not be installed. */
export interface Ws {
  readonly protocol: string;
  readonly readyState: number;
  on(event: "close", listener: (code: number) => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "message" | "pong", listener: (data: Uint8Array) => void): this;
  on(event: "open", listener: () => void): this;
  on(
    event: "unexpected-response",
    listener: (request: unknown, answer: unknown) => void,
  ): this;
  send(
    data: Uint8Array,
    options: { binary: true },
    done: (error?: Error | null) => void,
  ): void;
  ping(data?: string): void;
  pause(): void;
  resume(): void;
  close(): void;
  terminate(): void;
}

/** Makes a {@link Ws}. */
export type WsConstructor = new (
  url: string,
  protocols: string[],
  options: object,
) => Ws;

interface WsModule {
  readonly WebSocket: WsConstructor;
}

/**
 * Loads the package ws (8.17 or later), which is needed for exec, attach and port-forward alone.
 *
 * @throws {ConfigError} where it is not installed
 * @see https://github.com/websockets/ws
 */
export async function loadWs(): Promise<WsConstructor> {
  try {
    // In a `try`, so that bundlers let it be missing; and not as a literal for TypeScript, which would want it, or its types, installed.
    const { WebSocket } = (await import("ws" as string)) as WsModule;
    return WebSocket;
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND")
      throw cause;
    throw new ConfigError(
      `exec, attach and port-forward need the package "ws", which is not installed: ${installCommand("ws")}`,
      { cause },
    );
  }
}
