import { createServer, type IncomingMessage } from "node:http";
import {
  createServer as createTlsServer,
  type ServerOptions,
} from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import {
  attachToContainer,
  execInContainer,
} from "../../templates/runtime/container-streams.js";
import { readLogs } from "../../templates/runtime/logs.js";
import { forwardPorts } from "../../templates/runtime/port-forward.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type { Transport } from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { someFacts } from "./fake-transport.js";

/** A request for a WebSocket, and the side of the server once it is open. */
export interface Opened {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** The query, names and values in order. */
  readonly query: readonly (readonly [string, string])[];
  /** The messages that came, each with its channel. */
  readonly received: Buffer[];
  /** What came in one channel, as text. */
  readonly text: (channel: number) => string;
  readonly send: (channel: number, data: string | Uint8Array) => void;
  /** Ends it as API servers do: with a Status, and a goodbye. */
  readonly exit: (code: number) => void;
}

/** A server that speaks the protocols of streams until the test is over. */
export interface StreamServer {
  readonly url: string;
  readonly asked: IncomingMessage[];
  readonly opened: Opened[];
  /** How many connections are open. */
  readonly open: () => number;
  stop(): Promise<void>;
}

/** What a server does with those who ask. */
export interface StreamServerOptions {
  readonly open?: (opened: Opened) => void;
  /** Which subprotocols it speaks. */
  readonly protocols?: readonly string[];
  /** Answers in place of opening, where it gives true. */
  readonly refuse?: (request: IncomingMessage, socket: Socket) => boolean;
  readonly tls?: ServerOptions;
  /** Whether pings are answered as they are read. Default: true. */
  readonly answersPings?: boolean;
  /** Default: one that is free. */
  readonly port?: number;
}

export async function startStreamServer({
  open = () => undefined,
  protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"],
  refuse = () => false,
  tls,
  answersPings = true,
  port: wanted = 0,
}: StreamServerOptions = {}): Promise<StreamServer> {
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  const sockets = new Set<Socket>();
  const asked: IncomingMessage[] = [];
  const opened: Opened[] = [];
  const upgrades = new WebSocketServer({
    noServer: true,
    autoPong: answersPings,
    handleProtocols: (wanted) =>
      protocols.find((protocol) => wanted.has(protocol)) ?? false,
  });
  server.on(
    tls === undefined ? "connection" : "secureConnection",
    (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    },
  );
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head) => {
    asked.push(request);
    if (refuse(request, socket)) return;
    upgrades.handleUpgrade(request, socket, head as Buffer, (accepted) => {
      const side = openedOf(accepted, request);
      opened.push(side);
      open(side);
    });
  });
  await new Promise<void>((resolve) =>
    server.listen(wanted, "127.0.0.1", () => resolve()),
  );
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    asked,
    opened,
    open: () => sockets.size,
    stop,
  };
}

/** Answers with a Status in place of a WebSocket. */
export function refuseWith(
  socket: Socket,
  code: number,
  reason: string,
  message: string,
): true {
  const body = JSON.stringify({
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    ...{ message, reason, code },
  });
  socket.end(
    `HTTP/1.1 ${code} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return true;
}

/** Pods on a server, with all their streams. */
export function podsOn(transport: Transport): ResourceHandle {
  const facts = someFacts({
    group: "",
    plural: "pods",
    kind: "Pod",
    subresources: {},
    logs: readLogs,
    exec: execInContainer,
    attach: attachToContainer,
    portForward: forwardPorts,
  });
  return new ResourceHandle(transport, facts, "default");
}

/** A server, and pods on it. */
export async function streamingPods(options: StreamServerOptions = {}) {
  const server = await startStreamServer(options);
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
  return { server, pods: podsOn(transport) };
}

function openedOf(socket: WebSocket, request: IncomingMessage): Opened {
  const received: Buffer[] = [];
  socket.on("message", (data: Buffer) => received.push(data));
  socket.on("error", () => undefined);
  const send = (channel: number, data: string | Uint8Array): void =>
    socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(data)]));
  return {
    socket,
    request,
    query: [...new URL(request.url ?? "", "http://x").searchParams],
    received,
    text: (channel) =>
      Buffer.concat(
        received
          .filter(([number]) => number === channel)
          .map((message) => message.subarray(1)),
      ).toString("utf8"),
    send,
    exit(code) {
      const failed = {
        status: "Failure",
        reason: "NonZeroExitCode",
        message: `command terminated with non-zero exit code: ${code}`,
        details: { causes: [{ reason: "ExitCode", message: String(code) }] },
      };
      const status = code === 0 ? { status: "Success" } : failed;
      send(3, JSON.stringify({ metadata: {}, ...status }));
      socket.close(1000);
    },
  };
}
