import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * The network that pods and nodes seem to be in: every address of it is this machine's loopback address, on the same port.
 *
 * The API server refuses to proxy to a loopback address, and kwok's pods have addresses that nothing listens on. So it is told
 * (`--egress-selector-config-file`) to reach its cluster through this HTTP CONNECT proxy on a Unix socket, and a test that
 * listens on a port of 127.0.0.1 is what every pod has on that port. Nothing of it is open to another machine.
 */
export async function startClusterNetwork(
  socketFile: string,
): Promise<{ stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    sockets.add(near);
    near.once("close", () => sockets.delete(near));
    near.on("error", () => near.destroy());
    void tunnel(near);
  });
  // The run may end while the API server holds connections open.
  server.unref();
  server.listen(socketFile);
  await once(server, "listening");
  return { stop: () => end(server, sockets) };
}

/** Reads `CONNECT HOST:PORT`, answers, and from then on passes on every byte. */
async function tunnel(near: Socket): Promise<void> {
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const [part] = (await once(near, "data").catch(() => [undefined])) as [
      Buffer | undefined,
    ];
    if (part === undefined) return;
    head += part.toString("latin1");
  }
  const port = /^CONNECT \S+:(\d+) HTTP/.exec(head)?.[1];
  if (port === undefined)
    return void near.end("HTTP/1.1 400 No CONNECT\r\n\r\n");

  const far = connect(Number(port), "127.0.0.1");
  far.once("error", () => near.end("HTTP/1.1 502 Refused\r\n\r\n"));
  far.once("connect", () => {
    near.write("HTTP/1.1 200 OK\r\n\r\n");
    near.pipe(far).pipe(near);
  });
  near.once("close", () => far.destroy());
  far.once("close", () => near.destroySoon());
}

async function end(server: Server, sockets: Iterable<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
