import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, inject, vi } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import type { Generation } from "../../generator/pipeline.js";
import { kubewright } from "../cli/command-line.js";
import {
  canAggregate,
  registerApi,
  unregisterApi,
  untilAvailable,
} from "./aggregated-api.js";
import { machinesProgram, wardleProgram } from "./aggregated-program.js";
import {
  generateFrom,
  importClient,
  projectFolder,
  typeCheck,
  writeProject,
} from "./generated-client.js";
import { test } from "./live-client.js";
import { machinesGroup } from "./machines-swagger.js";
import { startOldApiServer, type OldApiServer } from "./old-api-server.js";
import {
  startSampleApiServer,
  type SampleApiServer,
} from "./sample-api-server.js";

const { kubeconfig, sampleApiServer } = inject("cluster");
/** Whether the command line can tell of what is down. */
const hasStrict = readFileSync(
  join(projectFolder, "generator/options.ts"),
  "utf8",
).includes("readonly strict");
const folder = mkdtempSync(join(tmpdir(), "kubewright-aggregated-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Generates a client of a group that another server serves, once the API server publishes it, and runs a program on it. */
async function runOn(
  group: string,
  versions: readonly string[],
  text: string,
  namespace: string,
): Promise<object> {
  const generation = await vi.waitFor<Promise<Generation>>(
    async () => {
      const include = [group];
      const generation = await generateFrom(
        "cluster",
        { kubeconfig },
        { include },
      );
      const { groupVersions } = generation.model;
      const published = groupVersions.filter((one) => one.group === group);
      expect(published.map(({ version }) => version)).toEqual(versions);
      return generation;
    },
    { timeout: 120_000, interval: 250 },
  );
  const project = join(folder, group);
  const client = writeProject(project, generation);
  writeFileSync(join(client, "program.ts"), text);
  const complaints = typeCheck(project);
  const { connect } = await importClient(client);
  const k8s = await connect({ kubeconfig });
  try {
    const program = (await import(
      /* @vite-ignore */ join(client, "program.ts")
    )) as { run: (k8s: Kubernetes, namespace: string) => Promise<object> };
    const result = await program.run(k8s, namespace);
    expect(await complaints).toBe("");
    return result;
  } finally {
    await k8s.close();
  }
}

describe.runIf(canAggregate && sampleApiServer !== undefined)(
  "the API of sample-apiserver",
  () => {
    const group = "wardle.example.com";
    const versions = ["v1alpha1", "v1beta1"];
    let server: SampleApiServer;
    test.beforeAll(async ({ k8s, namespace }) => {
      server = await startSampleApiServer(namespace);
      await registerApi(k8s, server.service, group, versions).catch(
        async (error: unknown) => {
          await server.throwIfEnded();
          throw error;
        },
      );
    });
    test.afterAll(async ({ k8s }) => {
      await unregisterApi(k8s, group, versions);
      await server?.stop();
    });

    test("is generated, and used through the API server", async ({
      namespace,
    }) => {
      expect(await runOn(group, versions, wardleProgram, namespace)).toEqual({
        created: [
          `${group}/v1alpha1`,
          "Flunder",
          { reference: "other", referenceType: "Flunder" },
        ],
        twice: true,
        listed: ["first"],
        everywhere: 1,
        merged: { sample: "true", merged: "yes" },
        strategic: { sample: "true", merged: "yes", strategic: "yes" },
        byOperations: "third",
        updated: "fourth",
        applied: "fifth",
        managers: expect.arrayContaining([["kubewright-test", "Apply"]]),
        later: { flunderReference: "fifth", referenceType: "Flunder" },
        banned: true,
        gone: true,
        types: ["ADDED", "MODIFIED", "DELETED"],
      });
    });

    test.runIf(hasStrict)(
      "is named once its server is down, and the rest is generated",
      async ({ k8s, live }) => {
        await server.kill();
        for (const version of versions)
          await untilAvailable(k8s, `${version}.${group}`, false);
        const flunders = k8s.resource(`${group}/v1alpha1`, "Flunder");
        await expect(flunders.list()).rejects.toSatisfy(live.isApiError);

        const out = join(folder, "down");
        const args = ["generate", "--kubeconfig", kubeconfig, "--out", out];
        const strict = await kubewright([...args, "--strict"]);
        expect(strict.code).toBe(1);
        expect(existsSync(out)).toBe(false);
        const { code, stderr } = await kubewright(args);
        expect([code, stderr]).toEqual([0, expect.stringContaining(group)]);
        expect(existsSync(join(out, "apps/v1/client.ts"))).toBe(true);
        expect(existsSync(join(out, group, "v1alpha1/client.ts"))).toBe(false);

        server.restart();
        for (const version of versions)
          await untilAvailable(k8s, `${version}.${group}`, true);
      },
    );
  },
);

describe.runIf(canAggregate)("an API server of /openapi/v2 alone", () => {
  let server: OldApiServer;
  test.beforeAll(async ({ k8s, namespace }) => {
    server = await startOldApiServer(namespace, folder);
    await registerApi(k8s, server.service, machinesGroup, ["v1"]);
  });
  test.afterAll(async ({ k8s }) => {
    await unregisterApi(k8s, machinesGroup, ["v1"]);
    await server?.stop();
  });

  test("is generated from what the API server makes of it, with what connects", async ({
    namespace,
  }) => {
    expect(
      await runOn(machinesGroup, ["v1"], machinesProgram, namespace),
    ).toEqual({
      created: "u-1",
      items: [2],
      started: [202, "starting"],
      console: ["login:", "login:", "login:"],
      reset: [false, 409, "it does not run"],
      missing: [404, "NotFound"],
    });
    expect(server.actions).toEqual([
      'admin PUT /start {"paused":true}',
      "admin GET /console",
      "admin GET /console/screens/1",
      'admin POST /console {"keys":"ls"}',
      "admin DELETE /reset",
    ]);
  });
});
