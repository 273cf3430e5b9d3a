import { BlockList, isIP } from "node:net";
import { domainToASCII } from "node:url";
import type { Environment } from "./kubeconfig-paths.js";
import { parseProxy, withoutBrackets, type ProxyServer } from "./proxy.js";

/**
 * The proxy that the environment names for a server, as Go's programs and so kubectl read it: `HTTPS_PROXY` or `HTTP_PROXY` by the
 * server's protocol, but for what `NO_PROXY` lists; each in capitals or in small letters. The own machine is never behind one.
 *
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy
 *
 * @throws {ConfigError} where the variable holds no URL of a proxy
 */
export function proxyFromEnvironment(
  server: string,
  environment: Environment,
): ProxyServer | undefined {
  const { protocol, hostname, port } = new URL(server);
  const variable = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  // In CGI that variable is a header of whoever asks: https://httpoxy.org
  if (variable === "HTTP_PROXY" && environment["REQUEST_METHOD"])
    return undefined;
  const text = either(environment, variable);
  const host = withoutBrackets(hostname);
  if (text === "" || host === "localhost" || isLoopback(host)) return undefined;
  const target: Target = {
    host,
    port: port || (protocol === "https:" ? "443" : "80"),
    family: familyOf(host),
  };
  const exceptions = either(environment, "NO_PROXY").split(",");
  if (exceptions.some((entry) => covers(entry.trim().toLowerCase(), target)))
    return undefined;
  const url = text.includes("://") ? text : `http://${text}`;
  return parseProxy(`the variable ${variable} of the environment`, url);
}

interface Target {
  readonly host: string;
  readonly port: string;
  /** Undefined for a name. */
  readonly family: Family | undefined;
}

type Family = "ipv4" | "ipv6";

function either(environment: Environment, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || "";
}

function familyOf(host: string): Family | undefined {
  const version = isIP(host);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
}

const loopback = /* @__PURE__ */ loopbackAddresses();

function loopbackAddresses(): BlockList {
  const addresses = new BlockList();
  addresses.addSubnet("127.0.0.0", 8, "ipv4");
  addresses.addAddress("::1", "ipv6");
  return addresses;
}

function isLoopback(host: string): boolean {
  const family = familyOf(host);
  return family !== undefined && loopback.check(host, family);
}

/** Whether an entry of `NO_PROXY` is for a server: `*`, `10.0.0.0/8`, `10.1.2.3`, `example.com`, `.example.com`, with a port or not. */
function covers(entry: string, target: Target): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return inSubnet(entry, target);
  const { host, port } = splitPort(entry);
  if (host === "" || (port !== "" && port !== target.port)) return false;
  const family = familyOf(host);
  if (family !== undefined)
    return inBlock(target, (b) => b.addAddress(host, family));
  return target.family === undefined && inDomain(host, target.host);
}

function inSubnet(entry: string, target: Target): boolean {
  const [, address = "", bits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = familyOf(address);
  const length = Number(bits);
  if (family === undefined || length > (family === "ipv4" ? 32 : 128))
    return false;
  return inBlock(target, (block) => block.addSubnet(address, length, family));
}

function inBlock(
  { host, family }: Target,
  fill: (block: BlockList) => void,
): boolean {
  if (family === undefined) return false;
  const block = new BlockList();
  fill(block);
  return block.check(host, family);
}

/** `example.com` is for itself and for what is below it, `.example.com` and `*.example.com` for what is below alone. */
function inDomain(domain: string, host: string): boolean {
  const name = domain.replace(/^\*(?=\.)/, "");
  const below = name.startsWith(".");
  const ascii = domainToASCII(below ? name.slice(1) : name) || name;
  return host.endsWith(`.${ascii}`) || (!below && host === ascii);
}

function splitPort(entry: string): {
  readonly host: string;
  readonly port: string;
} {
  const [, host, port] = /^(\[.*\]|[^:]*):([^:]*)$/.exec(entry) ?? [];
  if (host === undefined || port === undefined)
    return { host: withoutBrackets(entry), port: "" };
  return { host: withoutBrackets(host), port };
}
