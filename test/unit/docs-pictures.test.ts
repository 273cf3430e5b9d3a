import { describe, expect, test } from "vitest";
import type { Schema } from "../../generator/document/openapi.js";
import { Kinds } from "../../generator/docs/pictures/kinds.js";
import { namedReference } from "../../generator/docs/pictures/named-references.js";
import { sizesPicture } from "../../generator/docs/pictures/sizes-layout.js";
import type { GroupVersion, Resource } from "../../generator/model/model.js";
import { refTo, siteOf, tooLarge } from "./docs-schemas.js";

const text: Schema = { type: "string" };
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  properties,
});
const named = object({ name: text });
const selector = object({ matchLabels: object({}) });

function groupVersion(
  group: string,
  version: string,
  ...kinds: readonly string[]
): GroupVersion {
  const resources = kinds.map(
    (kind) =>
      ({
        kind,
        plural: kind.toLowerCase(),
        subresources: kind === "Deployment" ? [{ name: "scale" }] : [],
      }) as unknown as Resource,
  );
  return {
    group,
    version,
    directory: `${group}/${version}`,
    document: undefined,
    resources,
    schemas: [],
  };
}

const kinds = new Kinds({
  groupVersions: [
    groupVersion("", "v1", "Pod", "Secret", "Service", "ServiceAccount"),
    groupVersion("apps", "v1beta1", "Deployment"),
    groupVersion("apps", "v1", "Deployment"),
    groupVersion("networking.k8s.io", "v1", "Ingress"),
    groupVersion("acme.cert.io", "v1", "Order"),
    groupVersion("cert.io", "v1", "Issuer", "ClusterIssuer", "Service"),
    groupVersion("other.dev", "v1", "Backup", "Image"),
    groupVersion("acme.co.uk", "v1", "Cache"),
  ],
});

test("a kind is that of the version that a reader would take", () => {
  expect(kinds.get("Deployment.apps")?.groupVersion.version).toBe("v1");
});

describe("what a field of a custom resource refers to", () => {
  const cases: readonly (readonly [
    field: string,
    schema: Schema,
    group: string,
    said: string,
  ])[] = [
    ["tlsSecretRef", named, "cert.io", "names Secret by name"],
    ["issuerRef", named, "acme.cert.io", "names Issuer.cert.io by name"],
    ["issuerRef", named, "other.dev", ""],
    ["cacheRef", named, "ci.acme.co.uk", "names Cache.acme.co.uk by name"],
    ["cacheRef", named, "evil.co.uk", ""],
    ["serviceRef", named, "cert.io", "names Service.cert.io by name"],
    ["serviceRef", named, "other.dev", "names Service by name"],
    ["serviceAccountName", text, "cert.io", "names ServiceAccount by name"],
    ["serviceName", text, "other.dev", ""],
    ["serviceName", text, "cert.io", "names Service.cert.io by name"],
    ["backupName", text, "other.dev", "names Backup.other.dev by name"],
    ["lastBackupName", text, "other.dev", ""],
    ["imageRef", text, "cert.io", ""],
    ["imagePullSecrets", named, "cert.io", "names Secret by name"],
    ["podName", text, "cert.io", "names Pod by name"],
    ["podSelector", selector, "cert.io", "selects Pod by name"],
    ["serviceSelector", selector, "other.dev", ""],
    ["scaleTargetRef", named, "other.dev", "names Deployment.apps by name"],
    [
      "ref",
      object({
        name: text,
        kind: { ...text, enum: ["Issuer", "ClusterIssuer"] },
      }),
      "cert.io",
      "names Issuer.cert.io, ClusterIssuer.cert.io",
    ],
    [
      "backend",
      object({
        name: text,
        kind: { ...text, default: "Service" },
        group: { ...text, default: "" },
      }),
      "cert.io",
      "names Service",
    ],
    [
      "template",
      object({
        spec: object({
          containers: {
            type: "array",
            items: object({ name: text, image: text }),
          },
        }),
      }),
      "other.dev",
      "makes Pod",
    ],
    ["constructorName", text, "other.dev", ""],
  ];
  test.each(cases)("%s of %j in %s", (name, schema, group, said) => {
    const found = namedReference({ name, schema, group }, kinds);
    expect(
      found === undefined
        ? ""
        : `${found.manner} ${found.kinds.map(({ key }) => key).join(", ")}${found.byName ? " by name" : ""}`,
    ).toBe(said);
  });
});

