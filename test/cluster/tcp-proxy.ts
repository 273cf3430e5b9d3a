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
  /** Passes nothing on any more over the connections that are open, and closes none: as a firewall that forgot them. */
  freeze(): void;
  /** Breaks all connections, and takes no more. */
  stop(): Promise<void>;
}

/** Starts a proxy before a server, whose URL is given. With `patient`, who comes while the server is away waits for it. */
export async function startProxy(
  target: string,
  { patient = false }: { readonly patient?: boolean } = {},
): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  /** Of each connection, the one behind it. */
  const sockets = new Map<Socket, Socket | undefined>();
  const server = createServer((near) => {
    sockets.set(near, undefined);
    near.on("error", () => undefined);
    near.once("close", () => sockets.delete(near));
    const dial = (): void => {
      const far = connect(Number(port || 443), hostname);
      far.once("connect", () => {
        if (near.destroyed) return;
        sockets.set(near, far);
        near.pipe(far).pipe(near);
      });
      far.on("error", () => undefined);
      near.once("close", () => far.destroy());
      far.once("close", () => {
        if (!patient || far.bytesWritten > 0 || near.destroyed) near.destroy();
        else setTimeout(dial, 20);
      });
    };
    dial();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of sockets.keys()) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    cut,
    freeze() {
      for (const [near, far] of sockets) {
        far?.unpipe(near).resume();
        near.unpipe().resume();
      }
    },
    stop: () => end(server, cut),
  };
}

async function end(server: Server, cut: () => void): Promise<void> {
  const closed = once(server, "close");
  server.close();
  cut();
  await closed;
}
