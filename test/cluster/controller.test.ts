import { afterAll, describe, expect, inject } from "vitest";

import type { Kubernetes, UntypedObject } from "../../output/index.js";
import { kubectl } from "./kubectl.js";
import { test as base } from "./live-client.js";
import {
  compileExample,
  exampleFile,
  startRegistry,
  startReplica,
  writeAccount,
  type Replica,
  type TestRegistry,
} from "./site-controller.js";

const registry: TestRegistry = await startRegistry();
const replicas: Replica[] = [];
afterAll(() => {
  for (const { process } of replicas) process.kill("SIGKILL");
  registry.close();
});

interface SiteFixtures {
  /** The folder of the compiled example, with its service account's kubeconfig; what it needs is in the cluster. */
  readonly folder: string;
}

const test = base.extend<SiteFixtures>({
  folder: [
    async ({ k8s, live, namespace }, use) => {
      const objects = [
        ...live.parseManifests(exampleFile("crd.yaml")),
        ...live.parseManifests(exampleFile("rbac.yaml")),
      ];
      for (const object of objects) {
        if (
          object.kind === "ClusterRoleBinding" ||
          object.kind === "RoleBinding"
        )
          for (const subject of object.subjects ?? [])
            subject.namespace = namespace;
        if (!/^(Cluster|CustomResource)/.test(object.kind))
          object.metadata = { ...object.metadata, namespace };
        await k8s.object(object).create();
      }
      await expect
        .poll(
          () => k8s.resource("example.com/v1", "Site").list().catch(String),
          {
            timeout: 60_000,
          },
        )
        .toMatchObject({ items: [] });
      const folder = await compileExample();
      const { status } = await k8s.core.v1
        .serviceAccounts(namespace)
        .token.create("site-controller", { spec: { audiences: [] } });
      await writeAccount(folder, namespace, status?.token ?? "");
      await use(folder);
      for (const { process } of replicas) process.kill("SIGKILL");
      for (const object of objects)
        if (/^(Cluster|CustomResource)/.test(object.kind))
          await k8s.object(object).delete();
    },
    { scope: "file" },
  ],
});

const patient = { timeout: 60_000, interval: 200 };
const name = "welcome";

