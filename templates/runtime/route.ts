import {
  hostAndPort,
  proxyAuthorization,
  withoutBrackets,
  type ProxyServer,
} from "./proxy.js";

/** The way that requests to a server take. */
export interface Route {
  /** How messages name the server. */
  readonly server: string;
  /** What is connected to. */
  readonly origin: string;
  /** In front of every path; without a slash at its end. */
  readonly prefix: string;
  readonly proxy: ProxyServer | undefined;
  /** True where the proxy is given the requests themselves, and not just asked for a connection. */
  readonly byProxy: boolean;
  /** What each request says beside its own headers. */
  headers(): { readonly [name: string]: string };
}

/**
 * The way to a server. As in Go's programs, an HTTP proxy is given the requests to an `http:` server; for all others it is asked
 * for a connection (https://www.rfc-editor.org/rfc/rfc9110#name-connect), and sees nothing of what goes through.
 */
export function routeTo(server: string, proxy: ProxyServer | undefined): Route {
  const url = new URL(server);
  const path = url.pathname.replace(/\/+$/, "");
  const name = url.origin + path;
  if (proxy?.protocol !== "http:" || url.protocol !== "http:")
    return {
      server: name,
      origin: url.origin,
      prefix: path,
      proxy,
      byProxy: false,
      headers: () => ({}),
    };
  const host = withoutBrackets(proxy.host);
  return {
    server: name,
    origin: `http://${hostAndPort(host, proxy.port)}`,
    prefix: name,
    proxy,
    byProxy: true,
    headers: () => ({ host: url.host, ...proxyAuthorization(proxy) }),
  };
}

/** The way of connections rather than requests: the proxy, where there is one, is asked for a connection to the server. */
export function tunnelled(route: Route): Route {
  if (!route.byProxy) return route;
  return { ...routeTo(route.server, undefined), proxy: route.proxy };
}
