import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type Socket } from "node:net";
import { hostAndPort, proxyAuthorization, type ProxyServer } from "./proxy.js";
import { ProxyError, proxyFailure, refusedByProxy } from "./proxy-errors.js";
import { connectBySocks5, type TunnelTarget } from "./socks5.js";

/** How long a proxy may take, in milliseconds: as long as a server itself to be connected to. */
const patienceMs = 10_000;

/**
 * Opens a connection to a server through a proxy: what is written to it reaches the server, and the proxy sees where it goes.
 *
 * @param tls how an `https:` proxy is verified
 * @throws {ProxyError} where there is no way through
 */
export async function openTunnel(
  proxy: ProxyServer,
  target: TunnelTarget,
  tls: object,
): Promise<Socket> {
  const opening = new AbortController();
  const timer = setTimeout(() => opening.abort(), patienceMs);
  try {
    return await (proxy.protocol === "socks5:"
      ? throughSocks(proxy, target, opening.signal)
      : throughHttp(proxy, target, tls, opening.signal));
  } catch (error) {
    if (!opening.signal.aborted) throw proxyFailure(proxy, error);
    throw new ProxyError(proxy.label, `it took more than ${patienceMs} ms`, {
      code: "ETIMEDOUT",
    });
  } finally {
    clearTimeout(timer);
  }
}

async function throughSocks(
  proxy: ProxyServer,
  target: TunnelTarget,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host: proxy.host, port: proxy.port });
  const end = (): void => void socket.destroy(new Error("it is late"));
  signal.addEventListener("abort", end);
  try {
    await once(socket, "connect", { signal });
    await connectBySocks5(socket, target, proxy);
    return socket;
  } catch (error) {
    socket.on("error", () => undefined).destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", end);
  }
}

function throughHttp(
  proxy: ProxyServer,
  target: TunnelTarget,
  tls: object,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = hostAndPort(target.host, target.port);
  const options = {
    method: "CONNECT",
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers: { host: authority, ...proxyAuthorization(proxy) },
    agent: false as const,
  };
  return new Promise((resolve, reject) => {
    const request =
      proxy.protocol === "https:"
        ? httpsRequest({ ...options, ...tls })
        : httpRequest(options);
    signal.addEventListener("abort", () =>
      request.destroy(new Error("it took too long")),
    );
    request.on("error", reject);
    request.on("connect", (answer, socket: Socket, head) => {
      if (answer.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket);
      }
      socket.on("error", () => undefined).destroy();
      const { statusCode = 0, statusMessage } = answer;
      return reject(refusedByProxy(proxy, statusCode, statusMessage));
    });
    request.end();
  });
}
