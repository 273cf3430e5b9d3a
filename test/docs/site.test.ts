import { beforeAll, expect, test } from "vitest";
import { makeMarkdown } from "../../generator/docs/markdown-site.js";
import { makeSite, type Site } from "../../generator/docs/site.js";
import { documentedFrom } from "./documented.js";
import { realCapture } from "../unit/source-fixtures.js";

let site: Site;
let again: Site;
let markdown: Site;
beforeAll(async () => {
  const source = realCapture("v1.37-operators") ?? "builtin";
  site = makeSite(await documentedFrom(source));
  again = makeSite(await documentedFrom(source));
  markdown = makeMarkdown(await documentedFrom(source));
});

test("no page is larger than 300 KB, in Markdown neither", () => {
  const large = [...site.files, ...markdown.files]
    .filter(({ path }) => /\.(?:html|md)$/.test(path))
    .filter(({ text }) => Buffer.byteLength(text) > 300_000)
    .map(({ path }) => path);
  expect(large).toEqual([]);
});

test("every link within the site leads to a page, and to what is on it", () => {
  const anchors = new Map(
    site.files.map(({ path, text }) => [
      path,
      new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)),
    ]),
  );
  const broken: string[] = [];
  let followed = 0;
  for (const { path, text } of site.files) {
    if (!path.endsWith(".html")) continue;
    for (const [, link = ""] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^https?:/.test(link)) continue;
      followed += 1;
      const { pathname, hash } = new URL(link, `file:///${path}`);
      const ids = anchors.get(decodeURIComponent(pathname).slice(1));
      if (ids === undefined || (hash !== "" && !ids.has(hash.slice(1))))
        broken.push(`${path}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
  expect(followed).toBeGreaterThan(20_000);
});

test("the same documents give the same bytes", () => {
  expect(again).toEqual(site);
});
