import { expect, it } from "vitest";

import type { DeploymentApply } from "../../output/apps/v1/index.js";
import {
  fieldManagers,
  type ManagedEntry,
  type ManagedObject,
  ownedFields,
} from "../../templates/runtime/managed-fields.js";

const entry = (
  manager: string,
  fieldsV1: ManagedEntry["fieldsV1"] = {},
  rest: Partial<ManagedEntry> = {},
): ManagedEntry => ({
  manager,
  operation: "Apply",
  apiVersion: "apps/v1",
  fieldsType: "FieldsV1",
  fieldsV1,
  ...rest,
});

const deployment = (...managedFields: ManagedEntry[]) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    name: "web",
    namespace: "shop",
    uid: "1",
    labels: { app: "web", "example.com/tier": "front" },
    finalizers: ["a", "b", "c"],
    managedFields,
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: "web" } },
    strategy: { type: "Recreate" },
    template: {
      spec: {
        containers: [
          {
            name: "proxy",
            image: "envoy",
            ports: [{ containerPort: 80, protocol: "UDP" }],
          },
          {
            name: "web",
            image: "nginx",
            args: ["-v", "-x"],
            env: [{ name: "A", value: "1" }],
            ports: [
              { containerPort: 80, protocol: "UDP", name: "no" },
              { containerPort: 80, protocol: "TCP", name: "http" },
            ],
            terminationMessagePath: "/dev/termination-log",
          },
        ],
      },
    },
  },
});

const head = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
};

const containers = (fields: unknown) => ({
  "f:spec": { "f:template": { "f:spec": { "f:containers": fields } } },
});

it("extracts fields, items by keys, items by value, and what is owned whole", () => {
  const object = deployment(
    entry("ci", {
      "f:metadata": {
        "f:labels": { "f:example.com/tier": {} },
        "f:finalizers": { 'v:"c"': {}, 'v:"a"': {} },
      },
      "f:spec": {
        "f:selector": {},
        "f:template": {
          "f:spec": {
            "f:containers": {
              'k:{"name":"web"}': {
                ".": {},
                "f:name": {},
                "f:image": {},
                "f:args": {},
                "f:ports": {
                  'k:{"containerPort":80,"protocol":"TCP"}': {
                    ".": {},
                    "f:containerPort": {},
                  },
                },
              },
            },
          },
        },
      },
    }),
  );
  const before = structuredClone(object);
  const owned = ownedFields<DeploymentApply>(object, "ci");
  expect(owned).toEqual({
    ...head,
    metadata: {
      ...head.metadata,
      labels: { "example.com/tier": "front" },
      finalizers: ["a", "c"],
    },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        spec: {
          containers: [
            {
              name: "web",
              image: "nginx",
              args: ["-v", "-x"],
              // The protocol is a key: it was applied, or stands for the default.
              ports: [{ containerPort: 80, protocol: "TCP" }],
            },
          ],
        },
      },
    },
  });

  // Nothing is shared.
  owned.spec?.template?.spec?.containers?.[0]?.args?.push("-y");
  Object.assign(owned.spec?.selector?.matchLabels ?? {}, { app: "other" });
  expect(object).toEqual(before);
});

it("reads the entry of the manager, of apply, and of the subresource", () => {
  const replicas = { "f:spec": { "f:replicas": {} } };
  const strategy = { "f:spec": { "f:strategy": {} } };
  const object = deployment(
    entry("ci", strategy, { operation: "Update" }),
    entry("ci", replicas, { subresource: "scale" }),
    entry("other", strategy),
  );
  expect(ownedFields(object, "ci")).toEqual(head);
  expect(ownedFields(object, "CI")).toEqual(head);
  expect(ownedFields(object, "ci", { subresource: "scale" })).toEqual({
    ...head,
    spec: { replicas: 3 },
  });
  expect(ownedFields(object, "other")).toEqual({
    ...head,
    spec: { strategy: { type: "Recreate" } },
  });
  expect(ownedFields({}, "ci")).toEqual({ metadata: {} });
});

