import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import {
  createServer as createTlsServer,
  type ServerOptions,
} from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export { certificates } from "./certificates.js";

/** What a server was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The connection, numbered from 1. */
  readonly connection: number;
}

/** A server that runs until the test is over. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly asked: Asked[];
  /** How many connections are open. */
  readonly open: () => number;
  /** How many there have been. */
  readonly connections: () => number;
  /** Ends the server and all connections. */
  readonly stop: () => Promise<void>;
}

/** Answers a request. */
export type Answer = (
  request: Asked,
  response: ServerResponse,
  incoming: IncomingMessage,
) => void;

/** Starts a server on the loopback address. */
export async function startServer(
  answer: Answer,
  tls?: ServerOptions,
  port = 0,
): Promise<TestServer> {
  const asked: Asked[] = [];
  const numbers = new Map<Socket, number>();
  const sockets = new Set<Socket>();
  const listener = (
    incoming: IncomingMessage,
    response: ServerResponse,
  ): void => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const { method = "", url = "", headers, socket } = incoming;
      const connection = numbers.get(socket) ?? 0;
      const body = Buffer.concat(parts).toString("utf8");
      const request = { method, url, headers, body, connection };
      asked.push(request);
      answer(request, response, incoming);
    });
  };
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on(
    tls === undefined ? "connection" : "secureConnection",
    (socket: Socket) => {
      numbers.set(socket, numbers.size + 1);
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    },
  );
  await new Promise<void>((resolve) =>
    server.listen(port, "127.0.0.1", resolve),
  );
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopped ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
    }));
  onTestFinished(stop);
  const address = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${address.port}`,
    port: address.port,
    asked,
    open: () => sockets.size,
    connections: () => numbers.size,
    stop,
  };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: { readonly [name: string]: string } = {},
): void {
  response.writeHead(status, {
    "content-type": "application/json",
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/** Answers with a Status of failure. */
export function sendFailure(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
  headers: { readonly [name: string]: string } = {},
): void {
  const body = {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    message,
    reason,
    code,
  };
  sendJson(response, body, code, headers);
}

/** A folder that is there until the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files, by their paths inside of a folder. */
export function writeFiles(
  folder: string,
  files: { readonly [path: string]: string | Uint8Array },
): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Waits until something is so. A test's own limit ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
