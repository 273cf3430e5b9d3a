import { createServer as createSocksServer } from "@pondwader/socks5-server";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { Server as ProxyChain, type HttpServerOptions } from "proxy-chain";
import { onTestFinished } from "vitest";
import { certificates } from "./certificates.js";

/** A user name and a password that have to be escaped in a URL. */
const proxyUser = { username: "me@home", password: "p%:s3cr3t/w" };

/** As a URL has them in front of its host. */
export const proxyUserInfo = `${encodeURIComponent(proxyUser.username)}:${encodeURIComponent(proxyUser.password)}@`;

/** A proxy that runs until the test is over. */
export interface TestProxy {
  readonly port: number;
  /** What it was asked to connect to: `host:port`. */
  readonly targets: string[];
  /** How many requests it was given themselves. */
  readonly forwarded: () => number;
}

/** An HTTP proxy; with `https:` it is spoken to by TLS. */
export async function httpProxy({
  protocol = "http:",
  auth = false,
}: {
  readonly protocol?: "http:" | "https:";
  readonly auth?: boolean;
} = {}): Promise<TestProxy> {
  const { serverCertificate: cert, serverKey: key } = certificates();
  const targets: string[] = [];
  let forwarded = 0;
  const options: HttpServerOptions = {
    port: 0,
    host: "127.0.0.1",
    prepareRequestFunction: ({
      username,
      password,
      hostname,
      port,
      isHttp,
    }) => {
      targets.push(`${hostname}:${port}`);
      if (isHttp) forwarded++;
      const known =
        username === proxyUser.username && password === proxyUser.password;
      return { requestAuthentication: auth && !known };
    },
  };
  const proxy = new ProxyChain(
    protocol === "http:"
      ? options
      : { ...options, serverType: "https", httpsOptions: { cert, key } },
  );
  await proxy.listen();
  onTestFinished(() => proxy.close(true));
  return { port: proxy.port, targets, forwarded: () => forwarded };
}

/** A SOCKS 5 proxy. */
export async function socksProxy({
  auth = false,
  reply,
}: {
  readonly auth?: boolean;
  /** What it answers in place of connecting. */
  readonly reply?: "CONNECTION_NOT_ALLOWED" | "CONNECTION_REFUSED";
} = {}): Promise<TestProxy> {
  const targets: string[] = [];
  const server = createSocksServer(auth ? { auth: proxyUser } : {});
  server.setRulesetValidator(({ destAddress, destPort }) => {
    targets.push(`${destAddress}:${destPort}`);
    return true;
  });
  if (reply !== undefined)
    server.setConnectionHandler((_, sendStatus) => sendStatus(reply));
  const port = await listening((socket) => server._handleConnection(socket));
  return { port, targets, forwarded: () => 0 };
}

/** A server that does with each connection as told. Gives its port. */
export async function listening(
  handle: (socket: Socket) => void,
): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    handle(socket);
  });
  await new Promise<void>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve()),
  );
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
