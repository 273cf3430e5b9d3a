import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { describe, expect, inject, onTestFinished } from "vitest";
import ts from "typescript";
import { stringify } from "yaml";

import { projectFolder } from "./generated-client.js";
import { forbidLatest } from "./image-policy.js";
import { test as base, uniqueName } from "./live-client.js";

const example = (file: string): Promise<string> =>
  readFile(join(projectFolder, "examples/deploy", file), "utf8");

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
      for (const object of live.parseManifests(await example("rbac.yaml"))) {
        if (object.kind === "RoleBinding")
          for (const subject of object.subjects ?? [])
            subject.namespace = namespace;
        await own.object(object).create();
      }
      await own.close();
      const { status } = await k8s.core.v1
        .serviceAccounts(namespace)
        .token.create("deployer", {
          spec: { audiences: [], expirationSeconds: 3600 },
        });
      const folder = await writeExample(namespace, status?.token ?? "");
      await use((image, ...args) => run(folder, image, args));
    },
    { scope: "file" },
  ],
});

/** Compiles the example into a folder of its own, with the package installed and a kubeconfig; gives the folder. */
async function writeExample(namespace: string, token: string): Promise<string> {
  const { kubeconfig, server, certificateAuthority } = inject("cluster");
  const folder = join(dirname(kubeconfig), uniqueName("deploy"));
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(projectFolder, join(folder, "node_modules/kubewright"));
  const { outputText } = ts.transpileModule(await example("deploy.ts"), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
    },
  });
  await writeFile(join(folder, "deploy.mjs"), outputText);
  await writeFile(
    join(folder, "kubeconfig"),
    stringify({
      "current-context": "ci",
      clusters: [
        {
          name: "ci",
          cluster: { server, "certificate-authority": certificateAuthority },
        },
      ],
      contexts: [
        { name: "ci", context: { cluster: "ci", user: "ci", namespace } },
      ],
      users: [{ name: "ci", user: { token } }],
    }),
    { mode: 0o600 },
  );
  return folder;
}

function isMissing(image: string): boolean {
  return image.startsWith("missing.");
}

async function run(
  folder: string,
  image: string,
  args: readonly string[],
): Promise<Outcome> {
  const manifest = (await example("app.yaml"))
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
    const { rules = [] } = await roles.get("deployer");
    await roles.patch("deployer", { rules: rules.slice(0, 1) });
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
