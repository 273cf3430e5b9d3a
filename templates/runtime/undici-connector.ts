import { isIP, type Socket } from "node:net";
import { buildConnector } from "undici";
import type { Route } from "./route.js";
import {
  proxyTls,
  serverTls,
  type TlsMaterial,
  type TlsVerification,
} from "./tls.js";

// As often as Go's programs ask whether the other side is still there.
const tcpKeepAliveMs = 30_000;

/** Connects as undici does by itself, or through a proxy. */
export function connector(
  route: Route,
  material: TlsMaterial,
  verification: TlsVerification,
): buildConnector.connector {
  const { origin, proxy, byProxy } = route;
  const isTls = origin.startsWith("https:");
  const connect = buildConnector({
    ...(isTls ? serverTls(material, verification) : {}),
    allowH2: false,
    keepAliveInitialDelay: tcpKeepAliveMs,
  });
  const { tlsServerName = "" } = verification;
  const toServer: buildConnector.connector = (target, callback) =>
    // undici takes the name to ask for from the host: where that is to be an address, there is none.
    connect(
      isIP(tlsServerName) === 0 ? target : { ...target, host: tlsServerName },
      callback,
    );
  if (proxy === undefined || byProxy)
    return (target, callback) => toServer(target, endingForGood(callback));
  const throughProxy = async ({
    hostname,
    port,
  }: buildConnector.Options): Promise<Socket> => {
    const { openTunnel } = await import("./proxy-tunnel.js");
    const target = { host: hostname, port: Number(port) || (isTls ? 443 : 80) };
    return openTunnel(proxy, target, proxyTls(material, verification));
  };
  return (target, callback) => {
    throughProxy(target).then(
      (tunnel) => {
        tunnel.setKeepAlive(true, tcpKeepAliveMs);
        tunnel.on("error", () => undefined);
        const done = endingForGood(callback);
        if (!isTls) return done(null, tunnel);
        return toServer({ ...target, httpSocket: tunnel }, done);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/**
 * undici opens a new connection in place of one that it ends because its request was aborted, only to find nothing to send on it
 * (https://github.com/nodejs/undici, `onHttpSocketClose`).
 */
function endingForGood(
  callback: buildConnector.Callback,
): buildConnector.Callback {
  return (...[error, socket]) => {
    if (error !== null) return callback(error, null);
    const destroy = socket.destroy.bind(socket);
    socket.destroy = (reason) => destroy(withoutReconnect(reason));
    return callback(null, socket);
  };
}

function withoutReconnect(reason: Error | undefined): Error | undefined {
  const { code } = (reason ?? {}) as { code?: string };
  return code === "UND_ERR_INFO" && reason?.message === "aborted"
    ? Object.assign(new Error("aborted"), { code: "UND_ERR_SOCKET" })
    : reason;
}
