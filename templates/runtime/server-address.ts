import { ConfigError } from "./errors.js";

/**
 * The address of an API server as a URL without a slash at its end.
 *
 * @param place how messages name where it is from
 * @param base what an address without a scheme and a host is relative to. Default: none may be so.
 * @throws {ConfigError} where it is none, or has what cannot be part of it
 */
export function readServerAddress(
  place: string,
  address: string,
  base?: string,
): string {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    throw new ConfigError(`${place} is not the address of a server`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new ConfigError(
      `${place} has an address that is neither http:// nor https://: "${url.protocol}"`,
    );
  if (url.username || url.password || url.search || url.hash)
    throw new ConfigError(
      `${place} has an address with credentials, a query or a fragment in it; only a path may follow the host`,
    );
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/** The origin of the page, or of the worker, that this runs in; undefined elsewhere. */
export function pageOrigin(): string | undefined {
  const { location } = globalThis as { location?: { origin?: string } };
  const { origin } = location ?? {};
  // That of a page from a file is "null".
  return origin === "null" ? undefined : origin;
}
