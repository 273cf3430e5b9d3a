import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type Socket,
} from "node:net";

/** What stands between a client and a server, and passes on every byte. */
export interface TcpProxy {
  /** On the loopback address. */
  readonly port: number;
  /** How many connections are open. */
  open(): number;
  /** Breaks all connections, as a balancer does that restarts. */
  cut(): void;
  /** Breaks all connections, and takes no more. */
  stop(): Promise<void>;
}

/** Starts a proxy before a server, whose URL is given. */
export async function startProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port || 443), hostname);
    sockets.add(near);
    near.once("close", () => sockets.delete(near));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.once("close", () => other.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    cut,
    stop: () => end(server, cut),
  };
}

async function end(server: Server, cut: () => void): Promise<void> {
  const closed = once(server, "close");
  server.close();
  cut();
  await closed;
}
