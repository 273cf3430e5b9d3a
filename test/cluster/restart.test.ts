import { describe, expect, inject, onTestFinished } from "vitest";

import { startControlPlane } from "./control-plane.js";
import { test } from "./live-client.js";
import { startProxy } from "./tcp-proxy.js";

// One that was there before is not ours to end.
describe.runIf(inject("cluster").origin !== "existing")(
  "an API server that is killed and comes back",
  () => {
    test("fails no read in between, and doubles no write", async ({ live }) => {
      const plane = await startControlPlane();
      onTestFinished(() => plane.stop());
      // How long the server takes to come back is the machine's matter: a balancer holds who comes in between.
      const path = await startProxy(plane.cluster.server, { patient: true });
      onTestFinished(() => path.stop());
      const k8s = await live.connect({
        server: `https://127.0.0.1:${path.port}`,
        certificateAuthority: plane.cluster.certificateAuthority,
        token: plane.cluster.adminToken,
      });
      onTestFinished(() => k8s.close());
      const configMaps = k8s.core.v1.configMaps("default");
      await configMaps.create({ metadata: { name: "read" } });

      let isBack = false;
      const reads = (async () => {
        let count = 0;
        for (; !isBack; count++) await configMaps.get("read");
        return count;
      })();
      const written: string[] = [];
      const writes = (async () => {
        for (let i = 0; !isBack; i++) {
          const labels = { write: String(i) };
          await configMaps
            .create({ metadata: { generateName: "written-", labels } })
            .then(
              () => written.push(labels.write),
              // It may have been done, and it is not known: so it is told, and not done again.
              (error: unknown) => expect(error).toBeInstanceOf(Error),
            );
        }
      })();
      await plane.restartApiServer();
      isBack = true;
      expect(await reads).toBeGreaterThan(1);
      await writes;

      const { items } = await configMaps.list({ labelSelector: "write" });
      const stored = items.map(({ metadata }) => metadata.labels?.["write"]);
      expect(new Set(stored).size).toBe(stored.length);
      expect(stored).toEqual(expect.arrayContaining(written));
      expect(written.length).toBeGreaterThan(0);
    });
  },
);
