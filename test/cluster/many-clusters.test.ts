import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { writeFiles } from "../runtime/servers.js";
import { treeOf } from "../unit/source-fixtures.js";
import { builtGenerator } from "../cli/built.js";
import { kubectl, kubectlObject } from "./kubectl.js";
import { test as onCluster } from "./live-client.js";
import { textOf } from "../cli/changing-server.js";
import { kubewright } from "../cli/command-line.js";
import { startFleet } from "../cli/fleet.js";

// It is loaded when it is needed, which on a slow machine is more than a connection waits.
import "../../generator/cli/regenerate.js";

interface Job {
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly completions: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly command: readonly string[] }[];
      };
    };
  };
}

const text = readFileSync("examples/many-clusters/job/job.yaml", "utf8");

const run = promisify(execFile);

test("the pods of the example make all clients between them, over one cache", async () => {
  const fleet = await startFleet(
    Array.from({ length: 23 }, (_, number) => `prod-${String(number)}`),
    () => ({ "apis/apps/v1": textOf("apps", "v1", "Deployment") }),
  );
  const { folder, kubeconfig } = fleet;
  const objects = parseAllDocuments(text).map((one) => one.toJS() as Job);
  const { spec } = objects.find(({ kind }) => kind === "Job")!;
  const { data } = objects.find(({ kind }) => kind === "ConfigMap")!;
  const config = data!["kubewright.config.yaml"]!;
  // It is the example's, but for the form: here, a client's two hundred files are of no use.
  writeFiles(folder, { "kubewright.config.yaml": `${config}emit: openapi\n` });
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  writeFileSync(
    join(folder, "node_modules/.bin/kubewright"),
    `#!/bin/sh\nexec node "${join(builtGenerator(), "generator/cli.js")}" "$@"\n`,
    { mode: 0o755 },
  );
  const [command = "", ...args] = spec!.template.spec.containers[0]!.command;
  await Promise.all(
    Array.from({ length: spec!.completions }, (_, index) =>
      run(command, args, {
        cwd: folder,
        env: {
          PATH: process.env["PATH"],
          KUBECONFIG: kubeconfig,
          KUBEWRIGHT_CACHE_DIR: join(folder, "cache"),
          JOB_COMPLETION_INDEX: String(index),
        },
      }),
    ),
  );
  const clients = treeOf(join(folder, "clients"));
  for (const name of fleet.contexts)
    expect(clients).toHaveProperty([`${name}/manifest.json`]);
  expect(
    Object.keys(clients).filter((at) => at.endsWith(".lock.json")),
  ).toHaveLength(spec!.completions);

  // One that does all of it again finds nothing to write.
  const again = await kubewright([
    ...["generate", "--kubeconfig", kubeconfig, "--context", "*", "--emit"],
    ...["openapi", "--out", join(folder, "clients"), "--dry-run"],
  ]);
  expect(again).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(
      /^all 23 outputs are up to date$/m,
    ) as unknown,
  });
});

describe.runIf(inject("cluster").kubectl)("the example's Indexed Job", () => {
  onCluster("is one that the API server takes", async ({ namespace }) => {
    const of = ["-n", namespace, "-f", "-"];
    const dry = await kubectl(["apply", "--dry-run=server", ...of], {
      input: text,
    });
    expect(dry).toContain("job.batch/fleet-clients created (server dry run)");
    await kubectl(["create", ...of], { input: text });
    expect(
      await kubectlObject(["get", "job", "fleet-clients", "-n", namespace]),
    ).toMatchObject({
      spec: { completionMode: "Indexed", completions: 10, parallelism: 5 },
    });
    await kubectl(["delete", "job", "fleet-clients", "-n", namespace]);
  });
});
