import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";

const axe = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** Opens a page of a site by its path in it, with `#` and an anchor, works on it, and closes it. */
export type OpenPage = (
  path: string,
  work: (page: Page) => Promise<void>,
  options?: BrowserContextOptions,
) => Promise<void>;

/** Opens a page from the disk, which has to ask for nothing elsewhere, and to say nothing on the console. */
export async function openPage(
  browser: Browser,
  site: string,
  ...[path, work, options = {}]: Parameters<OpenPage>
): Promise<void> {
  const context = await browser.newContext(options);
  const said: string[] = [];
  const page = await context.newPage();
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) said.push(request.url());
  });
  const [file, hash = ""] = path.split("#");
  const url = pathToFileURL(join(site, file ?? ""));
  url.hash = hash;
  await page.goto(url.href);
  await work(page);
  expect(said).toEqual([]);
  await context.close();
}

/** Holds that everyone can use a page, as far as axe can tell. */
export async function accessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    "axe.run(document, { preload: false }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
  );
  expect(found).toEqual([]);
}
