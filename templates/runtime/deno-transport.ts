import { connectionError } from "./connection-errors.js";
import type {
  ConnectionSettings,
  TransportSettings,
} from "./connection-settings.js";
import { withNodeCode } from "./deno-errors.js";
import { ConfigError } from "./errors.js";
import { installed } from "./optional-package.js";
import {
  platformFetchTransport,
  platformUserAgent,
  proxyAddress,
  withOptions,
  type TlsFetch,
} from "./platform-fetch.js";
import type { TlsMaterial } from "./tls.js";
import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from "./types.js";

/** What is used of Deno: https://docs.deno.com/api/deno/~/Deno.createHttpClient */
interface Deno {
  createHttpClient(options: {
    readonly caCerts?: readonly string[];
    readonly cert?: string;
    readonly key?: string;
    readonly proxy?: { readonly url: string };
    readonly http2: boolean;
  }): { close(): void };
}

/**
 * A transport on Deno's `fetch`, with HTTP clients of its own that have TLS options. For exec, attach and port-forward it takes the
 * packages undici and ws, as on Node.js.
 *
 * @throws {ConfigError} outside of Deno, and for what its `fetch` cannot do: more than one value of a header, another name of the
 *   server, a server that is not verified, and `https://` proxies
 */
export function denoTransport(settings: ConnectionSettings): Transport {
  const { deno } = process.versions;
  const { Deno } = globalThis as { Deno?: Deno };
  if (deno === undefined || Deno === undefined)
    throw new ConfigError(
      "the client of deno.js is for Deno, and this is none; index.js is for every platform",
    );
  checkSettings(settings.transport);
  const name = `deno/${deno}`;
  const transport = platformFetchTransport(settings, {
    name,
    open: (material) => open(Deno, material, settings.transport),
  });
  return {
    request: (request) =>
      // What is closed says so itself.
      request.webSocket === undefined || transport.closeSignal?.aborted
        ? transport.request(request)
        : upgraded(request, settings.transport, name),
    close: () => transport.close(),
    closeSignal: transport.closeSignal,
  };
}

function open(
  { createHttpClient }: Deno,
  material: TlsMaterial,
  { proxy }: TransportSettings,
): TlsFetch {
  const { certificateAuthority, clientCertificate } = material;
  const client = createHttpClient({
    // One connection that all requests share does not do for watches: when it breaks, all of them do.
    http2: false,
    ...(certificateAuthority === undefined
      ? {}
      : { caCerts: [certificateAuthority] }),
    ...(clientCertificate === undefined
      ? {}
      : {
          cert: clientCertificate.certificate,
          key: clientCertificate.key.reveal(),
        }),
    // Host names are left to a SOCKS proxy.
    ...(proxy === undefined
      ? {}
      : {
          proxy: { url: proxyAddress(proxy).replace(/^socks5:/, "socks5h:") },
        }),
  });
  return {
    async fetch(url, init) {
      try {
        return await fetch(url, withOptions(init, { client }));
      } catch (error) {
        throw withNodeCode(error);
      }
    },
    close: () => client.close(),
  };
}

function checkSettings({
  tlsServerName,
  insecureSkipTlsVerify,
  proxy,
}: TransportSettings): void {
  const missing =
    tlsServerName !== undefined
      ? `verifies servers by the host of their address alone, and not by the name "${tlsServerName}" (tlsServerName)`
      : insecureSkipTlsVerify === true
        ? "verifies every server: give the authority that has signed its certificate in place of insecureSkipTlsVerify"
        : // It would be shown the certificate of the client, which is for the server alone.
          proxy?.protocol === "https:"
          ? `takes http:// and socks5:// proxies, and not ${proxy.label}`
          : undefined;
  if (missing !== undefined)
    throw new ConfigError(
      `Deno's fetch ${missing}; on Node.js there is no such limit`,
    );
}

async function upgraded(
  request: TransportRequest,
  settings: TransportSettings,
  name: string,
): Promise<TransportResponse> {
  const { method, path, signal } = request;
  const { server, proxy, tls } = settings;
  const explain = (error: unknown): unknown => {
    if (signal?.aborted) return signal.reason;
    if (error instanceof ConfigError) return error;
    return connectionError(error, { method, path, server });
  };
  const [{ upgrade }, { routeTo }] = await Promise.all([
    installed("undici", () => import("./upgrade.js")),
    import("./route.js"),
  ]);
  const material = await tls.current(signal);
  try {
    return await upgrade(request, routeTo(server, proxy), {
      material,
      verification: settings,
      userAgent: settings.userAgent ?? platformUserAgent(name),
      explain,
    });
  } catch (error) {
    throw explain(error);
  }
}
