import { describe, expect, test } from "vitest";
import { makeSite } from "../../generator/docs/site.js";
import { parseInline, parseText } from "../../generator/docs/text.js";
import { prose } from "../../generator/docs/html/prose.js";
import type { Document, Schema } from "../../generator/document/openapi.js";
import { documentedBy } from "./docs-schemas.js";

const kind = { group: "example.com", version: "v1", kind: "Widget" };

/** The pages of a site of one custom resource, by their addresses. */
function siteOf(
  schema: Schema,
  more: { readonly [name: string]: Schema } = {},
): ReadonlyMap<string, string> {
  const document: Document = {
    openapi: "3.0.0",
    info: {},
    paths: {
      "/apis/example.com/v1/widgets/{name}": {
        get: {
          "x-kubernetes-action": "get",
          "x-kubernetes-group-version-kind": kind,
          responses: {
            "200": {
              content: {
                "application/json": {
                  schema: {
                    $ref: "#/components/schemas/com.example.v1.Widget",
                  },
                },
              },
            },
          },
        },
      },
    },
    components: {
      schemas: {
        "com.example.v1.Widget": {
          type: "object",
          "x-kubernetes-group-version-kind": [kind],
          ...schema,
        },
        ...more,
      },
    },
  };
  const site = makeSite(documentedBy(document));
  return new Map(
    site.files
      .filter(({ path }) => path.endsWith(".html"))
      .map(({ path, text }) => [path, text]),
  );
}

const widget = "example.com/v1/types/Widget.html";

describe("a site", () => {
  test("shows what a field is held to", () => {
    const page = siteOf({
      required: ["size"],
      properties: {
        size: {
          type: "integer",
          minimum: 1,
          description: "How large it is.",
          "x-kubernetes-validations": [
            { rule: "self == oldSelf", message: "size cannot change" },
          ],
        },
        mode: {
          type: "string",
          enum: ["Fast", "Slow"],
          description:
            'How it runs.\n\nPossible enum values:\n - `"Fast"` takes all there is.\n - `"Slow"` waits.',
        },
      },
    }).get(widget);
    expect(page).toContain('<li id=".size">');
    expect(page).toContain("Minimum: <code>1</code>.");
    expect(page).toContain("size cannot change");
    expect(page).toContain('<code class="cel">self == oldSelf</code>');
    expect(page).toContain(
      "<dt><code>&quot;Fast&quot;</code></dt><dd>takes all there is.</dd>",
    );
    expect(page).not.toContain("Possible enum values");
  });

  test("leads from a resource to what is within its fields, where there is anything", () => {
    const pages = siteOf({
      properties: {
        kind: { type: "string" },
        spec: { type: "object", properties: { size: { type: "integer" } } },
      },
    });
    const page = pages.get("example.com/v1/widgets.html") ?? "";
    const links = page.match(/(?<=class="elsewhere"><a href=")[^"]+/g);
    expect(links).toEqual(["../../example.com/v1/types/Widget.html#.spec"]);
  });

  test("of a hostile document is text", () => {
    const attack =
      '</p><script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](data:text/html,x) `</code><script>` https://good.example@evil.example/ "onmouseover="x';
    const pages = siteOf({
      description: attack,
      properties: {
        ['"><script>alert(1)</script>']: {
          type: "string",
          description: attack,
          enum: ["<script>alert(1)</script>"],
          pattern: "<script>alert(1)</script>",
          "x-kubernetes-validations": [
            { rule: "</code><script>", message: "<script>" },
          ],
        },
      },
    });
    for (const page of pages.values()) {
      const scripts = [...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
      expect(
        scripts.every((tag) =>
          /^<script src="(?:\.\.\/)*assets\/[\w-]+\.js"(?: defer)?>$/.test(tag),
        ),
      ).toBe(true);
      expect(page).not.toMatch(
        /<img|href="(?:javascript|data):|\sonerror=alert\(1\)>/,
      );
      expect(page).not.toContain('href="https://good.example@');
    }
  });

  test("of a type within itself has a link to it", () => {
    const node = { $ref: "#/components/schemas/com.example.v1.Node" };
    const page = siteOf(
      { properties: { tree: node } },
      {
        "com.example.v1.Node": {
          type: "object",
          properties: { children: { type: "array", items: node } },
        },
      },
    ).get(widget);
    expect(page).toContain('<li id=".tree.children">');
    expect(page).toContain('types/Node.html">Fields of');
    expect(page).not.toContain('<li id=".tree.children.children">');
  });

  test("without descriptions says so", () => {
    const page = siteOf({ properties: { size: { type: "integer" } } });
    expect(page.get("index.html")).toContain("have no descriptions");
  });
});

describe("a description", () => {
  test("has paragraphs, lists, code and links", () => {
    expect(
      prose(
        "One `two`.\n\n- a\n  b\n- c\n\n```\n<d>\n```\nSee https://example.com/x.",
      )
        .map(({ text }) => text.replace(/\s*\n\s*/g, ""))
        .join(""),
    ).toBe(
      '<p>One <code>two</code>.</p><ul><li>a b</li><li>c</li></ul><pre tabindex="0"><code>&lt;d&gt;</code></pre><p>See <a href="https://example.com/x" rel="noopener nofollow">https://example.com/x</a>.</p>',
    );
  });

  test("has code with a backtick in it, between two", () => {
    expect(parseInline("Pattern: `` ^`{2,3}$ ``, or `a`.")).toEqual([
      { kind: "text", text: "Pattern: " },
      { kind: "code", text: "^`{2,3}$" },
      { kind: "text", text: ", or " },
      { kind: "code", text: "a" },
      { kind: "text", text: "." },
    ]);
  });

  test("of a million characters is read in no time", () => {
    for (const text of [
      "[".repeat(1e6),
      "`".repeat(1e6),
      `\`\`${"`a".repeat(5e5)}`,
      "- ".repeat(5e5),
    ])
      expect(parseText(text)).toHaveLength(1);
  });
});
