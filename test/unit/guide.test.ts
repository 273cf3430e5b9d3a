import { describe, expect, test } from "vitest";
import { makeGuide } from "../../docs/site/guide.js";
import { readRepository } from "../../docs/site/repository.js";
import { root } from "./source-imports.js";

/** The pages of a guide of a few files; whatever is in `others` is in the repository, and not in the guide. */
function guideOf(
  files: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): ReadonlyMap<string, string> {
  const made = makeGuide(
    {
      files: new Map(Object.entries(files)),
      has: (path) => others.includes(path) || path in files,
    },
    { text: "Reference", href: "reference/index.html" },
  );
  return new Map(made.map(({ path, text }) => [path, text]));
}

describe("the guide", () => {
  test("has all texts of this repository, whose links lead somewhere", () => {
    const repository = readRepository(root);
    const made = makeGuide(repository, { text: "", href: "" });
    const pages = new Set(made.map(({ path }) => path));
    expect(pages).toContain("index.html");
    expect(pages).toContain("decisions/docs-site.html");
    expect(pages).toContain("examples/controller/index.html");
    expect(pages.size).toBeGreaterThan(repository.files.size);
  });

  test("has links from page to page, and words alone where there is no page", () => {
    const pages = guideOf(
      {
        "README.md":
          "# It\n\n[a](docs/a.md#part-two) [b](docs/decisions) [c](test/x.ts) [d](https://example.com/x) [e](examples/small)",
        "docs/a.md": "# A\n\n## Part `two`\n\n[up](../README.md)",
        "docs/decisions/why.md":
          "# Why\n\n[a](../a.md) [s](../../examples/small/main.ts)",
        "examples/small/README.md": "# Small\n\n[main](main.ts)",
        "examples/small/main.ts": "const one = 1;\n",
      },
      ["test/x.ts"],
    );
    const text = (path: string): string => pages.get(path) ?? "";
    expect(text("index.html")).toContain(
      '<p><a href="a.html#part-two">a</a> <a href="decisions/index.html">b</a> c <a href="https://example.com/x">d</a> <a href="examples/small/index.html">e</a></p>',
    );
    expect(text("a.html")).toContain('<a href="index.html">up</a>');
    expect(text("a.html")).toContain('<h2 id="part-two">');
    expect(text("decisions/why.html")).toContain(
      '<a href="../a.html">a</a> <a href="../examples/small/main.ts.html">s</a>',
    );
    expect(text("decisions/index.html")).toContain(
      '<li><a href="../decisions/why.html">Why</a></li>',
    );
    expect(text("examples/small/main.ts.html")).toContain(
      '<span class="keyword">const</span> one',
    );
  });

  test("names every link that leads nowhere, and HTML, with their files", () => {
    expect(() =>
      guideOf({
        "README.md": "# It\n\n[a](docs/b.md) [b](#nowhere)",
        "docs/a.md": "# A\n\n[up](../../secret) <b>bold</b> <!-- a note -->",
      }),
    ).toThrow(
      [
        "README.md links to docs/b.md: there is no docs/b.md",
        "README.md links to #nowhere: README.md has no heading #nowhere",
        "docs/a.md links to ../../secret: there is no ../secret",
        "docs/a.md has HTML: <b>",
        "docs/a.md has HTML: </b>",
      ].join("\n"),
    );
  });

  test("escapes what is code", () => {
    const page = guideOf({
      "README.md":
        '# It `<b>`\n\n```ts\nconst a = "<img src=x>";\n```\n\n`<i>` \\<u>',
    }).get("index.html");
    expect(page).not.toMatch(/<(?:b|img|i|u)[ >]/);
  });
});
