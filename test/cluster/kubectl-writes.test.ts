import { describe, expect, inject } from "vitest";

import type { Deployment } from "../../output/apps/v1/index.js";
import type {
  JsonPatchOperation,
  MergePatch,
  StrategicPatch,
} from "../../output/index.js";
import {
  configMap,
  deployment,
  fieldManager,
  withoutIdentity,
} from "./compared-objects.js";
import { kubectl, kubectlObject } from "./kubectl.js";
import { test, uniqueName } from "./live-client.js";

const owned = [`--field-manager=${fieldManager}`, "--show-managed-fields"];

const merge: MergePatch<Deployment> = {
  metadata: { labels: { tier: "front", app: null } },
  spec: { template: { spec: { containers: [{ name: "x", image: "y" }] } } },
};

const strategic: StrategicPatch<Deployment> = {
  spec: {
    template: {
      spec: {
        containers: [
          { $patch: "delete", name: "log" },
          { name: "web", env: [{ name: "A", value: "1" }] },
        ],
      },
    },
  },
};

const json: JsonPatchOperation[] = [
  { op: "test", path: "/spec/replicas", value: 0 },
  { op: "add", path: "/metadata/labels/a~1b", value: "c" },
  { op: "remove", path: "/spec/template/spec/containers/1" },
];

describe.runIf(inject("cluster").kubectl)("kubectl and the client make", () => {
  test("the same object of a manifest", async ({ k8s, namespace }) => {
    const [theirs, ours] = [uniqueName("theirs"), uniqueName("ours")];
    const created = await kubectlObject(
      ["create", "-f", "-", "-n", namespace, ...owned],
      { input: deployment(theirs) },
    );
    const deployments = k8s.apps.v1.deployments(namespace);
    expect(withoutIdentity(created)).toEqual(
      withoutIdentity(
        await deployments.create(deployment(ours), { fieldManager }),
      ),
    );
  });

  test("the same replacement", async ({ k8s, namespace }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const [theirs, ours] = [uniqueName("theirs"), uniqueName("ours")];
    for (const name of [theirs, ours])
      await configMaps.create(configMap(name, { a: "1" }));
    const replaced = await kubectlObject(
      ["replace", "-f", "-", "-n", namespace, ...owned],
      { input: configMap(theirs, { b: "2" }) },
    );
    const changed = configMap(ours, { b: "2" });
    expect(withoutIdentity(replaced)).toEqual(
      withoutIdentity(await configMaps.update(changed, { fieldManager })),
    );
  });

  test.for(["merge", "strategic", "json"] as const)(
    "the same of a patch: %s",
    async (type, { k8s, namespace }) => {
      const deployments = k8s.apps.v1.deployments(namespace);
      const [theirs, ours] = [uniqueName("theirs"), uniqueName("ours")];
      for (const name of [theirs, ours])
        await deployments.create(deployment(name));
      const patched = await kubectlObject([
        ...["patch", "deployment", theirs, "-n", namespace, ...owned],
        ...["--type", type],
        ...["-p", JSON.stringify({ merge, strategic, json }[type])],
      ]);
      const patch = {
        merge: () => deployments.patch(ours, merge, { fieldManager }),
        strategic: () =>
          deployments.patch(ours, strategic, {
            type: "strategic",
            fieldManager,
          }),
        json: () =>
          deployments.patch(ours, json, { type: "json", fieldManager }),
      };
      expect(withoutIdentity(patched)).toEqual(
        withoutIdentity(await patch[type]()),
      );
    },
  );

  test("the same of what is applied, and of what is no longer", async ({
    k8s,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const [theirs, ours] = [uniqueName("theirs"), uniqueName("ours")];
    const apply = async (input: object): Promise<unknown> =>
      withoutIdentity(
        await kubectlObject(
          ["apply", "--server-side", "-f", "-", "-n", namespace, ...owned],
          { input },
        ),
      );
    const object = deployment(ours);
    expect(await apply(deployment(theirs))).toEqual(
      withoutIdentity(await deployments.apply(ours, object, { fieldManager })),
    );

    const less = { ...object, metadata: { name: ours } };
    const applied = await deployments.apply(ours, less, { fieldManager });
    expect(applied.metadata.labels).toBeUndefined();
    expect(await apply({ ...less, metadata: { name: theirs } })).toEqual(
      withoutIdentity(applied),
    );
  });

  test("the same status", async ({ k8s, namespace }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const [theirs, ours] = [uniqueName("theirs"), uniqueName("ours")];
    for (const name of [theirs, ours])
      await deployments.create(deployment(name));
    const status = { conditions: [{ type: "Told", status: "True" }] };
    const patched = (await kubectlObject([
      ...["patch", "deployment", theirs, "-n", namespace, ...owned],
      ...["--subresource=status", "--type=merge"],
      ...["-p", JSON.stringify({ status })],
    ])) as Deployment;
    const own = await deployments.status.patch(ours, { status });
    expect(patched.status?.conditions).toEqual(own.status?.conditions);
  });

  test("the same deletion", async ({ k8s, namespace }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const [theirs, ours] = [uniqueName("theirs"), uniqueName("ours")];
    for (const name of [theirs, ours]) await configMaps.create(configMap(name));
    const path = `/api/v1/namespaces/${namespace}/configmaps/${theirs}`;
    const { details, ...answer } = JSON.parse(
      await kubectl(["delete", "--raw", path]),
    ) as { readonly details: object };
    expect(await configMaps.delete(ours)).toEqual({
      ...answer,
      details: {
        ...details,
        name: ours,
        uid: expect.any(String) as unknown,
      },
    });
  });
});
