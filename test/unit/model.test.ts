import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { fixups } from "../../generator/document/fixups/index.js";
import {
  loadDocuments,
  type LoadedDocument,
} from "../../generator/document/load.js";
import { byStability } from "../../generator/emit/groups.js";
import { buildModel } from "../../generator/model/build.js";
import { checkInvariants } from "../../generator/model/invariants.js";
import { ownerOf } from "../../generator/model/owners.js";
import {
  parsePathTemplate,
  readResourcePath,
} from "../../generator/model/path-template.js";
import { selectableFieldsOf } from "../../generator/model/selectable-fields.js";
import { builtinSource } from "../../generator/source/builtin.js";

describe("a path", () => {
  test("is taken apart at its slashes; a hole fills a segment", () => {
    expect(parsePathTemplate("/api/v1/nodes/{name}/")).toEqual([
      { kind: "literal", text: "api" },
      { kind: "literal", text: "v1" },
      { kind: "literal", text: "nodes" },
      { kind: "parameter", name: "name" },
    ]);
    expect(parsePathTemplate("/api/v1/nodes/{name}.zip")).toBeUndefined();
  });

  test.each([
    ["nodes", "nodes", "collection", false, undefined, false],
    ["nodes/{name}", "nodes", "object", false, undefined, false],
    [
      "namespaces/{name}/status",
      "namespaces",
      "object",
      false,
      "status",
      false,
    ],
    [
      "namespaces/{namespace}/pods",
      "pods",
      "collection",
      true,
      undefined,
      false,
    ],
    [
      "namespaces/{namespace}/pods/{name}/log",
      "pods",
      "object",
      true,
      "log",
      false,
    ],
    ["nodes/{name}/proxy/{path}", "nodes", "object", false, "proxy", true],
  ])(
    "%s is of %s",
    (path, plural, target, inNamespace, subresource, takesPath) => {
      expect(readResourcePath(parsePathTemplate(path) ?? [])).toEqual({
        plural,
        target,
        inNamespace,
        subresource,
        takesPath,
      });
    },
  );

  test.each([
    "{name}",
    "nodes/{other}",
    "nodes/{name}/{sub}",
    "nodes/{name}/proxy/{rest}",
    "nodes/{name}/a/b/c",
  ])("%s is of no resource", (path) => {
    expect(readResourcePath(parsePathTemplate(path) ?? [])).toBeUndefined();
  });
});

test.each([
  ["io.k8s.api.apps.v1.Deployment", { group: "apps", version: "v1" }],
  ["io.k8s.api.core.v1.Pod", { group: "", version: "v1" }],
  [
    "io.k8s.api.rbac.v1.Role",
    { group: "rbac.authorization.k8s.io", version: "v1" },
  ],
  [
    "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
    { group: "meta", version: "v1" },
  ],
  ["io.k8s.apimachinery.pkg.version.Info", { group: "meta", version: "v1" }],
  ["com.example.v1.Widget", { group: "publisher", version: "v9" }],
])("%s belongs to %j", (schema, owner) => {
  const publisher = { group: "publisher", version: "v9" };
  expect(ownerOf(schema, undefined, new Map(), publisher)).toEqual(owner);
});

test("versions stand in Kubernetes' own order", () => {
  const versions = [
    "v1beta1",
    "foo10",
    "v2",
    "v1",
    "v11alpha2",
    "v12alpha1",
    "v10",
    "v11beta2",
    "foo1",
    "v3beta1",
  ];
  const sorted = versions.map((version) => ({ version })).sort(byStability);
  expect(sorted.map(({ version }) => version)).toEqual([
    "v10",
    "v2",
    "v1",
    "v11beta2",
    "v3beta1",
    "v1beta1",
    "v12alpha1",
    "v11alpha2",
    "foo1",
    "foo10",
  ]);
});

describe("a field selector", () => {
  test.each([
    [
      "a custom resource",
      { group: "example.com", version: "v1", kind: "Widget" },
      true,
      ["spec.color"],
      ["metadata.name", "metadata.namespace", "spec.color"],
    ],
    [
      "a kind of the cluster",
      { group: "", version: "v1", kind: "Node" },
      false,
      [],
      ["metadata.name", "spec.unschedulable"],
    ],
    [
      "a kind without fields",
      { group: "apps", version: "v1", kind: "Deployment" },
      true,
      [],
      ["metadata.name", "metadata.namespace"],
    ],
    [
      "a kind named as what every object has",
      { group: "x", version: "v1", kind: "constructor" },
      false,
      [],
      ["metadata.name"],
    ],
  ])("of %s", (_, kind, namespaced, published, fields) => {
    expect(selectableFieldsOf(kind, namespaced, published)).toEqual(fields);
  });
});

describe("what goes in is counted against what comes out", () => {
  const loaded: LoadedDocument = {
    key: "apis/example.com/v1",
    label: "apis/example.com/v1",
    group: "example.com",
    version: "v1",
    hash: "00",
    document: {
      openapi: "3.0.0",
      info: {},
      paths: { "/apis/example.com/v1/widgets": { get: { responses: {} } } },
      components: { schemas: { "com.example.v1.Widget": { type: "object" } } },
    },
  };
  const codesAfter = (
    change: (model: ReturnType<typeof buildModel>) => object,
  ) => {
    const model = buildModel([loaded], new Diagnostics());
    const diagnostics = new Diagnostics();
    checkInvariants([loaded], { ...model, ...change(model) }, diagnostics);
    return diagnostics.list.map(({ code }) => code);
  };

  test("and adds up", () => {
    expect(codesAfter(() => ({}))).toEqual([]);
  });

  test("a lost operation fails the run", () => {
    expect(codesAfter(() => ({ operations: [] }))).toEqual(["operations-lost"]);
  });

  test("an operation that no resource has fails the run", () => {
    const emptied = ({ groupVersions }: ReturnType<typeof buildModel>) => ({
      groupVersions: groupVersions.map((g) => ({ ...g, resources: [] })),
    });
    expect(codesAfter(emptied)).toEqual(["operation-lost"]);
  });

  test("a lost schema fails the run, and so do two of one name", () => {
    const schemas =
      (times: number) =>
      ({ groupVersions }: ReturnType<typeof buildModel>) => ({
        groupVersions: groupVersions.map((g) => ({
          ...g,
          schemas: Array.from({ length: times }, () => g.schemas).flat(),
        })),
      });
    expect(codesAfter(schemas(0))).toEqual(["schema-lost"]);
    expect(codesAfter(schemas(2))).toEqual(["type-declared-twice"]);
  });
});

test("a document in which a fixup changes nothing is left as it is", async () => {
  const documents = await loadDocuments(builtinSource(), {}, new Diagnostics());
  for (const fixup of fixups) {
    const applied = documents.map(({ document }) => fixup.apply(document));
    for (const [i, { document, changed }] of applied.entries())
      if (changed === 0) expect(document).toBe(documents[i]?.document);
  }
});
