/** `index.ts`: the client, and how to connect it on Node.js, and in Bun and Deno as well. */
export const indexEntry = `import { kubernetes, type Kubernetes } from "./kubernetes.js";
import { openConnection, type ConnectOptions } from "./runtime/connect.js";

export * from "./kubernetes.js";
export type { ConnectOptions } from "./runtime/connect.js";

/**
 * Connects to a cluster: the one that \`options\` name, or else that of the kubeconfig's current context, or else the one
 * that this program runs in.
 *
 * @throws {ConfigError} when the kubeconfig or the options cannot be used: names the file, the entry and the field
 */
export async function connect(
  options: ConnectOptions = {},
): Promise<Kubernetes> {
  const { transport, namespace } = await openConnection(options);
  return kubernetes(transport, { namespace });
}
`;

/** `bun.ts` and `deno.ts`: `index.ts` on one platform, which the packages of clients export in its place there. */
export const bunEntry: string = platformEntry("Bun", "bun");
export const denoEntry: string = platformEntry("Deno", "deno");

function platformEntry(platform: string, name: string): string {
  return `import { kubernetes, type Kubernetes } from "./kubernetes.js";
import { ${name}Transport } from "./runtime/${name}-transport.js";
import { openConnectionOver, type ConnectOptions } from "./runtime/connect.js";

export * from "./kubernetes.js";
export type { ConnectOptions } from "./runtime/connect.js";

/**
 * Connects to a cluster as \`connect\` of \`index.ts\` does, in ${platform} alone: over its \`fetch\`, with its TLS options.
 *
 * @throws {ConfigError} when the kubeconfig or the options cannot be used, or need what ${platform}'s \`fetch\` cannot do: names the
 *   file, the entry and the field, or what cannot be done
 */
export async function connect(
  options: ConnectOptions = {},
): Promise<Kubernetes> {
  const { transport, namespace } = await openConnectionOver(
    ${name}Transport,
    options,
  );
  return kubernetes(transport, { namespace });
}
`;
}

/** `fetch.ts`: the same client, and how to connect it wherever there is `fetch`. It loads nothing that is for Node.js. */
export const fetchEntry = `import { kubernetes, type Kubernetes } from "./kubernetes.js";
import {
  openFetchConnection,
  type FetchConnectOptions,
} from "./runtime/fetch-connection.js";

export * from "./kubernetes.js";
export type { FetchConnectOptions } from "./runtime/fetch-connection.js";
export {
  fetchTransport,
  type FetchFunction,
  type FetchTransportOptions,
  type TokenFunction,
} from "./runtime/fetch-transport.js";

/**
 * Connects to a cluster over the platform's \`fetch\`: in browsers, workers, Deno, Bun and Node.js. The cluster is the one that
 * \`options.server\` names, or else the server that the page is from, as with \`kubectl proxy --www\`.
 *
 * What \`fetch\` cannot do is not there: kubeconfigs, client certificates, certificate authorities, more than one group to
 * impersonate; and exec, attach and port-forward, which throw.
 *
 * @throws {ConfigError} when the options cannot be used, or need what \`fetch\` cannot do: names the option
 */
export async function connect(
  options: FetchConnectOptions = {},
): Promise<Kubernetes> {
  const { transport, namespace } = openFetchConnection(options);
  return kubernetes(transport, { namespace });
}
`;
