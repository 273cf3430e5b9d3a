import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, inject } from "vitest";

import { canAggregate, registerApi, untilAvailable } from "./aggregated-api.js";
import { generateFrom, typeCheck, writeProject } from "./generated-client.js";
import { test } from "./live-client.js";
import {
  startSampleApiServer,
  type SampleApiServer,
} from "./sample-api-server.js";

const { kubeconfig, sampleApiServer } = inject("cluster");
const folder = mkdtempSync(join(tmpdir(), "kubewright-aggregated-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(canAggregate && sampleApiServer !== undefined)("wardle", () => {
  test("x", async ({ k8s, namespace }) => {
    const server = await startSampleApiServer(namespace);
    try {
      await registerApi(k8s, server.service, "wardle.example.com", [
        "v1alpha1",
        "v1beta1",
      ]);
      const t = Date.now();
      let files = 0;
      while (!files) {
        const g = await generateFrom(
          "cluster",
          { kubeconfig },
          { include: ["wardle.example.com"] },
        ).catch((e) => console.log(String(e)));
        if (!g) {
          await new Promise((r) => setTimeout(r, 1000));
          continue;
        }
        files = g.files.length;
        console.log(
          Date.now() - t,
          g.files.map((f) => f.path).filter((p) => /wardle/.test(p)),
        );
        writeFileSync(
          "/tmp/agg/wardle.txt",
          g.files
            .filter((f) => /wardle/.test(f.path))
            .map((f) => f.path + "\n" + f.text)
            .join("\n\n"),
        );
      }
    } catch (e) {
      await server.throwIfEnded();
      throw e;
    } finally {
      await server.stop();
    }
  });
});
