import type { Duplex } from "node:stream";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:tls";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";

import { inject, onTestFinished } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import type { ClientModule } from "./generated-client.js";

/**
 * A client of the API server that takes it for one of before Kubernetes 1.30, until the test is done: on the way there, the newest
 * subprotocol is taken out of what is offered, so that the server's own older one answers.
 */
export async function olderClient(live: ClientModule): Promise<Kubernetes> {
  const {
    server: target,
    certificateAuthority,
    adminToken,
  } = inject("cluster");
  const { hostname: host, port } = new URL(target);
  const ca = await readFile(certificateAuthority);
  const open = new Set<Duplex>();
  const server = createServer();
  server.on("upgrade", (request, near: Duplex, head: Buffer) => {
    const far = connect({ host, port: Number(port), ca });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => [near, far].forEach((end) => end.destroy()));
    }
    const lines = [`GET ${request.url} HTTP/1.1`];
    for (const [name, values = []] of Object.entries(request.headersDistinct))
      for (const value of values)
        lines.push(`${name}: ${value.replace("v5.channel.k8s.io,", "")}`);
    far.write(`${lines.join("\r\n")}\r\n\r\n`);
    far.write(head);
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  const client = await live.connect({
    server: `http://127.0.0.1:${address.port}`,
    token: adminToken,
  });
  onTestFinished(async () => {
    await client.close();
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return client;
}
