import { isIP } from "node:net";
import { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";

/** A proxy on the way to the server. */
export interface ProxyServer {
  readonly protocol: "http:" | "https:" | "socks5:";
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** How messages name it: its URL without its user. */
  readonly label: string;
  /** Whom it is told that it works for. */
  readonly user:
    { readonly name: string; readonly password: Secret } | undefined;
}

const defaultPorts: { readonly [kind in ProxyServer["protocol"]]: number } = {
  "http:": 80,
  "https:": 443,
  "socks5:": 1080,
};

/**
 * Reads the URL of a proxy: `http://user:password@proxy:3128`, `https://…`, `socks5://…` (also as `socks5h://…`: host names are
 * always left to the proxy).
 *
 * @param place how messages name where it is written
 * @throws {ConfigError} where it is not one; nothing of it is shown but the part in front of `:`
 */
export function parseProxy(place: string, text: string): ProxyServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const protocol = url?.protocol === "socks5h:" ? "socks5:" : url?.protocol;
  const kinds = "http://, https:// or socks5://";
  // Without a scheme, a user name would be taken for one.
  if (url === undefined || !/^[a-z0-9+.-]+:\/\//i.test(text))
    throw new ConfigError(
      `${place} is not the URL of a proxy: it has to begin with ${kinds}, and to name a host`,
    );
  if (protocol !== "http:" && protocol !== "https:" && protocol !== "socks5:")
    throw new ConfigError(
      `${place} is the URL of a proxy of an unknown kind: "${url.protocol}"; there are ${kinds}`,
    );
  if (url.hostname === "")
    throw new ConfigError(`${place} is the URL of a proxy without a host`);
  const port = url.port === "" ? defaultPorts[protocol] : Number(url.port);
  return {
    protocol,
    host: withoutBrackets(url.hostname),
    port,
    label: `${protocol}//${url.hostname}:${port}`,
    user: url.username === "" ? undefined : userOf(url),
  };
}

/** What an HTTP proxy is told of who asks. */
export function proxyAuthorization({ user }: ProxyServer): {
  readonly [name: string]: string;
} {
  if (user === undefined) return {};
  const pair = Buffer.from(`${user.name}:${user.password.reveal()}`, "utf8");
  return { "proxy-authorization": `Basic ${pair.toString("base64")}` };
}

/** A host as it stands in front of a port: an IPv6 address in brackets. */
export function hostAndPort(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A host as URLs have it, without the brackets of an IPv6 address. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function userOf({ username, password }: URL): ProxyServer["user"] {
  return {
    name: percentDecoded(username),
    password: new Secret(percentDecoded(password)),
  };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
