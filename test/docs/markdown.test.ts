import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeMarkdown } from "../../generator/docs/markdown-site.js";
import type { Site } from "../../generator/docs/site.js";
import { installOnce } from "../install-once.mjs";
import { documentedFrom } from "./documented.js";

const folder = join(import.meta.dirname, "markdown");
const input = "test/docs/markdown/input";
const updates = process.env["UPDATE_GOLDEN"] === "1" && !process.env["CI"];

let small: Site;
let all: Site;
beforeAll(async () => {
  installOnce(folder);
  small = makeMarkdown(await documentedFrom(input));
  all = makeMarkdown(await documentedFrom("builtin"));
});

test("gives the files that are expected", () => {
  const expected = join(folder, "expected");
  if (updates) {
    rmSync(expected, { recursive: true, force: true });
    write(expected, small);
  }
  expect(
    Object.fromEntries(small.files.map(({ path, text }) => [path, text])),
  ).toEqual(filesIn(expected));
});

test("no page of Kubernetes 1.37 is larger than 300 KB", () => {
  const large = all.files.filter(({ text }) => Buffer.byteLength(text) > 3e5);
  expect(large.map(({ path }) => path)).toEqual([]);
});

test("every link within the pages of 1.37 leads to a page, and to what is on it", () => {
  const anchors = new Map(
    all.files.map(({ path, text }) => [
      path,
      new Set([...text.matchAll(/<a id="([^"]*)">/g)].map(([, id]) => id)),
    ]),
  );
  const broken: string[] = [];
  let followed = 0;
  for (const { path, text } of all.files)
    for (const [, link = ""] of text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)) {
      if (/^https?:/.test(link)) continue;
      followed += 1;
      const { pathname, hash } = new URL(link, `file:///${path}`);
      const ids = anchors.get(decodeURIComponent(pathname).slice(1));
      if (ids === undefined || (hash !== "" && !ids.has(hash.slice(1))))
        broken.push(`${path}: ${link}`);
    }
  expect(broken).toEqual([]);
  expect(followed).toBeGreaterThan(5_000);
});

test("MDX with directives reads every page, and finds no expression, import or directive in it", async () => {
  const found: string[] = [];
  const read = await mdxReader((type) => found.push(type));
  for (const { text } of [...small.files, ...all.files]) await read(text);
  expect(found).toEqual([]);
});

describe("VitePress", () => {
  let root = "";
  let page = "";
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "kubewright-vitepress-"));
    symlinkSync(join(folder, "node_modules"), join(root, "node_modules"));
    write(join(root, "small"), small);
    write(
      join(root, "apps"),
      makeMarkdown(await documentedFrom("builtin", { include: ["apps/v1"] })),
    );
    const secret = "what an include would show";
    for (const path of ["small/example.com/v1/types", "."])
      writeFileSync(join(root, path, "secret.md"), secret);
    writeFileSync(join(root, "index.md"), "[small](small/index.md)\n");
    // It fails where a link leads to no page.
    execFileSync(
      process.execPath,
      [join(folder, "node_modules/vitepress/bin/vitepress.js"), "build", root],
      { stdio: "pipe", env: { ...process.env, NODE_ENV: "production" } },
    );
    page = readFileSync(
      join(root, ".vitepress/dist/small/example.com/v1/types/Widget.html"),
      "utf8",
    );
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  test("shows what a hostile document says as it is written", () => {
    expect(page).toContain("{<wbr>{ 7*7 }}");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toMatch(/<script>alert|<img src=x|what an include/);
    expect(page).toContain(":::danger export default 1");
    expect(page).toContain('<a id=".spec.template.name">');
    expect(page).toMatch(/<title>Widget \(example\.com\/v1\)/);
  });
});

/** Reads a page as Docusaurus does; tells the kinds of what is more than text and marks in it. */
async function mdxReader(
  tell: (type: string) => void,
): Promise<(text: string) => Promise<void>> {
  const load = async (name: string): Promise<{ default: unknown }> =>
    (await import(pathToFileURL(entryOf(name)).href)) as { default: unknown };
  const { compile } = (await import(
    pathToFileURL(entryOf("@mdx-js/mdx")).href
  )) as {
    compile: (text: string, options: object) => Promise<unknown>;
  };
  const plugins = await Promise.all(
    ["remark-frontmatter", "remark-gfm", "remark-directive"].map(load),
  );
  const visit = (node: { type: string; children?: never[] }): void => {
    if (/Expression$|[eE]sm$|Directive$/.test(node.type)) tell(node.type);
    node.children?.forEach(visit);
  };
  return async (text) => {
    await compile(text, {
      remarkPlugins: [...plugins.map((one) => one.default), () => visit],
    });
  };
}

/** The module that `import` of a package of test/docs/markdown means. */
function entryOf(name: string): string {
  const require = createRequire(join(folder, "package.json"));
  const file = join(folder, "node_modules", name, "package.json");
  const { exports } = require(file) as {
    exports: string | { ".": string | { [condition: string]: unknown } };
  };
  const main = typeof exports === "string" ? exports : exports["."];
  const path = typeof main === "string" ? main : importOf(main);
  return join(dirname(file), path);
}

function importOf(conditions: { [condition: string]: unknown }): string {
  const found = conditions["import"] ?? conditions["default"];
  return typeof found === "string"
    ? found
    : importOf(found as { [condition: string]: unknown });
}

function write(target: string, { files }: Site): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
}

function filesIn(target: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(target, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [
        path.slice(target.length + 1),
        readFileSync(path, "utf8"),
      ]),
  );
}
