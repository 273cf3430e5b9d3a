import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { republish, type Definition } from "./crd-server.js";
import {
  all,
  boat,
  crane,
  edit,
  expectSameAsAnew,
  generate,
  generated,
  quay,
} from "./harbour.js";
import { projectOf } from "./project.js";

const boats = "apis/harbour.example.com/v1";
const cranes = "apis/cargo.example.com/v1";
const own = { ...boat.properties };

describe("of a document that changed, its own files alone are made anew", () => {
  test.each<[string, Definition]>([
    [
      "a field more",
      { ...boat, properties: { ...own, sails: { type: "boolean" } } },
    ],
    [
      "another description",
      {
        ...boat,
        properties: {
          ...own,
          name: { type: "string", description: "Its name." },
        },
      },
    ],
    ["a field that is required", { ...boat, required: ["size"] }],
    [
      "a list with keys",
      {
        ...boat,
        properties: {
          decks: {
            type: "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
            items: {
              type: "object",
              required: ["name"],
              properties: { name: { type: "string" } },
            },
          },
        },
      },
    ],
    [
      "a type that prettier has to measure",
      {
        ...boat,
        properties: { kind: { type: "string", enum: ["船", "大型船舶"] } },
      },
    ],
  ])("%s", async (_, changed) => {
    const { server, project } = await generated();
    const before = project.times();
    await republish(server, [changed, quay, crane]);
    server.asked();
    const { made, said } = await generate(project);
    expect(server.asked().filter((path) => path.includes("apis/"))).toEqual([
      `/openapi/v3/${boats}`,
    ]);
    expect(made).toBe("changed");
    expect(said).toMatch(/^wrote .*k8s: \d+ files, \d+ changed$/m);
    await expectSameAsAnew(project, server);
    for (const [path, time] of Object.entries(project.times()))
      if (!/^(?:harbour|manifest)/.test(path)) expect(time).toBe(before[path]);
    expect((await project.generate()).stderr).toMatch(/^.* is up to date/);
  });

  test("and again, after it changed before", async () => {
    const { server, project } = await generated();
    for (const name of ["a", "b", "c"]) {
      const properties = { ...own, [name]: { type: "string" } };
      await republish(server, [{ ...boat, properties }, quay, crane]);
      expect((await generate(project)).made).toBe("changed");
    }
    await expectSameAsAnew(project, server);
  });

  test("of two documents, and one of no group beside them", async () => {
    const { server, project } = await generated();
    const properties = { height: { type: "integer" } };
    await republish(server, [
      { ...boat, properties },
      quay,
      { ...crane, properties },
    ]);
    edit(server, "version", (text) => text.replace("Kubernetes", "another"));
    expect((await generate(project)).made).toBe("changed");
    await expectSameAsAnew(project, server);
  });

  test("with imports of another extension", async () => {
    const { server, project } = await generated();
    await generate(project, "--import-extension", "ts");
    await republish(server, [{ ...boat, required: ["size"] }, quay, crane]);
    const { made } = await generate(project, "--import-extension", "ts");
    expect(made).toBe("changed");
    const anew = projectOf(server.url);
    await anew.generate("--import-extension", "ts");
    expect(project.tree()).toEqual(anew.tree());
  });

  test("what the last run warned of is said again", async () => {
    const { server, project } = await generated();
    const args = ["--exclude", "nothing.example.com"];
    await generate(project, ...args);
    await republish(server, [{ ...boat, required: ["size"] }, quay, crane]);
    const { made, said } = await generate(project, ...args);
    expect(made).toBe("changed");
    expect(said).toContain('--exclude "nothing.example.com"');
    const strict = await project.generate(...args, "--strict");
    expect(strict.code).toBe(1);
  });
});

/** A schema that no other document has, of a name in a package of another document. */
const intruder =
  '"com.example.cargo.v1.Winch":{"type":"object","x-kubernetes-group-version-kind":[{"group":"harbour.example.com","version":"v1","kind":"Winch"}]},';

const status =
  "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Status";

describe("all documents are read where more than that may change", () => {
  test.each<[string, readonly Definition[]]>([
    ["a kind more", [...all, { group: boat.group, kind: "Tug" }]],
    [
      "a subresource more",
      [{ ...boat, subresources: { status: {}, scale: scale() } }, quay, crane],
    ],
    ["another scope", [{ ...boat, scope: "Cluster" }, quay, crane]],
    ["a version more", [{ ...boat, versions: ["v1", "v2"] }, quay, crane]],
    ["a document less", [boat, quay]],
  ])("%s", async (_, definitions) => {
    const { server, project } = await generated();
    await republish(server, definitions);
    expect((await generate(project)).made).toBe("all");
    await expectSameAsAnew(project, server);
  });

  test.each<[string, (text: string) => string]>([
    [
      "a schema that others publish",
      (text) =>
        text.replace(
          '"generateName":{',
          '"more":{"type":"string"},"generateName":{',
        ),
    ],
    [
      "a name of another document's schema",
      (text) =>
        text.replaceAll(
          "com.example.harbour.v1.Quay",
          "com.example.cargo.v1.Crane",
        ),
    ],
    [
      "a schema in the package of another document",
      (text) => text.replace('"schemas":{', `"schemas":{${intruder}`),
    ],
    [
      "an apply type that others do not need",
      (text) => text.replace('"spec":{', `"odd":{"$ref":"${status}"},"spec":{`),
    ],
    [
      "something to say",
      (text) =>
        text.replace('"paths":{', '"paths":{"/odd":{"get":{"responses":{}}},'),
    ],
  ])("%s", async (_, change) => {
    const { server, project } = await generated();
    edit(server, boats, change);
    expect((await generate(project)).made).toBe("all");
    await expectSameAsAnew(project, server);
  });

  test("another version of the server", async () => {
    const { server, project } = await generated();
    edit(server, cranes, (text) => text.replace("A Crane.", "A crane."));
    const locked = readFileSync(project.lock, "utf8");
    expect(locked).toContain("v1.37.2");
    server.version = "v1.37.3";
    expect((await generate(project)).made).toBe("all");
    await expectSameAsAnew(project, server);
  });
});

function scale(): object {
  return {
    specReplicasPath: ".spec.size",
    statusReplicasPath: ".status.size",
  };
}