describe("the pages", () => {
  const spec = (fields: Readonly<Record<string, Schema>>): Schema =>
    object({ spec: object(fields) });

  /** Each of these kinds refers to the next. */
  const ringOf = (names: readonly string[]): Readonly<Record<string, Schema>> =>
    Object.fromEntries(
      names.map((name, i) => [
        name,
        spec({
          ref: object({
            name: text,
            kind: { ...text, enum: [names[(i + 1) % names.length]] },
          }),
        }),
      ]),
    );

  test("a resource's page has the kinds around it, with links to the fields", () => {
    const site = siteOf(
      {
        Widget: spec({ gadgetRef: named, other: refTo("Part") }),
        Gadget: spec({}),
        Part: object({ gadgetName: text }),
        Lone: spec({}),
      },
      ["Widget", "Gadget", "Lone"],
    );
    const widget = site.get("example.com/v1/widgets.html") ?? "";
    expect(widget).toContain(
      '<a href="../../example.com/v1/types/Widget.html#.spec.gadgetRef"><code>.spec.gadgetRef</code></a>, <a href="../../example.com/v1/types/Part.html#.gadgetName"><code>.spec.other.gadgetName</code></a> <span>by the field’s name alone</span>',
    );
    const gadget = site.get("example.com/v1/gadgets.html") ?? "";
    expect(gadget).toContain("Gadget and the kinds");
    expect(gadget).toContain("<h3>Referred to by</h3>");
    expect(gadget).not.toContain("<h3>Refers to</h3>");
    expect(site.get("example.com/v1/lones.html")).not.toContain("<svg");
    expect(site.get("kinds.html")).toContain("2 kinds, each left of");
  });

  test("of very many kinds the picture has those that are connected most, and all are listed", () => {
    const count = 300;
    const names = Array.from({ length: count }, (_, i) => `Kind${String(i)}x`);
    const schemas = Object.fromEntries(
      names.map((name, i) => [
        name,
        spec({
          [`kind${String((i * 7) % count)}xRef`]: named,
          [`hub${String((i * 11) % count)}xkind0xRef`]: named,
          kind0xRef: named,
        }),
      ]),
    );
    const site = siteOf(schemas, names);
    expect(tooLarge(site)).toEqual([]);
    const pages = [...site].filter(([path]) =>
      /^kinds(-\d+)?\.html/.test(path),
    );
    const listed = pages.flatMap(
      ([, page]) => page.match(/<section class="kind">/g) ?? [],
    );
    expect(listed).toHaveLength(count);
    expect(site.get("kinds.html")).toMatch(/\d{3} more kinds are connected/);
    const hub = site.get("example.com/v1/kind0xs.html") ?? "";
    expect(hub).toMatch(/… and 2\d\d more\./);
  });

  test("types that have each other again and again come to an end", () => {
    const levels = Array.from({ length: 40 }, (_, i) => i);
    const schemas = Object.fromEntries(
      levels.map((i) => [
        `Level${String(i)}`,
        object(
          i === 39
            ? { widgetRef: named }
            : {
                a: refTo(`Level${String(i + 1)}`),
                b: refTo(`Level${String(i + 1)}`),
              },
        ),
      ]),
    );
    const site = siteOf(
      {
        Widget: spec({ top: refTo("Level0"), itself: refTo("Widget") }),
        ...schemas,
      },
      ["Widget"],
    );
    expect(site.get("example.com/v1/widgets.html")).toMatch(
      /<\/a> and \d{3,4} more/,
    );
  });

  test("a kind may have the name of what every object has", () => {
    const names = ["constructor", "__proto__", "Pod"];
    const site = siteOf(ringOf(names), names, "");
    expect(site.get("kinds.html")).toContain("3 kinds, each left of");
  });

  test("names that are very long leave pages as large as they may be", () => {
    const names = Array.from(
      { length: 70 },
      (_, i) => `K${'"'.repeat(950)}${String(i)}`,
    );
    const site = siteOf(ringOf(names), names);
    expect(site.get("kinds.html")).toContain("<svg");
    expect(tooLarge(site)).toEqual([]);
  });

  test("what documents say is text in pictures as well", () => {
    const evil = 'Evil"><img>';
    const site = siteOf(
      { Widget: spec({}), [evil]: spec({ widgetRef: named }) },
      ["Widget", evil],
    );
    const pages = [...site].filter(([path]) => path.endsWith(".html"));
    for (const [, page] of pages) expect(page).not.toContain("<img");
    expect(site.get("example.com/v1/widgets.html")).toContain(
      '<text class="name" x="113" y="25">Evil&quot;&gt;&lt;img&gt;</text>',
    );
  });
});

test("groups have areas as they have fields, and those without fields none", () => {
  const size = (name: string, fields: number) => ({
    link: { text: name, to: { page: name } },
    stability: "stable" as const,
    resources: 1,
    types: 1,
    fields,
  });
  const picture = sizesPicture([size("a", 300), size("b", 100), size("c", 0)]);
  const [a = 0, b = 0] = (picture?.boxes ?? []).map(
    ({ width, height }) => width * height,
  );
  expect(picture?.boxes).toHaveLength(2);
  expect(a / b).toBeCloseTo(3, 1);
  expect(sizesPicture([size("c", 0)])).toBeUndefined();
});
