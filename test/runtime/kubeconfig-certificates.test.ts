import { afterEach, describe, expect, it, vi } from "vitest";
import { certificates } from "./certificates.js";
import { base64, failure, kubeconfig, open } from "./connections.js";

const { ca, clientCertificate, clientKey, encryptedKeys } = certificates();
const cluster = { server: "https://127.0.0.1:1" };
const dayMs = 86_400_000;

function fileOf(user: object): string {
  const certificate = {
    "client-certificate-data": base64(clientCertificate),
    "client-key-data": base64(clientKey),
  };
  return kubeconfig(cluster, { ...certificate, ...user });
}

describe("a client certificate", () => {
  afterEach(() => vi.useRealTimers());
  const setClock = (now: number) => vi.useFakeTimers({ toFake: ["Date"], now });

  it("that has expired is told, with the time", async () => {
    const kubeconfig = fileOf({});
    setClock(Date.now() + 3 * dayMs);
    expect(await failure({ kubeconfig })).toMatch(
      /^ConfigError: "client-certificate-data" of the user "u" of ".*config" has expired: it was valid until 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z, and it is 20\S+Z here; get a new one$/,
    );
  });

  it("that has expired does no harm beside a token, by which the server may know its user", async () => {
    const kubeconfig = fileOf({ token: "t" });
    const other = fileOf({});
    setClock(Date.now() + 3 * dayMs);
    expect(await failure({ kubeconfig })).toBe("no error");
    expect(await failure({ kubeconfig: other, token: "t" })).toBe("no error");
  });

  it("that is not valid yet is left to the server, whose clock may be right", async () => {
    const kubeconfig = fileOf({});
    setClock(Date.now() - 3 * dayMs);
    expect(await open({ kubeconfig })).toBeDefined();
  });

  it.each(encryptedKeys)(
    "whose key has a passphrase is told: %#",
    async (key) => {
      const message = await failure({
        kubeconfig: fileOf({ "client-key-data": base64(key) }),
      });
      expect(message).toMatch(
        /^ConfigError: "client-key-data" of the user "u" of ".*config" is encrypted, and there is nobody to ask for its passphrase: decrypt it with "openssl pkey /,
      );
    },
  );

  it("may stand in one file with its key, in either order", async () => {
    const both = [clientCertificate + clientKey, clientKey + clientCertificate];
    for (const pem of both)
      expect(
        await failure({
          server: cluster.server,
          certificateAuthority: ca,
          clientCertificate: pem,
          clientKey: pem,
        }),
      ).toBe("no error");
  });
});
