import { copyFile, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, inject, onTestFinished } from "vitest";

import type { ConnectOptions, Kubernetes } from "../../output/index.js";
import { httpProxy, proxyUserInfo, socksProxy } from "../runtime/proxies.js";
import {
  type CertificateFiles,
  createAuthority,
  issueCertificate,
} from "./certificates.js";
import type { ClientModule } from "./generated-client.js";
import { test } from "./live-client.js";
import { startTlsProxy } from "./tls-proxy.js";

const { server, adminToken: token } = inject("cluster");

const connected = async (
  live: ClientModule,
  options: ConnectOptions,
): Promise<Kubernetes> => {
  const client = await live.connect(options);
  onTestFinished(() => client.close());
  return client;
};

interface Authority extends CertificateFiles {
  /** A certificate of 127.0.0.1 that it has signed. */
  readonly server: CertificateFiles;
}

/** New authorities, in a folder that goes with the test. */
const authorities = async (
  ...names: string[]
): Promise<{ folder: string; made: Authority[] }> => {
  const folder = await mkdtemp(join(tmpdir(), "kubewright-authorities-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const made: Authority[] = [];
  for (const name of names) {
    const authority = await createAuthority(folder, name);
    const subject = { commonName: name, names: ["IP:127.0.0.1"] };
    const files = await issueCertificate(
      authority,
      folder,
      `${name}-server`,
      subject,
    );
    made.push({ ...authority, server: files });
  }
  return { folder, made };
};

describe("through a proxy", () => {
  test.for(["http", "socks5"] as const)(
    "of %s it reads, writes and watches",
    async (protocol, { k8s, live, namespace }) => {
      const proxy =
        protocol === "http"
          ? await httpProxy({ auth: true })
          : await socksProxy({ auth: true });
      const proxyUrl = `${protocol}://${proxyUserInfo}127.0.0.1:${proxy.port}`;
      const { kubeconfig } = inject("cluster");
      const client = await connected(live, { kubeconfig, proxyUrl });
      const name = `by-${protocol}`;
      const configMaps = client.core.v1.configMaps(namespace);
      const created = await configMaps.create({ metadata: { name } });
      const watch = configMaps.watch({
        fieldSelector: { "metadata.name": name },
      });
      for await (const event of watch) {
        if (event.type === "SYNC") {
          expect(event.objects).toEqual([created]);
          await k8s.core.v1
            .configMaps(namespace)
            .patch(name, { data: { a: "1" } });
        } else {
          expect(event.object.data).toEqual({ a: "1" });
          break;
        }
      }
      const host = new URL(server).host;
      expect(proxy.targets.length).toBeGreaterThan(0);
      expect(new Set(proxy.targets)).toEqual(new Set([host]));
    },
  );
});

describe("a server whose certificate changes", () => {
  test("to one of a new authority is trusted once the file has it", async ({
    live,
  }) => {
    const { folder, made } = await authorities("old", "new");
    const [before, after] = made as [Authority, Authority];
    const authority = join(folder, "trusted.crt");
    await copyFile(before.certificate, authority);
    const proxy = await startTlsProxy(before.server);
    const client = await connected(live, {
      server: proxy.server,
      certificateAuthority: authority,
      token,
    });
    expect(await client.server.healthz()).toBe("ok");

    await proxy.useCertificate(after.server);
    await expect(client.server.healthz()).rejects.toThrow(/certificate/);

    await copyFile(after.certificate, `${authority}.new`);
    await rename(`${authority}.new`, authority);
    expect(await client.server.healthz()).toBe("ok");
    const { items } = await client.core.v1.namespaces.list();
    expect(items.length).toBeGreaterThan(0);
  });
});

describe("a server that is busy", () => {
  test.for([
    [429, "TooManyRequests"],
    [503, "ServiceUnavailable"],
  ] as const)(
    "and says so by %i is asked again, for a write once more and not twice",
    async ([status, reason], { live, namespace }) => {
      const { made } = await authorities("busy");
      const [{ certificate, server: files }] = made as [Authority];
      const refused: string[] = [];
      const passed: string[] = [];
      const proxy = await startTlsProxy(files, ({ method = "" }, response) => {
        const isFirst = !refused.includes(method);
        (isFirst ? refused : passed).push(method);
        if (!isFirst) return false;
        response.writeHead(status, {
          "content-type": "application/json",
          "retry-after": "1",
        });
        response.end(JSON.stringify({ kind: "Status", code: status, reason }));
        return true;
      });
      const attempts: number[] = [];
      const client = await connected(live, {
        server: proxy.server,
        certificateAuthority: certificate,
        token,
        onRequest: ({ attempt }) => void attempts.push(attempt),
      });
      const configMaps = client.core.v1.configMaps(namespace);
      const labels = { busy: String(status) };
      const begin = performance.now();
      await configMaps.create({ metadata: { generateName: "busy-", labels } });
      expect(performance.now() - begin).toBeGreaterThan(990);
      const { items } = await configMaps.list({ labelSelector: labels });
      expect(items).toHaveLength(1);
      expect(refused).toEqual(["POST", "GET"]);
      expect(passed).toEqual(["POST", "GET"]);
      expect(attempts).toEqual([1, 2, 1, 2]);
    },
  );

  test("and does not say for how long is not asked again", async ({ live }) => {
    const { made } = await authorities("vague");
    const [{ certificate, server: files }] = made as [Authority];
    let asked = 0;
    const proxy = await startTlsProxy(files, (_request, response) => {
      asked += 1;
      response.writeHead(503).end();
      return true;
    });
    const client = await connected(live, {
      server: proxy.server,
      certificateAuthority: certificate,
      token,
    });
    const call = client.core.v1.nodes.list();
    await expect(call).rejects.toSatisfy(live.isServiceUnavailable);
    expect(asked).toBe(1);
  });
});
