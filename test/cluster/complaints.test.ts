import { describe, expect, expectTypeOf } from "vitest";

import type {
  Deployment,
  PersistedDeployment,
} from "../../output/apps/v1/index.js";
import type { DeploymentApply } from "../../output/apps/v1/apply.js";
import type { Lease } from "../../output/coordination.k8s.io/v1/index.js";
import { test, uniqueName } from "./live-client.js";

/** What users of kubernetes-client/javascript reported, by the number of their issue; each is a promise here. */

const labels = { app: "web" };
const deployment = (name: string): Deployment => ({
  metadata: { name, labels },
  spec: {
    paused: true,
    replicas: 0,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    },
  },
});

describe("patches", () => {
  test("#862, #443, #705, #1734: PATCH → 415: the type is part of the call, and its media type follows", async ({
    k8s,
    namespace,
  }) => {
    const deployments = k8s.apps.v1.deployments(namespace);
    const { name } = (await deployments.create(deployment(uniqueName("web"))))
      .metadata;
    const annotations = { by: "merge" };
    await deployments.patch(name, { metadata: { annotations } });
    await deployments.patch(
      name,
      [{ op: "replace", path: "/metadata/annotations/by", value: "json" }],
      { type: "json" },
    );
    const spec = {
      template: { spec: { containers: [{ name: "log", image: "log:1" }] } },
    };
    const patched = await deployments.patch(
      name,
      { spec },
      { type: "strategic" },
    );
    expect(patched.metadata.annotations?.["by"]).toBe("json");
    expect(
      patched.spec?.template.spec?.containers.map((of) => of.name).sort(),
    ).toEqual(["log", "web"]);
  });

  test('#367, #470: "kubectl apply": one call creates, changes, and lets go of what is no longer given', async ({
    k8s,
    live,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const name = uniqueName("applied");
    const options = { fieldManager: "ci" };
    await configMaps.apply(name, { data: { a: "1", b: "2" } }, options);
    await configMaps.patch(name, { data: { c: "3" } });
    const second = await configMaps.apply(name, { data: { a: "9" } }, options);
    expect(second.data).toEqual({ a: "9", c: "3" });
    const other = { fieldManager: "other" };
    const conflict = configMaps.apply(name, { data: { a: "7" } }, other);
    const error = await conflict.catch((e: unknown) => e);
    expect(live.isConflict(error)).toBe(true);
    expect(String(error)).toContain('conflict with "ci"');
  });
});

describe("errors", () => {
  test("#892, #1498: errors hide the reason: the message has what was asked, and what the server said of each field", async ({
    k8s,
    live,
    namespace,
  }) => {
    const error = await k8s.apps.v1
      .deployments(namespace)
      .create({
        ...deployment("web"),
        spec: {
          replicas: -1,
          selector: {},
          template: { spec: { containers: [] } },
        },
      })
      .catch((e: unknown) => e);
    if (!live.isInvalid(error)) throw error;
    expect(error.message).toContain(
      `POST /apis/apps/v1/namespaces/${namespace}/deployments: 422 Invalid: Deployment.apps "web" is invalid:`,
    );
    expect(error.message).toContain("\n  spec.replicas: Invalid value: -1");
    expect(error.message).toContain("\n  spec.selector: ");
    expect(error.message).not.toMatch(/content-type|audit-id/i);
    expect(error.body).toMatchObject({ kind: "Status", reason: "Invalid" });
  });
});

describe("times", () => {
  test("#2189, #948: toISOString is not a function: times are strings, and go back as they came", async ({
    k8s,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const name = uniqueName("dated");
    await configMaps.create({ metadata: { name }, data: {} });
    const read = await configMaps.get(name);
    expect(read.metadata.creationTimestamp).toMatch(/^\d{4}-.*Z$/);
    const updated = await configMaps.update({ ...read, data: { a: "b" } });
    const { creationTimestamp } = updated.metadata;
    expect(creationTimestamp).toBe(read.metadata.creationTimestamp);
    expect(JSON.parse(JSON.stringify(updated))).toEqual(updated);
  });

  test("#2018, #852: list gives Date, watch gives string: get, list, iterator and watch give the same", async ({
    k8s,
    namespace,
  }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const name = uniqueName("same");
    await configMaps.create({ metadata: { name }, data: { a: "b" } });
    const one = await configMaps.get(name);
    const fieldSelector = { "metadata.name": name };
    expect((await configMaps.list({ fieldSelector })).items).toEqual([one]);
    for await (const object of configMaps.listAll({ fieldSelector }))
      expect(object).toEqual(one);
    for await (const event of configMaps.watch({ fieldSelector })) {
      if (event.type === "SYNC") {
        expect(event.objects).toEqual([one]);
        await configMaps.patch(name, { data: { a: "c" } });
        continue;
      }
      expect(event.object).toEqual(await configMaps.get(name));
      break;
    }
  });

  test("#828: Lease/MicroTime rejected: six decimals go and come back", async ({
    k8s,
    namespace,
  }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    const renewTime = "2026-01-02T03:04:05.678901Z";
    const spec: NonNullable<Lease["spec"]> = {
      holderIdentity: "me",
      leaseDurationSeconds: 15,
      renewTime,
      acquireTime: "2026-01-02T03:04:05.000000Z",
    };
    const metadata = { name: uniqueName("lease") };
    const created = await leases.create({ metadata, spec });
    expect(created.spec).toEqual(spec);
    const updated = await leases.update({
      ...created,
      spec: { ...created.spec, renewTime: "2026-01-02T03:04:06.000001Z" },
    });
    expect(updated.spec?.renewTime).toBe("2026-01-02T03:04:06.000001Z");
  });
});

describe("lost fields", () => {
  test("#2483, #2962: the serializer drops fields: the x-kubernetes-* of a CRD come back from a round trip", async ({
    k8s,
  }) => {
    const crds = k8s.apiextensions.v1.customResourceDefinitions;
    const group = `${uniqueName("lossless")}.example.com`;
    const name = `things.${group}`;
    const schema = {
      type: "object",
      properties: {
        spec: {
          type: "object",
          "x-kubernetes-preserve-unknown-fields": true,
          properties: {
            ports: {
              type: "array",
              "x-kubernetes-list-type": "map",
              "x-kubernetes-list-map-keys": ["port"],
              items: {
                type: "object",
                required: ["port"],
                properties: { port: { type: "integer" } },
              },
            },
            size: {
              "x-kubernetes-int-or-string": true,
              "x-kubernetes-validations": [{ rule: "self != 0" }],
            },
          },
        },
      },
    };
    await crds.create({
      metadata: { name },
      spec: {
        group,
        scope: "Namespaced",
        names: { plural: "things", singular: "thing", kind: "Thing" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: schema },
          },
        ],
      },
    });
    const read = await crds.get(name);
    expect(read.spec.versions[0]?.schema?.openAPIV3Schema).toEqual(schema);
    const labelled = () =>
      crds.get(name).then((latest) =>
        crds.update({
          ...latest,
          metadata: { ...latest.metadata, labels: { a: "b" } },
        }),
      );
    // The server itself writes into the status meanwhile.
    const conflicts = async () => labelled().catch(() => undefined);
    await expect.poll(conflicts, { timeout: 60_000 }).toBeDefined();
    const again = await crds.get(name);
    expect(again.spec.versions).toEqual(read.spec.versions);
    await crds.delete(name);
  });
});

describe("types", () => {
  test("#80586, #2674: everything optional: what the server fills in is there; #984: a partial need not have it", async ({
    k8s,
    namespace,
  }) => {
    const created = await k8s.apps.v1
      .deployments(namespace)
      .create(deployment(uniqueName("web")));
    expectTypeOf(created.metadata.name).toEqualTypeOf<string>();
    expectTypeOf(created.metadata.uid).toEqualTypeOf<string>();
    expectTypeOf<PersistedDeployment>().toExtend<Deployment>();
    expectTypeOf<{ spec: { replicas: 3 } }>().toExtend<DeploymentApply>();
    expect(created.metadata).toMatchObject({
      name: expect.any(String),
      uid: expect.any(String),
      creationTimestamp: expect.any(String),
      resourceVersion: expect.any(String),
    });
  });
});
