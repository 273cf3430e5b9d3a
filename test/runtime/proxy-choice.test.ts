import { describe, expect, it } from "vitest";
import { failure, kubeconfig, nowhere, open } from "./connections.js";
import { httpProxy, listening, socksProxy } from "./proxies.js";

const get = { method: "GET", path: "/version" } as const;

describe("a proxy that refuses", () => {
  it.each([403, 407, 502])(
    "with %d is told from the server",
    async (status) => {
      const port = await listening((socket) =>
        socket.once("data", () =>
          socket.end(`HTTP/1.1 ${status} Because\r\ncontent-length: 0\r\n\r\n`),
        ),
      );
      const { transport } = await open({
        server: "https://kube.example",
        proxyUrl: `http://127.0.0.1:${port}`,
      });
      await expect(
        transport.request({ method: "POST", path: "/x" }),
      ).rejects.toMatchObject({
        name: "ConnectionError",
        sent: false,
        code: `PROXY_${status}`,
        message: expect.stringContaining(
          `POST /x: no answer from https://kube.example: the proxy http://127.0.0.1:${port} does not do: it answered ${status} Because`,
        ),
      });
    },
  );

  it.each([
    ["CONNECTION_NOT_ALLOWED", "PROXY_SOCKS5", "its rules do not allow"],
    ["CONNECTION_REFUSED", "ECONNREFUSED", "the server refused its connection"],
  ] as const)("by SOCKS with %s is told as well", async (reply, code, text) => {
    const { port } = await socksProxy({ reply });
    const { transport } = await open({
      server: "https://kube.example",
      proxyUrl: `socks5://127.0.0.1:${port}`,
    });
    await expect(transport.request(get)).rejects.toMatchObject({
      sent: false,
      code,
      message: expect.stringContaining(`does not do: ${text}`),
    });
  });

  it("and one that speaks no SOCKS", async () => {
    const port = await listening((socket) =>
      socket.end("HTTP/1.1 400 Bad\r\n\r\n"),
    );
    const { transport } = await open({
      server: "https://kube.example",
      proxyUrl: `socks5://127.0.0.1:${port}`,
    });
    await expect(transport.request(get)).rejects.toThrow(
      "it does not speak SOCKS 5",
    );
  });
});

it("a SOCKS proxy is told names and addresses of both kinds as they are", async () => {
  const { port, targets } = await socksProxy({ reply: "CONNECTION_REFUSED" });
  for (const server of [
    "https://kube.example",
    "https://10.1.2.3:6443",
    "http://[2001:db8::1:0:5]:80",
    "https://[::ffff:1.2.3.4]",
  ]) {
    const { transport } = await open({
      server,
      proxyUrl: `socks5h://127.0.0.1:${port}`,
    });
    await expect(transport.request(get)).rejects.toThrow("socks5://");
  }
  expect(
    targets.map((target) => target.replaceAll(/\b0+(?=[0-9a-f])/g, "")),
  ).toEqual([
    "kube.example:443",
    "10.1.2.3:6443",
    "2001:db8:0:0:0:1:0:5:80",
    "0:0:0:0:0:ffff:102:304:443",
  ]);
});

describe("which proxy", () => {
  const withProxy = (
    cluster: object,
    environment: { readonly [name: string]: string } = {},
  ) =>
    [
      { kubeconfig: kubeconfig(cluster, { token: "t" }) },
      { ...nowhere, environment: { ...nowhere.environment, ...environment } },
    ] as const;

  it("C6: that of the file comes before the environment, which NO_PROXY does not change; the option before both", async () => {
    const [file, environment, option] = [
      await httpProxy(),
      await httpProxy(),
      await httpProxy(),
    ];
    const cluster = {
      server: "https://kube.example:6443",
      "insecure-skip-tls-verify": true,
      "proxy-url": `http://127.0.0.1:${file.port}`,
    };
    const [options, surroundings] = withProxy(cluster, {
      HTTPS_PROXY: `http://127.0.0.1:${environment.port}`,
      NO_PROXY: "*",
    });
    const ask = async (more: object, around = surroundings): Promise<void> => {
      const { transport } = await open({ ...options, ...more }, around);
      await transport.request(get).catch(() => undefined);
    };
    await ask({});
    expect(file.targets).toEqual(["kube.example:6443"]);
    await ask({ proxyUrl: `http://127.0.0.1:${option.port}` });
    expect(option.targets).toHaveLength(1);
    expect(environment.targets).toEqual([]);
    const [other, around] = withProxy(
      { server: cluster.server },
      { https_proxy: `127.0.0.1:${environment.port}` },
    );
    const { transport } = await open(other, around);
    await transport.request(get).catch(() => undefined);
    expect(environment.targets).toEqual(["kube.example:6443"]);
  });

  it.each([
    ["socks6://s3cr3t@example.com", 'of an unknown kind: "socks6:"'],
    ["example.com", "has to begin with http://, https:// or socks5://"],
    ["chewbacca:s3cr3t@example.com", "has to begin with http://"],
    ["http://", "is not the URL of a proxy"],
    ["socks5://", "is the URL of a proxy without a host"],
  ])("C4: %s is refused", async (proxyUrl, expected) => {
    const message = await failure({ server: "https://x", proxyUrl });
    expect(message).toContain(`ConfigError: the option "proxyUrl" is`);
    expect(message).toContain(expected);
    expect(message).not.toContain("s3cr3t");
  });
});
