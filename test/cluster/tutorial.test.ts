import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, inject, onTestFinished } from "vitest";

import { deploymentListPath } from "../../output/apps/v1/index.js";
import type {
  Creatable,
  Deletable,
  Gettable,
  KubernetesObject,
  Listable,
  MergePatch,
  Patchable,
  Persisted,
  StatusAnswer,
  Updatable,
} from "../../output/index.js";
import type { KnownObject } from "../../output/manifests.js";
import type { ClientModule } from "./generated-client.js";
import { test } from "./live-client.js";
import { writeAgain } from "./write-again.js";

/** What each of the resources below can do: the runtime's own small interfaces, which the emitted ones fit. */
type Walked<In extends KubernetesObject, Out> = Creatable<In, Out> &
  Deletable<Out | StatusAnswer> &
  Gettable<Out> &
  Listable<Out> &
  Patchable<In, Out> &
  Updatable<In, Out>;

type Format = "JSON" | "YAML";
const formats: readonly Format[] = ["JSON", "YAML"];

const text = (name: string, format: Format): string => {
  const file = `${name}.${format.toLowerCase()}`;
  return readFileSync(join(import.meta.dirname, "manifests", file), "utf8");
};

/** The one object of a manifest. */
const manifest = <Kind extends KnownObject["kind"]>(
  { parseManifests }: ClientModule,
  kind: Kind,
  name: string,
  format: Format,
): Extract<KnownObject, { kind: Kind }> => {
  const file = `${name}.${format}`;
  const [object, ...more] = parseManifests(text(name, format), { file });
  expect(more).toEqual([]);
  expect(object?.kind).toBe(kind);
  return object as Extract<KnownObject, { kind: Kind }>;
};

/** Takes an object through its whole life. */
const walk = async <
  In extends KubernetesObject,
  Out extends In & Persisted<KubernetesObject>,
>(
  resource: Walked<In, Out>,
  everywhere: Listable<Out>,
  object: In,
  live: ClientModule,
): Promise<void> => {
  const name = object.metadata?.name ?? "";
  const created = await resource.create(object);
  // The server adds; of what was written nothing is changed.
  expect(created).toMatchObject(object);
  const { uid } = created.metadata;

  const read = await resource.get(name);
  expect(read.metadata.uid).toBe(uid);
  // Another test's pods may still be on their way out.
  for (const list of [await resource.list(), await everywhere.list()]) {
    const same = list.items.filter(({ metadata }) => metadata.uid === uid);
    expect(same).toMatchObject([object]);
  }

  const annotations = { "example.com/step": "update" };
  const updated = await writeAgain(live, async () => {
    const current = await resource.get(name);
    const metadata = { ...current.metadata, annotations };
    return resource.update({ ...current, metadata });
  });
  expect(updated).toMatchObject({ metadata: { uid, annotations } });
  const change = { metadata: { annotations: { "example.com/step": "patch" } } };
  const patched = await resource.patch(
    name,
    // That every object has metadata with annotations, the runtime's types do not know.
    change as unknown as MergePatch<In>,
  );
  expect(patched).toMatchObject({ metadata: { uid } });
  expect(patched).toMatchObject(change);

  await resource.delete(name);
  await expect
    .poll(() => resource.get(name).catch((error: unknown) => error), {
      timeout: 60_000,
    })
    .toSatisfy(live.isNotFound);
};

describe.for(formats)("from %s", (format) => {
  test("a pod", async ({ k8s, live, namespace }) => {
    const { pods } = k8s.core.v1;
    const object = manifest(live, "Pod", "nginx-pod", format);
    await walk(pods(namespace), pods(), object, live);
  });

  test("a replica set", async ({ k8s, live, namespace }) => {
    const { replicaSets } = k8s.apps.v1;
    const object = manifest(live, "ReplicaSet", "nginx-replicaset", format);
    expect(object.spec?.replicas).toBe(3);
    await walk(replicaSets(namespace), replicaSets(), object, live);
  });

  test("a deployment of three replicas", async ({ k8s, live, namespace }) => {
    const { deployments } = k8s.apps.v1;
    const object = manifest(live, "Deployment", "nginx-deployment", format);
    expect(object.spec?.replicas).toBe(3);
    await walk(deployments(namespace), deployments(), object, live);
  });
});

test.for(["nginx-pod", "nginx-replicaset", "nginx-deployment"])(
  "%s is the same in both formats",
  (name, { live }) => {
    const [json, yaml] = formats.map((format) =>
      live.parseManifests(text(name, format)),
    );
    expect(json).toEqual(yaml);
    expect(json).toEqual([JSON.parse(text(name, "JSON"))]);
  },
);

test("a manifest goes to a path as it is, for who writes requests by hand", async ({
  k8s,
  namespace,
}) => {
  const path = deploymentListPath(namespace);
  for (const [contentType, format] of [
    ["application/json", "JSON"],
    ["application/yaml", "YAML"],
  ] as const) {
    const body = text("nginx-deployment", format);
    const created = await k8s.request({
      method: "POST",
      path,
      contentType,
      body,
    });
    expect(created).toMatchObject({
      kind: "Deployment",
      metadata: { namespace },
    });
    await k8s.request({ method: "DELETE", path: `${path}/nginx-deployment` });
  }
});

describe("the paths that are not resources", () => {
  test("are open to an administrator", async ({ k8s }) => {
    const { server } = k8s;
    expect(await server.paths()).toEqual(
      expect.arrayContaining(["/api/v1", "/apis/apps/v1", "/version"]),
    );
    expect((await server.version()).gitVersion).toMatch(/^v1\.\d+\.\d+/);
    expect(await server.healthz()).toBe("ok");
    expect(await server.livez({ verbose: true })).toContain("[+]etcd ok");
    expect(await server.readyz({ verbose: true, exclude: ["etcd"] })).toContain(
      "[+]etcd excluded: ok",
    );
    expect(await server.metrics()).toMatch(/^apiserver_request_total\{/m);
    expect((await server.coreVersions()).versions).toEqual(["v1"]);
    const { groups } = await server.groups();
    expect(groups.map(({ name }) => name)).toContain("apps");
    expect((await server.openapiV3()).paths).toHaveProperty("apis/apps/v1");
    expect(await server.openapiV2()).toMatchObject({ swagger: "2.0" });
    expect(await server.openIdConfiguration()).toHaveProperty("issuer");
    expect((await server.jwks()).keys).not.toEqual([]);
    expect(await k8s.request({ path: "/healthz" })).toBe("ok");
  });

  test("are half closed to whoever sends no credentials", async ({ live }) => {
    const { server: address, certificateAuthority } = inject("cluster");
    const options = { server: address, certificateAuthority };
    const anonymous = await live.connect(options);
    onTestFinished(() => anonymous.close());
    const { server } = anonymous;
    expect((await server.version()).gitVersion).toMatch(/^v1\./);
    expect(await server.healthz()).toBe("ok");

    for (const [path, read] of [
      ["/", () => server.paths()],
      ["/metrics", () => server.metrics()],
    ] as const) {
      const answer = read();
      await expect(answer).rejects.toSatisfy(live.isForbidden);
      await expect(answer).rejects.toThrow(
        `GET ${path}: 403 Forbidden: forbidden: User "system:anonymous" cannot get path "${path}"; no credentials were sent`,
      );
    }
  });
});
