import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { saysDeprecated } from "../../generator/document/deprecation.js";
import {
  loadDocuments,
  type LoadedDocument,
} from "../../generator/document/load.js";
import {
  packCapture,
  takeSnapshot,
} from "../../generator/snapshot/snapshot.js";
import { builtinSource } from "../../generator/source/builtin.js";
import { directorySource } from "../../generator/source/directory.js";
import type { Source } from "../../generator/source/source.js";
import { realCapture } from "./source-fixtures.js";

const load = (source: Source): Promise<readonly LoadedDocument[]> =>
  loadDocuments(source, {}, new Diagnostics());

describe("a description says that its own thing is deprecated", () => {
  test.each([
    "Deprecated: use other.",
    "DEPRECATED: use other.",
    "Deprecated. Not all of them set it.",
    "The thing. Deprecated: use other.",
    "The thing\n\nDeprecated: use other.",
    'Sets it to "Proposed" Deprecated: moved to conditions.',
    "This API is deprecated since 1.22",
    "This field is deprecated in favor of the other.",
    "The field is never populated, and now is deprecated.",
    "The name of the set, should be considered as deprecated",
    "deprecatedCount is the deprecated field assuring compatibility.",
  ])("%s", (text) => expect(saysDeprecated(text)).toBe(true));

  test.each([
    "deprecated indicates this version of the API is deprecated.",
    'The "example.com/x" annotation is deprecated since v1.32.',
    "May be Retain, Delete and Recycle (deprecated).",
    "May only be set when `deprecated` is true. The default warning indicates this version is deprecated.",
    "Prefer the field. The annotation is officially deprecated, for compatibility it is honored.",
    'The phase.\n\nPossible enum values:\n - `"Unknown"` is lost. Deprecated: it is not set.',
    "allowed values are:\n`Old`: Deprecated. Not supported.",
    "`Old`: Deprecated: use `New`",
    "* FQDN: a name. (Deprecated) Only others are generated.",
    "Not deprecated at all",
  ])("but not: %s", (text) => expect(saysDeprecated(text)).toBe(false));
});

describe("the built-in snapshot", () => {
  const path = join(
    import.meta.dirname,
    "../../generator/source/snapshots/kubernetes-1.37.json.gz",
  );

  test("has all documents of Kubernetes 1.37, its version and discovery", async () => {
    expect(existsSync(path)).toBe(true);
    const source = builtinSource();
    const loaded = await load(source);
    expect(loaded).toHaveLength(49);
    expect((await source.version())?.gitVersion).toBe("v1.37.2");
    expect(await source.discovery()).toMatchObject({
      api: { kind: "APIGroupDiscoveryList" },
      apis: { kind: "APIGroupDiscoveryList" },
    });
    const operations = loaded.flatMap(({ document }) =>
      Object.values(document.paths).flatMap((item) => Object.values(item)),
    );
    expect(operations).toHaveLength(866);
  });

  test("has no description but the properties of that name", async () => {
    const described = new Set<string>();
    const found: string[] = [];
    const visit = (value: unknown, trail: readonly string[]): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [name, inner] of Object.entries(value)) {
        const owner = trail.at(-2);
        if (name !== "description") visit(inner, [...trail, name]);
        else if (trail.at(-1) === "properties") described.add(owner ?? "");
        else found.push(trail.join("/"));
      }
    };
    for (const { document } of await load(builtinSource())) visit(document, []);
    expect(found).toEqual([]);
    expect([...described].map((name) => name.split(".").at(-1)).sort()).toEqual(
      [
        "CustomResourceColumnDefinition",
        "ExternalDocumentation",
        "JSONSchemaProps",
        "PriorityClass",
      ],
    );
  });

  test("knows what is deprecated", async () => {
    const loaded = await load(builtinSource());
    const schemas = Object.assign(
      {},
      ...loaded.map(({ document }) => document.components.schemas),
    ) as (typeof loaded)[number]["document"]["components"]["schemas"];
    const marked = Object.entries(schemas).flatMap(([name, schema]) => [
      ...(schema["x-kubewright-deprecated"] === true ? [name] : []),
      ...Object.entries(schema.properties ?? {}).flatMap(([property, inner]) =>
        inner["x-kubewright-deprecated"] === true
          ? [`${name}.${property}`]
          : [],
      ),
    ]);
    const short = marked.map((name) =>
      name.replace(/^io\.k8s\.(?:api|.*\.apis)\./, ""),
    );
    expect(short).toHaveLength(61);
    expect(short).toEqual(
      expect.arrayContaining([
        "core.v1.Endpoints",
        "core.v1.ComponentStatus",
        "core.v1.PodSpec.serviceAccount",
        "core.v1.Volume.gitRepo",
        "meta.v1.ObjectMeta.selfLink",
        "meta.v1.DeleteOptions.orphanDependents",
        "events.v1.Event.deprecatedSource",
        "apiextensions.v1.CustomResourceDefinitionSpec.preserveUnknownFields",
      ]),
    );
    for (const name of [
      "core.v1.PodStatus.phase",
      "core.v1.ServiceAccount.secrets",
      "discovery.v1.EndpointSlice.addressType",
      "networking.v1.IngressSpec.ingressClassName",
      "apiextensions.v1.CustomResourceDefinitionVersion.deprecated",
      "core.v1.PersistentVolumeSpec.persistentVolumeReclaimPolicy",
    ])
      expect(short).not.toContain(name);
  });

  const capture = realCapture("v1.37");
  test.runIf(capture !== undefined)(
    "is what a capture of that server is made into",
    async () => {
      const options = { withoutDescriptions: true };
      const source = directorySource(capture ?? "");
      const made = packCapture(await takeSnapshot(source, options));
      // Packed bytes depend on the release of zlib; what is packed does not.
      expect(gunzipSync(made).equals(gunzipSync(readFileSync(path)))).toBe(
        true,
      );
    },
  );
});