it("extracts no more than the field itself where another owns what is in it", () => {
  const all = entry("all", {
    "f:spec": { "f:strategy": {}, "f:template": { "f:spec": {} } },
  });
  const others = [
    entry("one", { "f:spec": { "f:strategy": { "f:type": {} } } }),
    entry("two", containers({ 'k:{"name":"web"}': { "f:image": {} } }), {
      operation: "Update",
    }),
  ];
  expect(ownedFields(deployment(all, ...others), "all")).toEqual({
    ...head,
    spec: { strategy: {}, template: { spec: {} } },
  });
  const list = entry("list", containers({}));
  const { spec } = ownedFields<DeploymentApply>(
    deployment(list, ...others),
    "list",
  );
  expect(spec).toEqual({ template: { spec: { containers: [] } } });
});

it("reads indexes, and names that objects have of their own", () => {
  const data = JSON.parse('{"__proto__": "a", "toString": "b", "c": "d"}');
  const object = {
    metadata: {
      managedFields: [
        entry("ci", {
          "f:data": { "f:__proto__": {}, "f:toString": {}, "f:valueOf": {} },
          "f:list": { "i:1": {} },
          "f:objects": { 'v:{"a":[1],"b":null}': {} },
        }),
      ],
    },
    data,
    list: ["x", "y"],
    objects: [
      { b: null, a: { 0: 1 } },
      { b: null, a: [1] },
      { a: [1] },
      { a: [2], b: null },
    ],
  };
  const owned = ownedFields(object, "ci");
  expect(JSON.stringify(owned)).toBe(
    '{"data":{"__proto__":"a","toString":"b"},"list":["y"],"objects":[{"b":null,"a":[1]}],"metadata":{}}',
  );
});

it("refuses to lose what was applied in another version", () => {
  const old = { apiVersion: "apps/v1beta1" };
  const moved = entry("ci", { "f:spec": { "f:rollbackTo": {} } }, old);
  expect(() => ownedFields(deployment(moved), "ci")).toThrow(
    '"ci" applied Deployment "web" as apps/v1beta1, and ".rollbackTo" of it is not there in apps/v1; read the object as apps/v1beta1',
  );
  const item = entry("ci", containers({ 'k:{"name":"gone"}': {} }), old);
  expect(() => ownedFields(deployment(item), "ci")).toThrow('[name="gone"]');
  const same = entry("ci", { "f:spec": { "f:replicas": {} } }, old);
  expect(ownedFields(deployment(same), "ci")["spec"]).toEqual({ replicas: 3 });
});

it("refuses sets that it cannot read", () => {
  const unknown = deployment(entry("ci", { "x:spec": {} }));
  expect(() => ownedFields(unknown, "ci")).toThrow('"x:spec"');
  const later = deployment(entry("ci", {}, { fieldsType: "FieldsV2" }));
  expect(() => fieldManagers(later)).toThrow("FieldsV2");
});

it("lists who owns what", () => {
  const object: ManagedObject = deployment(
    entry(
      "ci",
      {
        ...containers({
          'k:{"name":"web"}': {
            ".": {},
            "f:image": {},
            "f:ports": {
              'k:{"containerPort":80,"protocol":"TCP"}': { ".": {} },
            },
          },
        }),
        "f:metadata": { "f:finalizers": { ".": {}, 'v:"a"': {} } },
        "f:atomic": { "i:0": {} },
      },
      { time: "2026-01-02T03:04:05Z" },
    ),
    { manager: "kubelet", operation: "Update", subresource: "status" },
  );
  const web = '.spec.template.spec.containers[name="web"]';
  expect(fieldManagers(object)).toEqual([
    {
      manager: "ci",
      operation: "Apply",
      apiVersion: "apps/v1",
      subresource: "",
      time: "2026-01-02T03:04:05Z",
      paths: [
        web,
        `${web}.image`,
        `${web}.ports[containerPort=80,protocol="TCP"]`,
        ".metadata.finalizers",
        '.metadata.finalizers[="a"]',
        ".atomic[0]",
      ],
    },
    {
      manager: "kubelet",
      operation: "Update",
      apiVersion: "",
      subresource: "status",
      time: undefined,
      paths: [],
    },
  ]);
  expect(fieldManagers({})).toEqual([]);
});
