import { afterEach, describe, expect, it, vi } from "vitest";
import { bunTransport } from "../../templates/runtime/bun-transport.js";
import {
  openConnection,
  type ConnectOptions,
} from "../../templates/runtime/connect.js";
import { openConnectionOver } from "../../templates/runtime/connection.js";
import { withNodeCode } from "../../templates/runtime/deno-errors.js";
import { denoTransport } from "../../templates/runtime/deno-transport.js";
import { send } from "../../templates/runtime/request.js";
import { certificates } from "./certificates.js";
import { nowhere } from "./connections.js";
import { proxyUserInfo } from "./proxies.js";

// What the platforms make of their options is tested on themselves, by the cluster tests: here, which they are given.

const { ca, clientCertificate, clientKey } = certificates();
const server = "https://kube.example";
const certified = {
  server,
  certificateAuthority: ca,
  clientCertificate,
  clientKey,
};

afterEach(() => vi.unstubAllGlobals());

/** Makes this platform look like another one, whose `fetch` answers and whose clients do nothing; gives what these were given. */
function become(name: "bun" | "deno") {
  const fetched: Record<string, unknown>[] = [];
  const clients: object[] = [];
  const versions = { ...process.versions, [name]: "9.9.9" };
  vi.stubGlobal(
    "process",
    Object.create(process, { versions: { value: versions } }),
  );
  vi.stubGlobal("fetch", async (_: string, init: Record<string, unknown>) => {
    fetched.push(init);
    return Response.json({});
  });
  if (name === "deno")
    vi.stubGlobal("Deno", {
      createHttpClient(options: object) {
        clients.push(options);
        return { close: () => undefined };
      },
    });
  return { fetched, clients };
}

async function ask(options: ConnectOptions): Promise<void> {
  const { transport } = await openConnection(options, nowhere);
  await send(transport, { method: "GET", path: "/x" });
  await transport.close();
}

const failure = (options: ConnectOptions): Promise<string> =>
  openConnection(options, nowhere).then(
    () => "no error",
    ({ name, message }: Error) => `${name}: ${message}`,
  );

describe("connect() in Bun", () => {
  it("gives its fetch what TLS needs, and no proxy of the environment", async () => {
    const { fetched } = become("bun");
    await ask(certified);
    expect(fetched).toMatchObject([
      {
        headers: {
          "user-agent": expect.stringContaining(
            "kubewright-client bun/9.9.9 (",
          ) as unknown,
        },
        tls: {
          ca,
          cert: clientCertificate,
          key: clientKey,
          rejectUnauthorized: true,
        },
        proxy: false,
        timeout: false,
        redirect: "manual",
      },
    ]);
  });

  it("gives it a name, no verification and a proxy where they are asked for", async () => {
    const { fetched } = become("bun");
    const proxyUrl = `http://${proxyUserInfo}proxy.example:3128/`;
    await ask({ server, insecureSkipTlsVerify: true, tlsServerName: "kube" });
    await ask({ server, proxyUrl });
    expect(fetched).toMatchObject([
      { tls: { rejectUnauthorized: false, serverName: "kube" } },
      {
        tls: { rejectUnauthorized: true },
        proxy: { url: proxyUrl, respectNoProxy: false },
      },
    ]);
    expect(fetched[1]?.["tls"]).not.toHaveProperty("ca");
  });

  it.each(["socks5://p.example:1", "https://p.example:1"])(
    "refuses the proxy %s",
    async (proxyUrl) => {
      become("bun");
      expect(await failure({ server, proxyUrl })).toBe(
        `ConfigError: the proxy ${proxyUrl} does not go with Bun's fetch, which takes http:// proxies; on Node.js all kinds do`,
      );
    },
  );
});

describe("connect() in Deno", () => {
  it("makes a client with what TLS needs, over HTTP/1.1", async () => {
    const { fetched, clients } = become("deno");
    await ask(certified);
    const tls = { caCerts: [ca], cert: clientCertificate, key: clientKey };
    expect(clients).toEqual([{ http2: false, ...tls }]);
    expect(fetched).toMatchObject([
      {
        headers: {
          "user-agent": expect.stringContaining(
            "kubewright-client deno/9.9.9 (",
          ) as unknown,
        },
        client: expect.objectContaining({}) as unknown,
      },
    ]);
  });

  it("leaves host names to a SOCKS proxy", async () => {
    const { clients } = become("deno");
    await ask({ server, proxyUrl: `socks5://${proxyUserInfo}p.example:1` });
    await ask({ server, proxyUrl: `http://${proxyUserInfo}p.example:3128` });
    expect(clients).toEqual([
      { http2: false, proxy: { url: `socks5h://${proxyUserInfo}p.example:1` } },
      {
        http2: false,
        proxy: { url: `http://${proxyUserInfo}p.example:3128/` },
      },
    ]);
  });

  it.each<[string, ConnectOptions]>([
    [
      'verifies servers by the host of their address alone, and not by the name "kube" (tlsServerName)',
      { tlsServerName: "kube" },
    ],
    [
      "verifies every server: give the authority that has signed its certificate in place of insecureSkipTlsVerify",
      { insecureSkipTlsVerify: true },
    ],
    [
      "takes http:// and socks5:// proxies, and not https://p.example:1",
      { proxyUrl: "https://p.example:1" },
    ],
  ])("says that its fetch %s", async (what, options) => {
    become("deno");
    expect(await failure({ server, ...options })).toBe(
      `ConfigError: Deno's fetch ${what}; on Node.js there is no such limit`,
    );
  });

  it.each([
    ["invalid peer certificate: UnknownIssuer", "UNABLE_TO_GET_ISSUER_CERT"],
    ["tcp connect error: Connection refused (os error 111)", "ECONNREFUSED"],
    ["something else", undefined],
  ])("knows what it means that %s", (words, code) => {
    const cause = new Error(`client error (Connect): ${words}`);
    const error = new TypeError("fetch failed", { cause });
    expect(withNodeCode(error)).toMatchObject(
      code === undefined ? error : { code, message: cause.message },
    );
  });

  it("takes nothing for unsent that broke after a connection was there", () => {
    const cause = new Error("client error (SendRequest): Connection refused");
    const error = new TypeError("fetch failed", { cause });
    expect(withNodeCode(error)).toBe(error);
  });
});

describe("a client that is for one platform", () => {
  it.each([
    ["bun.js", "Bun", bunTransport],
    ["deno.js", "Deno", denoTransport],
  ])("says so elsewhere: %s", async (file, platform, open) => {
    await expect(openConnectionOver(open, certified, nowhere)).rejects.toThrow(
      `the client of ${file} is for ${platform}, and this is none; index.js is for every platform`,
    );
  });
});
