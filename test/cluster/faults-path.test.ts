import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { describe, expect, inject, onTestFinished } from "vitest";

import type {
  ConfigMapResource,
  PersistedConfigMap,
} from "../../output/core/v1/index.js";
import { temporaryFolder } from "../runtime/servers.js";
import { boundToken, letEdit, untilRefused } from "./bound-tokens.js";
import { hurriedClock, openFaultyPath } from "./faulty-path.js";
import { informers } from "./informers.js";
import { test } from "./live-client.js";
import {
  expectNothingLost,
  InformerAccount,
  WatchAccount,
} from "./nothing-lost.js";
import { startTlsProxy } from "./tls-proxy.js";

/** A watch and an informer that end with the test; both have what there is. */
async function readersOf(
  configMaps: ConfigMapResource,
  idleTimeoutMs = 0,
  pauses: number[] = [],
): Promise<
  readonly [
    WatchAccount<PersistedConfigMap>,
    InformerAccount<PersistedConfigMap>,
  ]
> {
  const controller = new AbortController();
  const { signal } = controller;
  const options = { signal, clock: hurriedClock(100, pauses), idleTimeoutMs };
  const { informer } = await informers();
  const watch = new WatchAccount(configMaps.watch(options));
  const following = new InformerAccount<PersistedConfigMap>(
    informer(configMaps, options),
  );
  onTestFinished(async () => {
    controller.abort();
    await following.informer.close();
  });
  await following.informer.waitForSync();
  await expect.poll(() => watch.told).toBeGreaterThan(0);
  return [watch, following];
}

/** Writes that a reader who is away misses. */
async function writeSome(configMaps: ConfigMapResource): Promise<void> {
  for (const name of ["a", "b", "c"])
    await configMaps.create({ metadata: { name } });
  await configMaps.patch("a", { data: { is: "patched" } });
  await configMaps.delete("b");
}

describe("a watch and an informer", () => {
  test("leave connections that are half open", async ({
    k8s,
    live,
    namespace,
  }) => {
    const { client, proxy } = await openFaultyPath(live);
    const configMaps = k8s.core.v1.configMaps(namespace);
    const readers = await readersOf(
      client.core.v1.configMaps(namespace),
      1_000,
    );
    proxy.freeze();
    await writeSome(configMaps);
    await expectNothingLost(readers, () => configMaps.list());
    await configMaps.deleteCollection();
  });

  // Its proxy ends TLS with the certificate that the tests gave to their API server.
  test.runIf(inject("cluster").origin !== "existing")(
    "wait as long as a server asks that is too busy, and storm it not",
    async ({ k8s, live, namespace }) => {
      let busy: 429 | 503 | undefined;
      let refused = 0;
      const { certificateAuthority, adminToken } = inject("cluster");
      const folder = dirname(certificateAuthority);
      const files = {
        certificate: join(folder, "server.crt"),
        key: join(folder, "server.key"),
      };
      const proxy = await startTlsProxy(files, (_, response) => {
        if (busy === undefined) return false;
        refused += 1;
        response.writeHead(busy, { "retry-after": "2" }).end("too busy");
        return true;
      });
      const client = await live.connect({
        server: proxy.server,
        certificateAuthority,
        token: adminToken,
      });
      onTestFinished(() => client.close());
      const configMaps = k8s.core.v1.configMaps(namespace);
      const pauses: number[] = [];
      const readers = await readersOf(
        client.core.v1.configMaps(namespace),
        0,
        pauses,
      );
      for (const status of [429, 503] as const) {
        busy = status;
        refused = 0;
        await proxy.useCertificate(files);
        await expect
          .poll(() => refused, { timeout: 60_000 })
          .toBeGreaterThanOrEqual(40);
        expect(readers[1].informer.lastError).toMatchObject({ status });
        await writeSome(configMaps);
        busy = undefined;
        await expectNothingLost(readers, () => configMaps.list());
        await configMaps.deleteCollection();
      }
      expect(readers[0].syncs).toBe(1);
      // The first pause behind a stream that broke is short; no server asked for it.
      const asked = pauses.filter((ms) => ms >= 2_000);
      expect(asked.length).toBeGreaterThanOrEqual(78);
      expect(pauses.length - asked.length).toBeLessThanOrEqual(6);
    },
  );

  test("go on with a new token, where the one that they began with has expired", async ({
    k8s,
    live,
    namespace,
  }) => {
    const account = "expiring";
    await k8s.core.v1
      .serviceAccounts(namespace)
      .create({ metadata: { name: account } });
    await letEdit(k8s, namespace, account);
    const secrets = k8s.core.v1.secrets(namespace);
    const { metadata } = await secrets.create({ metadata: { name: account } });
    const { name, uid } = metadata;
    const to = { kind: "Secret", name, uid } as const;
    const first = await boundToken(k8s, namespace, account, to);
    const tokenFile = `${temporaryFolder()}/token`;
    await writeFile(tokenFile, first);
    const { client, proxy } = await openFaultyPath(live, inject("cluster"), {
      tokenFile,
    });
    const configMaps = k8s.core.v1.configMaps(namespace);
    const readers = await readersOf(client.core.v1.configMaps(namespace));
    const { informer } = readers[1];
    await secrets.delete(name);
    await untilRefused(first);
    proxy.cut();
    // Whoever writes the file is late.
    await expect
      .poll(() => informer.lastError, { timeout: 10_000 })
      .toSatisfy(live.isUnauthorized);
    await writeSome(configMaps);
    await writeFile(tokenFile, await boundToken(k8s, namespace, account));
    await expectNothingLost(readers, () => configMaps.list());
    expect(readers[0].syncs).toBe(1);
    await configMaps.deleteCollection();
  });
});
