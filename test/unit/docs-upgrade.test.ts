import { describe, expect, test } from "vitest";
import { compareModels } from "../../generator/diff/compare.js";
import { makeMarkdown } from "../../generator/docs/markdown-site.js";
import type { Documented } from "../../generator/docs/reference.js";
import { makeSite } from "../../generator/docs/site.js";
import type { Document, Schema } from "../../generator/document/openapi.js";
import { documentedBy } from "./docs-schemas.js";

const text: Schema = { type: "string" };
const hostile = "<b>{{ 1 }}</b>";

describe("what changed", () => {
  const old = sideOf("widgets", {
    color: text,
    mode: { ...text, description: "How." },
    list: { type: "array", items: { type: "object", properties: {} } },
  });
  const next = sideOf("widgets", {
    mode: { ...text, description: "Deprecated: use `size`." },
    size: { type: "integer" },
    [hostile]: text,
    list: { type: "array", items: { type: "object", properties: { x: text } } },
  });

  test("is told in HTML, with links to what is there, and what is new is marked", () => {
    const pages = pagesOf(makeSite(compared(old, next)));
    const page = pages.get("upgrade.html") ?? "";
    expect(page).toContain("<h1>Since v1</h1>");
    expect(page).toContain("1 breaking, 0 risky, 4 safe");
    expect(page).toMatch(
      /<a href="example.com\/v1\/types\/Widget.html">example.com\/v1 widgets color<\/a> is gone/,
    );
    expect(page).toContain("Widget.html#.list.x");
    expect(page).toMatch(
      /Newly deprecated \(1\)[^]*Widget\.mode[^]*use <code>/,
    );
    // It stands there once, with what to use, and not among the safe changes too.
    expect(page).not.toContain("widgets mode</a> is deprecated");
    expect(page).not.toContain("<b>");
    expect(pages.get("index.html")).toContain('href="upgrade.html"');
    const type = pages.get("example.com/v1/types/Widget.html") ?? "";
    expect(type).toMatch(/id="\.size">.*>new</);
    expect(type).not.toMatch(/id="\.mode">.*>new</);
  });

  test("is told in Markdown", () => {
    const pages = pagesOf(makeMarkdown(compared(old, next)));
    const page = pages.get("upgrade.md") ?? "";
    expect(page).toContain("# Since v1\n");
    expect(page).toContain(
      "-   [`example.com/v1 widgets color`](example.com/v1/types/Widget.md) is gone",
    );
    expect(page).not.toMatch(/<b>|\{\{/);
    expect(pages.get("index.md")).toContain("[what changed](upgrade.md)");
    expect(pages.get("example.com/v1/types/Widget.md")).toMatch(
      /\*\*`size`\*\* `number` \(new\)/,
    );
  });

  test("is on as many pages as it takes, none of which is large", () => {
    const many = (name: string): Readonly<Record<string, Schema>> =>
      Object.fromEntries(
        Array.from({ length: 400 }, (_, i) => [
          `${name}${String(i)}{<`.padEnd(150, "{"),
          text,
        ]),
      );
    const documented = compared(
      sideOf("widgets", many("a")),
      sideOf("widgets", many("b")),
    );
    for (const site of [makeSite(documented), makeMarkdown(documented)]) {
      const pages = [...pagesOf(site)].filter(([path]) =>
        path.startsWith("upgrade"),
      );
      expect(pages.length).toBeGreaterThan(1);
      for (const [, page] of pages)
        expect(Buffer.byteLength(page)).toBeLessThan(300_000);
      const told = pages.map(([, page]) => page.match(/ is gone/g) ?? []);
      expect(told.flat()).toHaveLength(400);
    }
  });

  test("of a resource that is new marks its page, and not that of another", () => {
    const pages = pagesOf(
      makeMarkdown(
        compared(sideOf("gadgets", {}, "Gadget"), sideOf("widgets", {})),
      ),
    );
    expect(pages.get("example.com/v1/widgets.md")).toMatch(
      /^# Widget \(cluster-scoped, new\)$/m,
    );
    const same = pagesOf(makeMarkdown(compared(old, old)));
    expect([...same.values()].join("")).not.toMatch(/\bnew\)/);
    expect(same.get("upgrade.md")).toContain("No changes.");
  });
});

function pagesOf({
  files,
}: ReturnType<typeof makeSite>): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text: page }) => [path, page]));
}

function compared(old: Documented, next: Documented): Documented {
  return {
    ...next,
    since: {
      name: "v1",
      old: "old (v1)",
      next: "new (v2)",
      changes: compareModels(old.model, next.model),
      oldModel: old.model,
      compared: next.model,
    },
  };
}

function sideOf(
  plural: string,
  properties: Readonly<Record<string, Schema>>,
  name = "Widget",
): Documented {
  const kind = { group: "example.com", version: "v1", kind: name };
  const schema = { $ref: `#/components/schemas/com.example.v1.${name}` };
  const document: Document = {
    openapi: "3.0.0",
    info: {},
    paths: {
      [`/apis/example.com/v1/${plural}/{name}`]: {
        get: {
          "x-kubernetes-action": "get",
          "x-kubernetes-group-version-kind": kind,
          responses: { "200": { content: { "application/json": { schema } } } },
        },
      },
    },
    components: {
      schemas: {
        [`com.example.v1.${name}`]: {
          type: "object",
          "x-kubernetes-group-version-kind": [kind],
          properties,
        },
      },
    },
  };
  return documentedBy(document, kind.group, kind.version);
}
