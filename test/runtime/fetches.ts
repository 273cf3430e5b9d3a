import { Agent, fetch as undiciFetch, type RequestInit } from "undici";
import { onTestFinished } from "vitest";
import { fetchTransport } from "../../templates/runtime/fetch-transport.js";
import type { Transport } from "../../templates/runtime/types.js";
import type { UndiciTransportOptions } from "../../templates/runtime/undici.js";

type Fetch = typeof globalThis.fetch;

/** What a transport on undici takes, for one on `fetch`: with Node's own, or with one that is told about TLS. */
export function overFetch(options: UndiciTransportOptions): Transport {
  const server = options.server.replace(/\/+$/, "");
  const { certificateAuthority: ca } = options;
  if (ca === undefined) return fetchTransport({ server });
  return fetchTransport({ server, fetch: fetchTrusting(ca) });
}

/** A `fetch` that trusts an authority, as platforms other than Node.js have it. */
function fetchTrusting(ca: string): Fetch {
  const dispatcher = new Agent({ connect: { ca } });
  onTestFinished(() => dispatcher.close());
  return ((url: string, init: RequestInit) =>
    undiciFetch(url, { ...init, dispatcher })) as unknown as Fetch;
}
