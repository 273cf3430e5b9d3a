import {
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import { timerLimit } from "./deadline.js";
import { toNodeWritable } from "./node-streams.js";
import type { PortConnection, PortForward } from "./types.js";

/** Where to listen, and for what. */
export interface ListenOptions {
  /** The port of the pod. Default: the first of those that are forwarded. */
  to?: number | undefined;
  /** The local port. Default: 0, one that is free. */
  port?: number | undefined;
  /** The local address. Default: `127.0.0.1`, which only this machine reaches. */
  host?: string | undefined;
  /** Is told why a connection, or the listener, failed. Default: nobody. */
  onError?: ((error: Error) => void) | undefined;
  /**
   * How long the pod may be silent after the local program has ended its side, in milliseconds, before the connection is ended: the
   * pod does not see that end, since the protocol has no half-close. 0: for ever. Default: 10,000.
   */
  lingerMs?: number | undefined;
}

/** A local port that leads to a pod. */
export interface PortListener {
  readonly host: string;
  readonly port: number;
  /** Stops, and ends all its connections. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Listens on a local port. Each connection to it is one to the pod, through a WebSocket of its own; what fails with one of them ends
 * that one.
 *
 * @throws the system's error where the local port cannot be had
 */
export async function listen(
  forward: PortForward,
  options: ListenOptions = {},
): Promise<PortListener> {
  const { port = 0, host = "127.0.0.1", onError } = options;
  const linger = timerLimit("lingerMs", options.lingerMs ?? 10_000);
  const to = options.to ?? forward.ports[0];
  if (to === undefined || !forward.ports.includes(to))
    throw new TypeError(`the port ${to} is not among those that are forwarded`);
  const report = (error: unknown): void => onError?.(error as Error);
  const sockets = new Set<Socket>();
  // The other way goes on where the local side has ended.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    // It is told by the reading and the writing; but without a listener it would end the process.
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    forward
      .connect(to)
      .then((connection) => join(socket, connection, linger))
      .catch((error: unknown) => {
        // What was cut off must not look as if it were whole.
        socket.resetAndDestroy();
        report(error);
      });
  });
  await listening(server, port, host);
  server.on("error", report);
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) =>
      server.close(() => resolve()),
    );
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    host,
    port: (server.address() as AddressInfo).port,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Carries bytes both ways until either side has ended. */
async function join(
  socket: Socket,
  connection: PortConnection,
  linger: number | undefined,
): Promise<void> {
  const end = (): void => connection.close();
  if (socket.destroyed) return end();
  socket.on("close", end);
  const silence = new Silence(linger, () => socket.resetAndDestroy());
  const outgoing = toNodeWritable({
    // What fails is told by the reading below; what comes after it is read all the same: only so is the local end seen.
    write: (data) => connection.write(data).catch(() => undefined),
    end: async () => silence.begin(),
  });
  socket.pipe(outgoing);
  try {
    for await (const chunk of connection) {
      silence.renew();
      if (socket.destroyed) return;
      if (!socket.write(chunk)) await drained(socket);
    }
    socket.end();
  } finally {
    silence.end();
    end();
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
}

/** Ends what is silent for too long. */
class Silence {
  readonly #limit: number | undefined;
  readonly #over: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended: boolean = false;

  constructor(limit: number | undefined, over: () => void) {
    this.#limit = limit;
    this.#over = over;
  }

  begin(): void {
    if (this.#limit === undefined || this.#ended) return;
    this.#timer = setTimeout(this.#over, this.#limit);
  }

  renew(): void {
    this.#timer?.refresh();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }
}
