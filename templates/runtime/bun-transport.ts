import type { ConnectionSettings } from "./connection-settings.js";
import { ConfigError } from "./errors.js";
import {
  platformFetchTransport,
  proxyAddress,
  withOptions,
  type TlsFetch,
} from "./platform-fetch.js";
import type { ProxyServer } from "./proxy.js";
import type { TlsMaterial } from "./tls.js";
import type { Transport } from "./types.js";

/** What Bun's `fetch` takes beside the web's options: https://bun.com/reference/globals/BunFetchRequestInit */
interface BunFetchOptions {
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly serverName?: string;
    readonly rejectUnauthorized: boolean;
  };
  /** `false` for none, whatever the environment says. */
  readonly proxy:
    { readonly url: string; readonly respectNoProxy: false } | false;
  /** Bun's own limit of five minutes; ours are apart from it. */
  readonly timeout: false;
}

/**
 * A transport on Bun's `fetch` and its TLS options: in place of undici Bun has a stub, which ignores them.
 *
 * @throws {ConfigError} outside of Bun, and for what its `fetch` cannot do: more than one value of a header, and proxies other than
 *   `http://`
 */
export function bunTransport(settings: ConnectionSettings): Transport {
  const { bun } = process.versions;
  if (bun === undefined)
    throw new ConfigError(
      "the client of bun.js is for Bun, and this is none; index.js is for every platform",
    );
  const { proxy } = settings.transport;
  if (proxy !== undefined) checkProxy(proxy);
  return platformFetchTransport(settings, {
    name: `bun/${bun}`,
    open: (material) => open(material, settings),
  });
}

function open(
  material: TlsMaterial,
  { transport: settings }: ConnectionSettings,
): TlsFetch {
  const { certificateAuthority, clientCertificate } = material;
  const { tlsServerName, insecureSkipTlsVerify, proxy } = settings;
  const options: BunFetchOptions = {
    tls: {
      rejectUnauthorized: insecureSkipTlsVerify !== true,
      ...(certificateAuthority === undefined
        ? {}
        : { ca: certificateAuthority }),
      ...(clientCertificate === undefined
        ? {}
        : {
            cert: clientCertificate.certificate,
            key: clientCertificate.key.reveal(),
          }),
      ...(tlsServerName === undefined ? {} : { serverName: tlsServerName }),
    },
    // NO_PROXY is for proxies of the environment, and has been asked.
    proxy:
      proxy === undefined
        ? false
        : { url: proxyAddress(proxy), respectNoProxy: false },
    timeout: false,
  };
  return {
    fetch: (url, init) => fetch(url, withOptions(init, options)),
  };
}

/** An `https://` proxy would be shown the certificate of the client, which is for the server alone. */
function checkProxy({ protocol, label }: ProxyServer): void {
  if (protocol !== "http:")
    throw new ConfigError(
      `the proxy ${label} does not go with Bun's fetch, which takes http:// proxies; on Node.js all kinds do`,
    );
}
