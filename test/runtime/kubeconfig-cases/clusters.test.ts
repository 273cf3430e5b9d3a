import { describe, expect, it } from "vitest";
import { findIdentity } from "../../../templates/runtime/identity.js";
import { kubeconfig, nowhere, open } from "../connections.js";
import { identityOf, refusal } from "../kubeconfigs.js";

// The rows C of the table of kubeconfig cases: options of a cluster, as far as they are read. What they do on the wire is tested
// with the transport: C5, C11, C12, and the other half of C1, C3, C6 and C9.

const server = "https://c.example:6443";

describe("a cluster", () => {
  it("C1 may give the name to verify its server by", async () => {
    const cluster = { server, "tls-server-name": "kube.example2.com" };
    expect(await identityOf(cluster, {})).toMatchObject({
      server,
      tlsServerName: "kube.example2.com",
    });
    expect((await identityOf({ server }, {})).tlsServerName).toBeUndefined();
  });

  it("C2 has no say in that name where the options give the server", async () => {
    const file = kubeconfig({ server, "tls-server-name": "kube.example" }, {});
    const environment = { KUBECONFIG: file };
    const identity = await findIdentity(
      { server: "https://other.example" },
      { ...nowhere, environment },
    );
    expect(identity.server).toBe("https://other.example");
    expect(identity.tlsServerName).toBeUndefined();
  });

  it("C3 is verified unless it says that it is not", async () => {
    for (const [flag, expected] of [
      [{}, false],
      [{ "insecure-skip-tls-verify": null }, false],
      [{ "insecure-skip-tls-verify": false }, false],
      [{ "insecure-skip-tls-verify": true }, true],
    ] as const) {
      const identity = await identityOf({ server, ...flag }, {});
      expect(identity.insecureSkipTlsVerify).toBe(expected);
    }
  });

  it("C3 whose authority nobody asks may lack it", async () => {
    // In a file client-go refuses the two together, though its own option drops the authority; nothing is verified either way.
    const cluster = { server, "certificate-authority": "not-there" };
    const skip = { "insecure-skip-tls-verify": true };
    expect(
      (await open({ kubeconfig: kubeconfig({ ...cluster, ...skip }, {}) }))
        .server,
    ).toBe(server);
    const options = {
      kubeconfig: kubeconfig(cluster, {}),
      insecureSkipTlsVerify: true,
    };
    expect((await open(options)).server).toBe(server);
  });

  it.each([
    "http://proxy.example:3128",
    "https://proxy.example",
    "socks5://proxy.example:1080",
    "http://me:pass@proxy.example:3128",
  ])("C4 may be reached by the proxy %s", async (proxy) => {
    const identity = await identityOf({ server, "proxy-url": proxy }, {});
    expect(identity.proxyUrl?.reveal()).toBe(proxy);
  });

  it.each([
    "socks6://me:s3cr3t@proxy.example",
    "socks5h://me:s3cr3t@proxy.example",
    "me:s3cr3t@proxy.example",
    "example.com",
    "chewbacca@example.com",
    "http://",
    "socks5://",
    "proxy.example:3128",
  ])("C4 is not reached by the proxy %s, which is told", async (proxy) => {
    const message = await refusal({ server, "proxy-url": proxy }, {});
    expect(message).toMatch(
      /^ConfigError: "proxy-url" of the cluster "c" of ".*config" is not the URL of a proxy: http:\/\/HOST:PORT, https:\/\/HOST:PORT or socks5:\/\/HOST:PORT$/,
    );
  });

  it("C4 has no proxy where the field is empty", async () => {
    const identity = await identityOf({ server, "proxy-url": "" }, {});
    expect(identity.proxyUrl).toBeUndefined();
  });

  it("C6 has its proxy from the file, whatever the environment says", async () => {
    const proxy = "http://file.example:1";
    const file = kubeconfig({ server, "proxy-url": proxy }, {});
    const environment = { HTTPS_PROXY: "http://environment.example:1" };
    const identity = await findIdentity(
      { kubeconfig: file },
      { ...nowhere, environment },
    );
    expect(identity.proxyUrl?.reveal()).toBe(proxy);
  });

  it.each([
    ["https://h:8080/foo/bar", "https://h:8080/foo/bar"],
    ["http://h:8080/foo/bar/", "http://h:8080/foo/bar"],
    ["http://h:8080//", "http://h:8080"],
    ["http://h:8080/", "http://h:8080"],
    ["http://h:8080", "http://h:8080"],
    ["h:8080", "http://h:8080"],
    ["anything.com:8080", "http://anything.com:8080"],
    ["anything", "http://anything"],
  ])("C7 has the address %s", async (written, used) => {
    expect((await identityOf({ server: written }, {})).server).toBe(written);
    const file = kubeconfig({ server: written }, {});
    expect((await open({ kubeconfig: file })).server).toBe(used);
  });

  it("C7 without a scheme is asked by TLS where it has something of TLS", async () => {
    const cluster = { server: "h:8443", "insecure-skip-tls-verify": true };
    const file = kubeconfig(cluster, {});
    expect((await open({ kubeconfig: file })).server).toBe("https://h:8443");
  });

  it.each([{}, { server: "" }, { server: null }, { "proxy-url": "http://p" }])(
    "C8 must have a server: %j",
    async (cluster) => {
      // The file's own cluster is never localhost:8080, which is what kubectl asks where it is told nothing.
      expect(await refusal({ extra: 1, ...cluster }, {})).toMatch(
        /^ConfigError: the cluster "c" of ".*config" has no "server": the address of the API server$/,
      );
    },
  );

  it("C9 may ask for no compression", async () => {
    const cluster = { server, "disable-compression": true };
    expect((await identityOf(cluster, {})).disableCompression).toBe(true);
    expect((await identityOf({ server }, {})).disableCompression).toBe(false);
  });

  it("C10 may have data for a plugin, which stays as it is", async () => {
    const extension = {
      audience: "foo",
      other: [1, 1.5, true, null, { deep: "yes" }],
      apiVersion: "example.com/v1",
    };
    const extensions = [
      { name: "else", extension: "text" },
      { name: "client.authentication.k8s.io/exec", extension },
    ];
    expect((await identityOf({ server, extensions }, {})).execConfig).toEqual(
      extension,
    );
    expect((await identityOf({ server }, {})).execConfig).toBeUndefined();
  });
});
