import { describe, expect } from "vitest";

import type { LabelSelectorInput } from "../../output/index.js";
import type { LeaseResource } from "../../output/coordination.k8s.io/v1/index.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { liveClient, test } from "./live-client.js";
import { resourcesOf } from "./written-resources.js";
import { recordingTransport } from "./recording-transport.js";

const names = ["a", "b", "c", "d", "e", "f", "g"];

const createAll = async (leases: LeaseResource): Promise<void> => {
  for (const [index, name] of names.entries())
    await leases.create({
      metadata: {
        name,
        labels: { app: index < 4 ? "web" : "db", "example.com/name": name },
      },
    });
};

const namesOf = (
  objects: readonly { metadata: { name: string } }[],
): readonly string[] => objects.map(({ metadata }) => metadata.name);

describe("a list", () => {
  test.beforeAll(({ k8s, namespace }) =>
    createAll(k8s.coordination.v1.leases(namespace)),
  );

  test("comes in pages", async ({ k8s, live, namespace }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    const first = await leases.list({ limit: 2 });
    expect(first).toMatchObject({
      apiVersion: "coordination.k8s.io/v1",
      kind: "LeaseList",
      metadata: { remainingItemCount: 5 },
    });
    expect(first.items).toMatchObject(
      ["a", "b"].map((name) => ({
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name },
      })),
    );
    const token = first.metadata?.continue;
    expect(token).toBeTypeOf("string");
    // What is created in between is not of the version that the pages are of.
    await leases.create({ metadata: { name: "bb" } });
    const second = await leases.list({ limit: 2, continue: token });
    expect(namesOf(second.items)).toEqual(["c", "d"]);
    await leases.delete("bb");

    const transport = recordingTransport(k8s.transport);
    const recorded = live.kubernetes(transport);
    const all = [];
    for await (const lease of recorded.coordination.v1
      .leases(namespace)
      .listAll({ limit: 2 }))
      all.push(lease);
    expect(namesOf(all)).toEqual(names);
    expect(transport.requests).toHaveLength(4);

    const everywhere = [];
    for await (const { metadata } of k8s.coordination.v1
      .leases()
      .listAll({ limit: 2 }))
      if (metadata.namespace === namespace) everywhere.push(metadata.name);
    expect(everywhere).toEqual(names);
  });

  test.for<[LabelSelectorInput, string]>([
    ["app=web", "abcd"],
    ["app!=web,example.com/name", "efg"],
    ["example.com/name notin (a,b,c), app", "defg"],
    [{ app: "db" }, "efg"],
    [{ app: "web", "example.com/name": "b" }, "b"],
    [{ matchLabels: { app: "web" } }, "abcd"],
    [
      {
        matchLabels: { app: "web" },
        matchExpressions: [
          { key: "example.com/name", operator: "In", values: ["a", "c", "e"] },
        ],
      },
      "ac",
    ],
    [{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, ""],
    [
      {
        matchExpressions: [
          { key: "app", operator: "Exists" },
          { key: "app", operator: "NotIn", values: ["web"] },
        ],
      },
      "efg",
    ],
  ])(
    "is selected by labels: %j",
    async ([labelSelector, expected], { k8s, namespace }) => {
      const { items } = await k8s.coordination.v1
        .leases(namespace)
        .list({ labelSelector });
      expect(namesOf(items).join("")).toBe(expected);
    },
  );

  test("is selected by fields", async ({ k8s, namespace }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    const c = await leases.list({ fieldSelector: { "metadata.name": "c" } });
    expect(namesOf(c.items)).toEqual(["c"]);
    const others = await leases.list({
      fieldSelector: { "metadata.name": { not: "c" } },
    });
    expect(namesOf(others.items).join("")).toBe("abdefg");

    const secrets = k8s.core.v1.secrets(namespace);
    for (const [name, type] of [
      ["comma", "example.com/a,b=c\\d"],
      ["opaque", "Opaque"],
    ] as const)
      await secrets.create({ metadata: { name }, type });
    const awkward = await secrets.list({
      fieldSelector: { type: "example.com/a,b=c\\d" },
    });
    expect(namesOf(awkward.items)).toEqual(["comma"]);
    const both = await secrets.list({
      fieldSelector: { type: "Opaque", "metadata.name": { not: "comma" } },
    });
    expect(namesOf(both.items)).toEqual(["opaque"]);
  });
});

test("each field that the client offers to select by is one to the server, and no other", async ({
  k8s,
  live,
}) => {
  const resources = await resourcesOf(await liveClient());
  const listed = resources.filter(({ facts }) => facts.verbs.includes("list"));
  expect(listed.length).toBeGreaterThan(50);
  const refused: string[] = [];
  for (const { directory, facts } of listed) {
    const handle = new ResourceHandle(k8s.transport, facts, undefined);
    expect(facts.selectableFields).toContain("metadata.name");
    for (const field of facts.selectableFields ?? [])
      await handle
        .list({ fieldSelector: { [field]: "x" }, limit: 1 })
        .catch((error: unknown) =>
          refused.push(`${directory} ${facts.kind} ${field}: ${String(error)}`),
        );
    const unknown = handle.list({ fieldSelector: { "spec.nothing": "x" } });
    await expect(unknown, facts.kind).rejects.toSatisfy(live.isBadRequest);
  }
  expect(refused).toEqual([]);
});
