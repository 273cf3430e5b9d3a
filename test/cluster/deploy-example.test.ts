import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, inject, onTestFinished } from "vitest";

import { accountToken, exampleFile, writeExample } from "./example-folder.js";
import { forbidLatest } from "./image-policy.js";
import { test as base } from "./live-client.js";

interface Outcome {
  readonly code: number;
  readonly said: string;
}

/** Runs the example, as its service account, on the manifest with an image in the place of its own. */
type Deploy = (image: string, ...args: string[]) => Promise<Outcome>;

const test = base.extend<{ deploy: Deploy }>({
  deploy: [
    async ({ k8s, live, namespace }, use) => {
      const admin = { kubeconfig: inject("cluster").kubeconfig, namespace };
      const own = await live.connect(admin);
      for (const object of live.parseManifests(
        await exampleFile("deploy", "rbac.yaml"),
      )) {
        if (object.kind === "RoleBinding")
          for (const subject of object.subjects ?? [])
            subject.namespace = namespace;
        await own.object(object).create();
      }
      await own.close();
      const token = await accountToken(k8s, namespace, "deployer");
      const folder = await writeExample("deploy", { namespace, token });
      await use((image, ...args) => run(folder, image, args));
    },
    { scope: "file" },
  ],
});

function isMissing(image: string): boolean {
  return image.startsWith("missing.");
}

async function run(
  folder: string,
  image: string,
  args: readonly string[],
): Promise<Outcome> {
  const manifest = (await exampleFile("deploy", "app.yaml"))
    .replace("example.com/web:1", image)
    // Nobody waits a minute for an image that is never pulled.
    .replace(/(?<=progressDeadlineSeconds: )60/, isMissing(image) ? "2" : "60");
  expect(manifest).toContain(`image: ${image}\n`);
  await writeFile(join(folder, "app.yaml"), manifest);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["deploy.mjs", "app.yaml", ...args],
      { cwd: folder, env: { KUBECONFIG: join(folder, "kubeconfig") } },
      (_error, stdout, stderr) =>
        resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
    );
    onTestFinished(() => void child.kill());
  });
}

describe.runIf(inject("cluster").whole)("the example that deploys", () => {
  test("deletes a first version that does not come up", async ({
    deploy,
    k8s,
    live,
    namespace,
  }) => {
    const { code, said } = await deploy(
      "missing.example.com/web:0",
      ...["--timeout", "2"],
    );
    expect(said).toMatch(
      /rolling back: waiting for the rollout of "web": not done after 2/,
    );
    expect(said).toContain("deleted web, which was not there before");
    expect(code).toBe(1);
    const gone = k8s.apps.v1.deployments(namespace).get("web");
    await expect(gone).rejects.toSatisfy(live.isNotFound);
  });

  test("rolls out a version, and the next", async ({
    deploy,
    k8s,
    namespace,
  }) => {
    for (const image of ["example.com/web:1", "example.com/web:2"]) {
      const { code, said } = await deploy(image);
      expect(said).toBe(
        "applied ConfigMap web-1\napplied Service web\napplied Deployment web\nrolled out web\n",
      );
      expect(code).toBe(0);
      const { spec, status } = await k8s.apps.v1
        .deployments(namespace)
        .get("web");
      expect(spec?.template.spec?.containers).toMatchObject([{ image }]);
      expect(status).toMatchObject({ replicas: 2, availableReplicas: 2 });
    }
  });

  test("puts back what ran before, when a version does not come up", async ({
    deploy,
    k8s,
    namespace,
  }) => {
    const bad = await deploy("missing.example.com/web:3");
    expect(bad.said).toMatch(
      /rolling back: .*progress deadline.*\napplied web as it was in revision \d+\nrolled out web\nfailed: what ran before runs again\n$/s,
    );
    expect(bad.code).toBe(1);
    const deployments = k8s.apps.v1.deployments(namespace);
    const { metadata, spec, status } = await deployments.get("web");
    const container = spec?.template.spec?.containers[0];
    expect(container?.image).toBe("example.com/web:2");
    expect(spec?.template.metadata?.labels).toEqual({ app: "web" });
    expect(status).toMatchObject({ updatedReplicas: 2, availableReplicas: 2 });
    expect(
      metadata.managedFields?.map(({ manager, operation }) =>
        [manager, operation].join(" "),
      ),
    ).toEqual(["ci-deploy Apply", "kube-controller-manager Update"]);

    const next = await deploy("example.com/web:4");
    expect(next).toMatchObject({
      code: 0,
      said: expect.stringContaining("rolled out web") as unknown,
    });
  });

  test("changes nothing where a policy is against it", async ({
    deploy,
    k8s,
    namespace,
  }) => {
    await forbidLatest(k8s, namespace);
    const deployments = k8s.apps.v1.deployments(namespace);
    const before = await deployments.get("web");
    const { code, said } = await deploy("example.com/web:latest");
    expect(said).toMatch(
      /^failed: PATCH \/apis\/apps\/v1\/namespaces\/\S+\/deployments\/web: 422 Invalid: .*: name the version of an image, not latest/s,
    );
    expect(code).toBe(1);
    expect(await deployments.get("web")).toEqual(before);
  });

  test("says which rule it lacks, and what it cannot read", async ({
    deploy,
    k8s,
    namespace,
  }) => {
    const rule = { apiGroups: ["apps"], resources: ["deployments"] };
    const roles = k8s.rbacAuthorization.v1.roles(namespace);
    const { rules } = await roles.get("deployer");
    await roles.patch("deployer", { rules: rules?.slice(0, 1) ?? [] });
    await expect
      .poll(async () => (await deploy("example.com/web:5")).said, {
        timeout: 60_000,
      })
      .toMatch(
        /failed: .*403 Forbidden: .*cannot patch resource "deployments".*apiGroups: \["apps"\], resources: \["deployments"\]/s,
      );
    expect(rules).toContainEqual(expect.objectContaining(rule));

    const usage = await deploy("example.com/web:5", "--timeout", "soon");
    expect(usage).toEqual({
      code: 2,
      said: "usage: deploy FILE [--timeout SECONDS]\n",
    });
  });
});
