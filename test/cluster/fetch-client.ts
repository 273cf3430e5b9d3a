import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { Agent, fetch as undiciFetch, type RequestInit } from "undici";
import { inject } from "vitest";

import type { ConnectOptions, Kubernetes } from "../../output/index.js";
import type { FetchConnectOptions } from "../../templates/runtime/fetch-connection.js";

/** Connects by the `fetch.ts` of a client, whose folder is given. */
export async function connectByFetch(
  client: string,
  options: FetchConnectOptions,
): Promise<Kubernetes> {
  const entry: unknown = await import(
    /* @vite-ignore */ join(client, "fetch.ts")
  );
  const { connect } = entry as {
    connect: (options: FetchConnectOptions) => Promise<Kubernetes>;
  };
  return connect(options);
}

/**
 * What `connect` of `index.ts` does for these tests' options, over `fetch`: by the token of a context where there is no other, and
 * with a `fetch` that is told what else there is to TLS.
 */
export async function connectOverFetch(
  client: string,
  {
    server,
    certificateAuthority,
    insecureSkipTlsVerify,
    tlsServerName,
    kubeconfig,
    context = "admin",
    token,
    ...options
  }: ConnectOptions = {},
  tokens?: FetchConnectOptions["token"],
): Promise<Kubernetes> {
  const cluster = inject("cluster");
  const { adminToken, weakToken } = cluster;
  const byContext: Readonly<Record<string, string>> = {
    admin: adminToken,
    "admin-token": adminToken,
    weak: weakToken,
  };
  const sent =
    tokens ??
    token ??
    (kubeconfig === undefined ? undefined : byContext[context]);
  const dispatcher = new Agent({
    connect: {
      ca: await readFile(certificateAuthority ?? cluster.certificateAuthority),
      rejectUnauthorized: insecureSkipTlsVerify !== true,
      ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
    },
  });
  return connectByFetch(client, {
    ...options,
    server: server ?? cluster.server,
    ...(sent === undefined ? {} : { token: sent }),
    fetch: ((url: string, init: RequestInit) =>
      undiciFetch(url, { ...init, dispatcher })) as unknown as typeof fetch,
  });
}

/**
 * Starts `kubectl proxy` as the administrator of this run, with a folder of pages under `/static/` where one is given; gives its
 * address, and what ends it.
 */
export async function startKubectlProxy(pages?: string): Promise<{
  readonly server: string;
  stop(): Promise<void>;
}> {
  const { kubectl, kubeconfig } = inject("cluster");
  if (kubectl === undefined) throw new Error("this cluster has no kubectl");
  const child = spawn(
    kubectl,
    [
      ...[`--kubeconfig=${kubeconfig}`, "proxy", "--port=0"],
      ...(pages === undefined ? [] : [`--www=${pages}`]),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(child, "exit");
  for await (const line of createInterface(child.stdout)) {
    const address = /^Starting to serve on (\S+)$/.exec(line)?.[1];
    if (address === undefined) continue;
    return {
      server: `http://${address}`,
      async stop() {
        child.kill();
        await ended;
      },
    };
  }
  throw new Error("kubectl proxy ended before it served");
}
