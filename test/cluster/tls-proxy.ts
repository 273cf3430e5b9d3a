import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";

import { inject, onTestFinished } from "vitest";

import type { CertificateFiles } from "./certificates.js";

/** Answers a request itself, and says so; otherwise it goes to the API server. */
export type Interceptor = (
  request: IncomingMessage,
  response: ServerResponse,
) => boolean;

/** What ends TLS in front of the API server, as a balancer does. */
export interface TlsProxy {
  /** Its URL. */
  readonly server: string;
  /** Shows another certificate from now on, and breaks all connections. */
  useCertificate(files: CertificateFiles): Promise<void>;
}

/** Starts a proxy that runs until the test is done. */
export async function startTlsProxy(
  certificate: CertificateFiles,
  intercept: Interceptor = () => false,
): Promise<TlsProxy> {
  const { server: target, certificateAuthority } = inject("cluster");
  const ca = await readFile(certificateAuthority);
  const server = createServer(await read(certificate), (near, response) => {
    if (intercept(near, response)) return void near.resume();
    const { method, url, headers } = near;
    const far = request(new URL(url ?? "/", target), { method, headers, ca });
    far.once("error", () => response.destroy());
    far.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    near.pipe(far);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async useCertificate(files) {
      server.setSecureContext(await read(files));
      server.closeAllConnections();
    },
  };
}

async function read({
  certificate,
  key,
}: CertificateFiles): Promise<{ cert: Buffer; key: Buffer }> {
  return { cert: await readFile(certificate), key: await readFile(key) };
}
