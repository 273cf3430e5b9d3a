import { setTimeout as sleep } from "node:timers/promises";

import {
  afterAll,
  beforeAll,
  describe,
  expect,
  inject,
  onTestFinished,
} from "vitest";

import type {
  ConfigMapResource,
  PersistedConfigMap,
} from "../../output/core/v1/index.js";
import { hurriedClock, openFaultyPath } from "./faulty-path.js";
import { type ControlPlane, startControlPlane } from "./control-plane.js";
import { informers } from "./informers.js";
import { test } from "./live-client.js";
import {
  expectNothingLost,
  InformerAccount,
  WatchAccount,
} from "./nothing-lost.js";
import { Scribe } from "./scribe.js";

interface Readers {
  readonly watches: readonly WatchAccount<PersistedConfigMap>[];
  readonly informers: readonly InformerAccount<PersistedConfigMap>[];
  readonly all: readonly (
    InformerAccount<PersistedConfigMap> | WatchAccount<PersistedConfigMap>
  )[];
}

/** Starts readers that end with the test, and waits until each has what there is. */
async function read(
  configMaps: ConfigMapResource,
  { watches, informers: count }: { watches: number; informers: number },
): Promise<Readers> {
  const controller = new AbortController();
  const { signal } = controller;
  const clock = hurriedClock(300);
  const idleTimeoutMs = 3_000;
  const { informer } = await informers();
  const watching = Array.from(
    { length: watches },
    () => new WatchAccount(configMaps.watch({ signal, clock, idleTimeoutMs })),
  );
  const informing = Array.from(
    { length: count },
    () =>
      new InformerAccount<PersistedConfigMap>(
        informer(configMaps, { signal, clock, idleTimeoutMs }),
      ),
  );
  onTestFinished(async () => {
    controller.abort();
    await Promise.all(informing.map((one) => one.informer.close()));
  });
  await Promise.all(informing.map((one) => one.informer.waitForSync()));
  await expect.poll(() => watching.every(({ told }) => told > 0)).toBe(true);
  return {
    watches: watching,
    informers: informing,
    all: [...watching, ...informing],
  };
}

// One that was there before is not ours to end.
describe.runIf(inject("cluster").origin !== "existing")(
  "an API server of one's own",
  () => {
    let plane: ControlPlane;
    beforeAll(async () => {
      plane = await startControlPlane();
    });
    afterAll(() => plane.stop());

    test("is killed and comes back under 20 watches and 5 informers", async ({
      live,
    }) => {
      const { client } = await openFaultyPath(live, plane.cluster);
      const configMaps = client.core.v1.configMaps("default");
      await configMaps.create({ metadata: { name: "there" } });
      const readers = await read(configMaps, { watches: 20, informers: 5 });
      const scribe = new Scribe(configMaps, 1, 20).start();
      await expect.poll(() => scribe.written).toBeGreaterThan(30);
      await plane.restartApiServer();
      const before = scribe.written;
      await expect
        .poll(() => scribe.written, { timeout: 30_000 })
        .toBeGreaterThan(before + 30);
      await scribe.stop();
      await expectNothingLost(readers.all, () => configMaps.list());
      for (const one of readers.informers)
        expect(one.informer.lastError).toBeUndefined();
    });

    test("stands still, accepts and says nothing, and goes on", async ({
      live,
    }) => {
      const { client, proxy } = await openFaultyPath(live, plane.cluster);
      const configMaps = client.core.v1.configMaps("default");
      const readers = await read(configMaps, { watches: 3, informers: 2 });
      const lastErrors = (): unknown[] =>
        readers.informers.map(({ informer }) => informer.lastError);
      plane.stallApiServer(true);
      try {
        await expect
          .poll(lastErrors, { timeout: 30_000 })
          .toEqual(
            readers.informers.map(() =>
              expect.objectContaining({ name: "TimeoutError" }),
            ),
          );
        proxy.cut();
        await sleep(1_000);
      } finally {
        plane.stallApiServer(false);
      }
      const scribe = new Scribe(configMaps, 2, 10).start();
      await expect.poll(() => scribe.written).toBeGreaterThan(50);
      await scribe.stop();
      await expectNothingLost(readers.all, () => configMaps.list());
    });

    test("is written to, cut off and restarted by chance (seed 5)", async ({
      live,
    }) => {
      const paths = await Promise.all(
        [1, 2, 3].map(() => openFaultyPath(live, plane.cluster)),
      );
      const readers = (
        await Promise.all(
          paths.map(({ client }) =>
            read(client.core.v1.configMaps("default"), {
              watches: 2,
              informers: 2,
            }),
          ),
        )
      ).flatMap(({ all }) => all);
      const { kubeconfig } = plane.cluster;
      const direct = await live.connect({ kubeconfig });
      onTestFinished(() => direct.close());
      const configMaps = direct.core.v1.configMaps("default");
      const scribes = [5, 6, 7].map((seed) =>
        new Scribe(configMaps, seed, 15).start(),
      );
      const { dice } = scribes[0]!;
      for (let round = 0; round < 24; round += 1) {
        await sleep(100 + dice.below(300));
        const path = paths[dice.below(paths.length)]!;
        if (dice.below(4) === 0) path.proxy.freeze();
        else path.proxy.cut();
        if (round % 12 === 6) await plane.restartApiServer();
      }
      await Promise.all(scribes.map((scribe) => scribe.stop()));
      await expectNothingLost(readers, () => configMaps.list());
      // What a scribe knows that it has done, nobody may have missed.
      const there = new Map(
        (await configMaps.list()).items.map(({ metadata }) => [
          metadata.uid,
          metadata.resourceVersion,
        ]),
      );
      for (const scribe of scribes)
        for (const [uid, version] of scribe.known)
          expect(there.get(uid)).toBe(version);
      expect(readers.reduce((sum, { told }) => sum + told, 0)).toBeGreaterThan(
        1_000,
      );
    });
  },
);