describe.runIf(inject("cluster").kubectl)("the example controller", () => {
  const sitesOf = (k8s: Kubernetes, namespace: string) =>
    k8s.resource("example.com/v1", "Site", { namespace });
  const said = () => replicas.map((replica) => replica.said).join("----\n");

  test("of two replicas one leads, and gives a site its page, its domain, its status and an event", async ({
    k8s,
    live,
    namespace,
    folder,
  }) => {
    replicas.push(startReplica(folder, registry.url));
    const lease = async () =>
      (await k8s.coordination.v1.leases(namespace).get("site-controller")).spec;
    await expect
      .poll(() => lease().catch(() => undefined), patient)
      .toMatchObject({ holderIdentity: expect.any(String) as unknown });
    replicas.push(startReplica(folder, registry.url));
    const [site] = live.parseManifests(exampleFile("site.yaml"));
    if (site === undefined) return expect.unreachable();
    site.metadata = { ...site.metadata, namespace };
    await k8s.object(site).create();

    const sites = sitesOf(k8s, namespace);
    await expect
      .poll(async () => readyOf(await sites.get(name)), patient)
      .toMatchObject({ status: "True", observedGeneration: 1 });
    expect((await sites.get(name)).metadata).toMatchObject({
      finalizers: ["example.com/domain"],
    });
    expect([...registry.domains]).toEqual([
      ["welcome.example.com", `${namespace}/${name}`],
    ]);
    const page = await k8s.core.v1.configMaps(namespace).get(`${name}-page`);
    expect(page).toMatchObject({
      data: { "index.html": "<h1>Welcome</h1>" },
      metadata: {
        ownerReferences: [
          { kind: "Site", name, controller: true, blockOwnerDeletion: true },
        ],
      },
    });
    await expect
      .poll(() => kubectl(["describe", "site", name, "-n", namespace]), patient)
      .toMatch(
        /Events:[^]*Normal +Published +\S+ +example\.com\/site-controller +welcome\.example\.com shows the page/,
      );
    expect(await kubectl(["events", "-n", namespace])).toMatch(
      /Normal +Published +Site\/welcome +welcome\.example\.com shows the page/,
    );
    // The other replica learns who leads when it asks next.
    await expect.poll(said, patient).toMatch(/^\S+ leads\n----\n\S+ leads\n$/);
  });

  test("puts back a page that others change, or delete", async ({
    k8s,
    namespace,
  }) => {
    const pages = k8s.core.v1.configMaps(namespace);
    const html = async () =>
      (await pages.get(`${name}-page`).catch(() => undefined))?.data?.[
        "index.html"
      ];
    await pages.patch(`${name}-page`, { data: { "index.html": "changed" } });
    await expect.poll(html, patient).toBe("<h1>Welcome</h1>");
    const { metadata } = await pages.get(`${name}-page`);
    await pages.delete(`${name}-page`);
    await expect
      .poll(async () => {
        const page = await pages.get(`${name}-page`).catch(() => undefined);
        return page?.metadata.uid ?? metadata.uid;
      }, patient)
      .not.toBe(metadata.uid);
    expect(await html()).toBe("<h1>Welcome</h1>");
  });

  test("says what fails, and succeeds once it can", async ({
    k8s,
    namespace,
  }) => {
    const sites = sitesOf(k8s, namespace);
    registry.isBroken = true;
    await sites.patch(name, { spec: { domain: "moved.example.com" } });
    await expect
      .poll(async () => readyOf(await sites.get(name)), patient)
      .toMatchObject({
        status: "False",
        reason: "NotPublished",
        message: 'the registry answers 503 for "welcome.example.com"',
      });
    await expect
      .poll(() => kubectl(["events", "-n", namespace]), patient)
      .toMatch(
        /Warning +NotPublished +Site\/welcome +the registry answers 503/,
      );
    registry.isBroken = false;
    await expect
      .poll(async () => readyOf(await sites.get(name)), patient)
      .toMatchObject({ status: "True", observedGeneration: 2 });
    expect([...registry.domains.keys()]).toEqual(["moved.example.com"]);
  });

  test("goes on in the other replica when the leader is killed", async ({
    k8s,
    namespace,
  }) => {
    const [leader, other] = replicas;
    if (leader === undefined || other === undefined)
      return expect.unreachable();
    leader.process.kill("SIGKILL");
    expect(await leader.ended).toBe("SIGKILL");
    const sites = sitesOf(k8s, namespace);
    await sites.patch(name, { spec: { html: "<h1>Again</h1>" } });
    await expect
      .poll(async () => readyOf(await sites.get(name)), patient)
      .toMatchObject({ status: "True", observedGeneration: 3 });
    const { spec } = await k8s.coordination.v1
      .leases(namespace)
      .get("site-controller");
    expect(spec?.leaseTransitions).toBe(1);
    expect(other.said).toContain(`${spec?.holderIdentity} leads\n`);
  });

  test("frees the domain before a site is gone", async ({
    k8s,
    live,
    namespace,
  }) => {
    const sites = sitesOf(k8s, namespace);
    await sites.delete(name);
    await expect
      .poll(() => sites.get(name).catch((error: unknown) => error), patient)
      .toSatisfy(live.isNotFound);
    expect([...registry.domains]).toEqual([]);
    if (!inject("cluster").whole) return;
    const pages = k8s.core.v1.configMaps(namespace);
    await expect
      .poll(
        () => pages.get(`${name}-page`).catch((error: unknown) => error),
        patient,
      )
      .toSatisfy(live.isNotFound);
  });

  test("ends in order, and gives the lease away", async ({
    k8s,
    namespace,
  }) => {
    const leader = replicas[1];
    if (leader === undefined) return expect.unreachable();
    leader.process.kill("SIGTERM");
    expect([await leader.ended, leader.said]).toEqual([
      0,
      expect.stringMatching(/leads\n/) as unknown,
    ]);
    const { spec } = await k8s.coordination.v1
      .leases(namespace)
      .get("site-controller");
    expect(spec?.holderIdentity).toBe("");
  });
});

/** The condition that says whether a site is up. */
function readyOf(site: UntypedObject): unknown {
  const { conditions } = (site["status"] ?? {}) as {
    conditions?: { type: string }[];
  };
  return conditions?.find(({ type }) => type === "Ready");
}
