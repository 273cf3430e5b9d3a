import { setImmediate as turn } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { nodeTransport } from "../../generator/source/node-transport.js";
import type { TlsMaterial, TlsSource } from "../../templates/runtime/tls.js";
import type { Transport } from "../../templates/runtime/types.js";
import { certificates } from "./certificates.js";
import { sendJson, startServer } from "./servers.js";

const get = { method: "GET", path: "/version" } as const;

async function to(
  server: string,
  tls: TlsSource,
  tlsServerName?: string,
): Promise<Transport> {
  const transport = await nodeTransport({
    transport: { server, tls, tlsServerName },
  });
  onTestFinished(() => transport.close());
  return transport;
}

async function startTls() {
  const { serverCertificate: cert, serverKey: key } = certificates();
  return startServer((_, response) => sendJson(response, {}), { cert, key });
}

it("asks for certificates again where the server is not trusted, and says so where they stay", async () => {
  const { ca, otherCa } = certificates();
  const server = await startTls();
  const before: TlsMaterial = { certificateAuthority: otherCa };
  const after: TlsMaterial = { certificateAuthority: ca };
  let renewed = before;
  const transport = await to(server.url, {
    current: () => Promise.resolve(before),
    reread: () => Promise.resolve(renewed),
  });
  await expect(transport.request(get)).rejects.toThrow(
    `GET /version: no answer from ${server.url}: its certificate is not signed by an authority that is trusted here`,
  );
  renewed = after;
  const answer = await transport.request(get);
  expect(await answer.text()).toBe("{}");
});

it("finds the name that is to be asked for in the certificate", async () => {
  const { ca } = certificates();
  const server = await startTls();
  const material = { certificateAuthority: ca };
  const current = (): Promise<TlsMaterial> => Promise.resolve(material);
  const called = async (tlsServerName: string): Promise<number> => {
    const tls = { current, reread: current };
    const transport = await to(server.url, tls, tlsServerName);
    const answer = await transport.request(get);
    await answer.dismiss();
    return answer.status;
  };
  expect(await called("kube.example")).toBe(200);
  await expect(called("other.example")).rejects.toThrow(
    "its certificate is for other names",
  );
});

it("gives repeated headers apart, and nothing once it is closed", async () => {
  const server = await startServer((_, response) => {
    response.setHeader("warning", ['299 - "one"', '299 - "two"']);
    sendJson(response, {});
  });
  const material = {};
  const current = (): Promise<TlsMaterial> => Promise.resolve(material);
  const transport = await to(server.url, { current, reread: current });
  const answer = await transport.request(get);
  await answer.text();
  expect(answer.headers["warning"]).toEqual(['299 - "one"', '299 - "two"']);
  await transport.close();
  await expect(transport.request(get)).rejects.toThrow("the client is closed");
  expect(transport.closeSignal?.aborted).toBe(true);
});

it("asks again where a connection that was kept has been closed", async () => {
  const known = new Set<unknown>();
  let resets = 0;
  const server = await startServer((_, response) => {
    const { socket } = response;
    if (known.has(socket)) {
      resets += 1;
      socket?.resetAndDestroy();
      return;
    }
    known.add(socket);
    sendJson(response, {});
  });
  const material = {};
  const current = (): Promise<TlsMaterial> => Promise.resolve(material);
  const transport = await to(server.url, { current, reread: current });
  for (let asked = 0; resets < 2; asked += 1) {
    expect(asked).toBeLessThan(1_000);
    const answer = await transport.request(get);
    expect(await answer.text()).toBe("{}");
    // Until then the connection is not free.
    await turn();
  }
});

it("asks nothing again once it is closed", async () => {
  const asked: string[] = [];
  const server = await startServer(({ url }, response) => {
    asked.push(url);
    if (url !== "/hangs") sendJson(response, {});
  });
  const material = {};
  const current = (): Promise<TlsMaterial> => Promise.resolve(material);
  const transport = await to(server.url, { current, reread: current });
  const answer = await transport.request(get);
  await answer.text();
  await turn();
  const left = transport.request({ ...get, path: "/hangs" });
  await expect.poll(() => asked.length).toBe(2);
  await transport.close();
  await expect(left).rejects.toThrow();
  await turn();
  expect(asked).toEqual(["/version", "/hangs"]);
});
