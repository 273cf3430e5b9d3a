import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { Agent, fetch as undiciFetch, type RequestInit } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import { openConnectionOver } from "../../templates/runtime/connection.js";
import {
  platformFetchTransport,
  proxyAddress,
  type FetchPlatform,
} from "../../templates/runtime/platform-fetch.js";
import { parseProxy } from "../../templates/runtime/proxy.js";
import { send } from "../../templates/runtime/request.js";
import type { TlsMaterial } from "../../templates/runtime/tls.js";
import { makeAuthority, type TestAuthority } from "./certificates.js";
import { base64, kubeconfig, nowhere } from "./connections.js";
import { proxyUserInfo } from "./proxies.js";
import { sendJson, startServer, temporaryFolder } from "./servers.js";

const get = { method: "GET", path: "/x" } as const;

/** A platform whose `fetch` is Node's, with TLS options; and what became of it. */
function platform() {
  const opened: TlsMaterial[] = [];
  let closed = 0;
  const value: FetchPlatform = {
    name: "test/1.0",
    open(material) {
      opened.push(material);
      const { certificateAuthority: ca, clientCertificate: own } = material;
      const dispatcher = new Agent({
        connect: {
          ...(ca === undefined ? {} : { ca }),
          ...(own === undefined
            ? {}
            : { cert: own.certificate, key: own.key.reveal() }),
        },
      });
      onTestFinished(() => dispatcher.close());
      return {
        fetch: ((url: string, init: RequestInit) =>
          undiciFetch(url, { ...init, dispatcher })) as unknown as typeof fetch,
        close: () => void closed++,
      };
    },
  };
  return { value, opened, closed: () => closed };
}

async function connected(
  { value }: ReturnType<typeof platform>,
  options: ConnectOptions,
) {
  const { transport } = await openConnectionOver(
    (settings) => platformFetchTransport(settings, value),
    options,
    nowhere,
  );
  onTestFinished(() => transport.close());
  return transport;
}

/** A server that says who asks, and with which headers. */
async function serverOf(authority: TestAuthority): Promise<string> {
  const { url } = await startServer(
    ({ headers }, response, { socket }) => {
      const { subject } = (socket as TLSSocket).getPeerCertificate();
      sendJson(response, { user: subject?.CN, headers });
    },
    {
      ...{ cert: authority.server.certificate, key: authority.server.key },
      ...{ ca: authority.certificate, requestCert: true },
      rejectUnauthorized: false,
    },
  );
  return url;
}

describe("a platform's fetch", () => {
  it("is opened once for certificates that stay", async () => {
    const authority = makeAuthority("ca");
    const own = platform();
    const { certificate, key } = authority.client("jane");
    const transport = await connected(own, {
      server: await serverOf(authority),
      certificateAuthority: authority.certificate,
      clientCertificate: certificate,
      clientKey: key,
      disableCompression: true,
    });
    for (let i = 0; i < 3; i++)
      expect(await send(transport, get)).toMatchObject({
        user: "jane",
        headers: {
          "user-agent": `kubewright-client test/1.0 (${process.platform}/${process.arch})`,
          "accept-encoding": "identity",
        },
      });
    expect(own.opened).toHaveLength(1);
    await transport.close();
    expect(own.closed()).toBe(1);
    await expect(send(transport, get)).rejects.toThrow("the client is closed");
    expect(own.opened).toHaveLength(1);
  });

  it("is opened anew where the server is not trusted and its authority was replaced", async () => {
    const [before, after] = [makeAuthority("before"), makeAuthority("after")];
    const file = join(temporaryFolder(), "ca.crt");
    writeFileSync(file, before.certificate);
    const own = platform();
    const transport = await connected(own, {
      server: await serverOf(after),
      certificateAuthority: file,
      userAgent: "mine",
    });
    await expect(send(transport, get)).rejects.toThrow("is not signed by");
    expect(own.opened).toHaveLength(1);
    writeFileSync(file, after.certificate);
    expect(await send(transport, get)).toMatchObject({
      headers: { "user-agent": "mine" },
    });
    expect(own.opened).toHaveLength(2);
    expect(own.closed()).toBe(1);
  });

  it.each([
    ["two groups", { groups: ["a", "b"] }, 'headers "impersonate-group"'],
    [
      "two values of one key",
      { extra: { scopes: ["a", "b"] } },
      'headers "impersonate-extra-scopes"',
    ],
  ])(
    "is refused an identity with %s, before anything is sent",
    async (_, more, words) => {
      const as = { user: "jane", ...more };
      const server = "https://127.0.0.1:1";
      await expect(connected(platform(), { server, as })).rejects.toThrow(
        words,
      );
    },
  );

  it("is refused one of a kubeconfig, too", async () => {
    const user = { token: "t", as: "jane", "as-groups": ["a", "b"] };
    const file = kubeconfig({ server: "https://127.0.0.1:1" }, user);
    await expect(connected(platform(), { kubeconfig: file })).rejects.toThrow(
      'the identity to act as needs 2 headers "impersonate-group"',
    );
  });

  it("is shown what a file of a kubeconfig cannot be read as before it is opened", async () => {
    const cluster = {
      server: "https://127.0.0.1:1",
      "certificate-authority-data": base64("no certificate"),
    };
    const own = platform();
    await expect(
      connected(own, { kubeconfig: kubeconfig(cluster, {}) }),
    ).rejects.toThrow("is not a certificate in PEM");
    expect(own.opened).toEqual([]);
  });
});

describe("the URL of a proxy", () => {
  it.each([
    `http://${proxyUserInfo}proxy.example:3128/`,
    "http://[fd00::1]:3128/",
    `socks5://${proxyUserInfo}10.0.0.1:1080`,
  ])("is what it was read from: %s", (url) => {
    expect(proxyAddress(parseProxy("it", url))).toBe(url);
  });
});
