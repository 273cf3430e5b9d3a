import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { expect, onTestFinished } from "vitest";

import type { PersistedConfigMap } from "../../output/core/v1/index.js";
import { Dice } from "../unit/dice.js";
import { hurriedClock, openFaultyPath } from "./faulty-path.js";
import { informers } from "./informers.js";
import { test } from "./live-client.js";
import {
  expectNothingLost,
  InformerAccount,
  WatchAccount,
} from "./nothing-lost.js";

test("an object that is written 10,000 times is seen in order, however often its readers are cut off (seed 3)", async ({
  k8s,
  live,
  namespace,
}) => {
  const { client, proxy } = await openFaultyPath(live);
  const written = k8s.core.v1.configMaps(namespace);
  await written.create({ metadata: { name: "counter" } });
  const controller = new AbortController();
  const { signal } = controller;
  const configMaps = client.core.v1.configMaps(namespace);
  const options = { signal, clock: hurriedClock(50) };
  const { informer } = await informers();
  const all = [1, 2, 3].map(
    () =>
      new InformerAccount<PersistedConfigMap>(informer(configMaps, options)),
  );
  onTestFinished(async () => {
    controller.abort();
    await Promise.all(all.map((one) => one.informer.close()));
  });
  // One that falls behind: the server ends its stream once it holds too much for it.
  let isWriting = true;
  const slow = new WatchAccount<PersistedConfigMap>(
    configMaps.watch(options),
    () => (isWriting ? sleep(20) : undefined),
  );
  await Promise.all(all.map((one) => one.informer.waitForSync()));

  const dice = new Dice(3);
  const cutting = (async () => {
    for (let cuts = 0; ; cuts += 1) {
      await sleep(200 + dice.below(600));
      if (!isWriting) return cuts;
      proxy.cut();
    }
  })();
  let count = 0;
  const write = async (): Promise<void> => {
    while (count < 10_000) {
      count += 1;
      await written.patch("counter", { data: { count: `${count}` } });
    }
  };
  try {
    await Promise.all(Array.from({ length: 3 }, write));
  } finally {
    isWriting = false;
  }
  expect(await cutting).toBeGreaterThan(3);
  await expectNothingLost([...all, slow], () => written.list());
  for (const { told } of all) expect(told).toBeGreaterThan(1_000);
});

test("1,000 watches opened and closed leave sockets, timers and listeners as they were", async ({
  live,
  namespace,
}) => {
  const { client, proxy } = await openFaultyPath(live);
  const configMaps = client.core.v1.configMaps(namespace);
  await configMaps.list();
  const active = (type: string): number =>
    process.getActiveResourcesInfo().filter((one) => one === type).length;
  const timers = active("Timeout");
  const { signal } = new AbortController();
  let synced = 0;
  const openAndClose = async (index: number): Promise<void> => {
    const own = new AbortController();
    const watch = configMaps.watch({
      signal: index % 2 === 0 ? signal : own.signal,
      timeoutMs: 3_600_000,
    });
    try {
      for await (const { type } of watch) {
        if (type === "SYNC") synced += 1;
        if (index % 2 === 0) break;
        own.abort(new Error("enough"));
      }
    } catch (error) {
      expect(error).toMatchObject({ message: "enough" });
    }
    expect(getEventListeners(own.signal, "abort")).toEqual([]);
  };
  for (let index = 0; index < 1_000; index += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => openAndClose(index + i)),
    );
  expect(synced).toBe(1_000);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  await expect.poll(() => proxy.open(), { timeout: 10_000 }).toBeLessThan(2);
  await expect
    .poll(() => active("Timeout"), { timeout: 10_000 })
    .toBeLessThanOrEqual(timers + 1);
});
