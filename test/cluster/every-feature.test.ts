import { dirname } from "node:path";

import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import type { Generation } from "../../generator/pipeline.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { type ControlPlane, startControlPlane } from "./control-plane.js";
import {
  type ClientModule,
  generateFrom,
  importClient,
  typeCheck,
  writeProject,
} from "./generated-client.js";
import { countOperations } from "./published-operations.js";
import { resourcesOf } from "./written-resources.js";

// A cluster that was there before has the features that it has.
describe.runIf(inject("cluster").origin !== "existing")(
  "a server with every alpha and beta API",
  () => {
    let controlPlane: ControlPlane;
    let generation: Generation;
    let root: string;
    let client: ClientModule;

    beforeAll(async () => {
      controlPlane = await startControlPlane({
        apiServerFlags: [
          "--runtime-config=api/all=true",
          "--feature-gates=AllAlpha=true,AllBeta=true",
        ],
      });
      const { kubeconfig } = controlPlane.cluster;
      generation = await generateFrom("cluster", { kubeconfig });
      root = writeProject(`${dirname(kubeconfig)}/client`, generation);
      client = await importClient(root);
    });
    afterAll(() => controlPlane?.stop());

    test("has an account of each operation", async () => {
      const { operations, groupVersions } = generation.model;
      expect(operations).toHaveLength(
        await countOperations(controlPlane.cluster),
      );
      const reasons = operations.flatMap(({ outcome }) =>
        outcome.kind === "omitted" ? [outcome.reason] : [],
      );
      expect(new Set(reasons)).toEqual(new Set(["deprecated-watch-path"]));
      const published = groupVersions.filter(({ document }) => document);
      expect(
        published.filter(({ version }) => /alpha|beta/.test(version)).length,
      ).toBeGreaterThan(10);
      const problems = generation.diagnostics.filter(
        ({ severity }) => severity !== "info",
      );
      expect(problems).toEqual([]);
    });

    test("has a client that compiles under this project's flags", async () => {
      expect(await typeCheck(dirname(root))).toBe("");
    });

    test("lists each resource, and selects by each field that is offered", async () => {
      const { kubeconfig } = controlPlane.cluster;
      const k8s = await client.connect({ kubeconfig });
      const resources = await resourcesOf(root);
      const refused: string[] = [];
      for (const { directory, facts } of resources) {
        if (!facts.verbs.includes("list")) continue;
        const handle = new ResourceHandle(k8s.transport, facts, undefined);
        for (const field of facts.selectableFields ?? [])
          await handle
            .list({ fieldSelector: { [field]: "x" }, limit: 1 })
            .catch((error: unknown) =>
              refused.push(`${directory} ${facts.kind} ${field}: ${error}`),
            );
      }
      await k8s.close();
      expect(refused).toEqual([]);
      const versions = new Set(resources.map(({ facts }) => facts.version));
      expect(versions).toContain("v1alpha1");
    });
  },
);
