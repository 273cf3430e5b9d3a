import {
  afterAll,
  beforeAll,
  describe,
  expect,
  inject,
  onTestFinished,
} from "vitest";

import type { PersistedConfigMap } from "../../output/core/v1/index.js";
import { type ControlPlane, startControlPlane } from "./control-plane.js";
import { compactStorage } from "./etcd.js";
import { hurriedClock, openFaultyPath } from "./faulty-path.js";
import { informers } from "./informers.js";
import { test } from "./live-client.js";
import {
  expectNothingLost,
  InformerAccount,
  WatchAccount,
} from "./nothing-lost.js";

describe.runIf(inject("cluster").origin !== "existing")(
  "a storage that has forgotten what a watch was at",
  () => {
    let plane: ControlPlane;
    beforeAll(async () => {
      // What its watch cache still has, it would tell after a compaction as well.
      plane = await startControlPlane({
        apiServerFlags: ["--watch-cache=false"],
      });
    });
    afterAll(() => plane.stop());

    test("has a paused watch and an informer read everything again, unless a watch is not to", async ({
      live,
    }) => {
      const { client, proxy } = await openFaultyPath(live, plane.cluster);
      const configMaps = client.core.v1.configMaps("default");
      for (const name of ["stays", "goes"])
        await configMaps.create({ metadata: { name } });
      const controller = new AbortController();
      const { signal } = controller;
      const clock = hurriedClock(20);
      let goOn = (): void => undefined;
      const paused = new Promise<void>((resolve) => (goOn = resolve));
      const watch = new WatchAccount<PersistedConfigMap>(
        configMaps.watch({ signal, clock }),
        () => paused,
      );
      const strict = new WatchAccount<PersistedConfigMap>(
        configMaps.watch({ signal, clock, relist: false }),
        () => paused,
      );
      // Its pause is the test's, so that it does not come back in front of the compaction.
      const { informer } = await informers();
      const followed = informer(configMaps, {
        signal,
        clock: {
          now: () => performance.now(),
          sleep: async (_, aborted) => {
            await paused;
            aborted.throwIfAborted();
          },
        },
      });
      const following = new InformerAccount<PersistedConfigMap>(followed);
      await followed.waitForSync();
      await expect.poll(() => [watch.told, strict.told]).toEqual([1, 1]);

      proxy.cut();
      // By another way: a write on a connection that was just cut is lost, and not sent again.
      const { kubeconfig } = plane.cluster;
      const direct = await live.connect({ kubeconfig });
      onTestFinished(() => direct.close());
      const written = direct.core.v1.configMaps("default");
      await written.delete("goes");
      await written.create({ metadata: { name: "new" } });
      await written.patch("stays", { data: { was: "patched" } });
      expect(await compactStorage(plane.cluster)).toBe(true);
      goOn();
      await expectNothingLost([watch, following], () => configMaps.list());
      expect(watch.syncs).toBe(2);
      await expect.poll(() => strict.failure).toSatisfy(live.isGone);
      expect(strict.syncs).toBe(1);
      await configMaps.delete("new");
      await expectNothingLost([watch, following], () => configMaps.list());
      controller.abort();
      await followed.close();
    });
  },
);
