import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { toAnswer } from "./answer.js";
import { abortable } from "./deadline.js";
import { readText } from "./gzip.js";
import type {
  TransportRequest,
  TransportResponse,
  WebSocketConnection,
} from "./types.js";
import { WsConnection } from "./ws-connection.js";
import { loadWs, type Ws } from "./ws-package.js";

/** The way to the server of a WebSocket. */
export interface WebSocketRoute {
  /** Of HTTP: `https://10.0.0.1:6443`. */
  readonly origin: string;
  readonly connect: (
    target: {
      readonly protocol: string;
      readonly hostname: string;
      readonly host: string;
      readonly port: string;
    },
    callback: (...result: [Error, null] | [null, Socket]) => void,
  ) => void;
  /** Says in words what an error means. */
  readonly explain: (error: unknown) => unknown;
}

/** How long the server may take to answer, in milliseconds, where the request does not say. */
const patienceMs = 60_000;

/**
 * Asks for a WebSocket, on a connection of its own, through the package ws: unlike the platform's, it sends a header more than once,
 * shows why a server refuses, and can stop reading.
 *
 * @param request with the whole path, the query included
 */
export async function openWebSocket(
  request: TransportRequest,
  route: WebSocketRoute,
): Promise<TransportResponse> {
  const { signal } = request;
  const WebSocket = await loadWs();
  const socket = await connected(route, signal);
  const { host } = new URL(route.origin);
  const ws = new WebSocket(
    `ws://${host}${request.path}`,
    [...(request.webSocket ?? [])],
    {
      createConnection: () => socket,
      followRedirects: false,
      handshakeTimeout: request.headersTimeoutMs ?? patienceMs,
      headers: { ...request.headers, host },
      maxPayload: 0,
      // What the streams carry is small pieces, or compressed already.
      perMessageDeflate: false,
    },
  );
  const abort = (): void => ws.terminate();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await answered(ws, socket, route);
  } catch (error) {
    ws.terminate();
    socket.destroy();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function answered(
  ws: Ws,
  socket: Socket,
  { explain }: WebSocketRoute,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    // It stays: an error that nobody listens to ends the process.
    ws.on("error", reject);
    ws.on("close", () => reject(hungUp()));
    ws.on("open", () =>
      resolve(upgraded(new WsConnection(ws, socket, explain))),
    );
    ws.on("unexpected-response", (_request, answer) =>
      resolve(refused(answer as IncomingMessage, socket, explain)),
    );
  });
}

async function connected(
  { origin, connect }: WebSocketRoute,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const { protocol, hostname, host, port } = new URL(origin);
  const target = {
    ...{ protocol, host, port },
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
  };
  const opening = new Promise<Socket>((resolve, reject) => {
    connect(target, (...[error, socket]) =>
      error === null ? resolve(socket) : reject(error),
    );
  });
  if (signal === undefined) return opening;
  try {
    return await abortable(opening, signal);
  } catch (error) {
    opening.then(
      (late) => late.on("error", () => undefined).destroy(),
      () => undefined,
    );
    throw error;
  }
}

function upgraded(webSocket: WebSocketConnection): TransportResponse {
  return {
    status: 101,
    headers: {},
    body: (async function* () {})(),
    text: () => Promise.resolve(""),
    dismiss: async () => webSocket.close(),
    webSocket,
  };
}

/** What the server says in place of opening it: an answer as any other. */
function refused(
  answer: IncomingMessage,
  socket: Socket,
  explain: (error: unknown) => unknown,
): TransportResponse {
  // It is of no use to anyone else.
  answer.on("close", () => socket.destroy());
  const headers: { [name: string]: string | readonly string[] } = {};
  for (const [name, values = []] of Object.entries(answer.headersDistinct))
    headers[name] = values.length > 1 ? values : (values[0] ?? "");
  return toAnswer(
    {
      statusCode: answer.statusCode ?? 0,
      headers,
      body: Object.assign(answer, { text: () => readText(answer) }),
    },
    false,
    explain,
  );
}

function hungUp(): Error {
  const message = "it closed the connection in place of an answer";
  return Object.assign(new Error(message), { code: "ECONNRESET" });
}
