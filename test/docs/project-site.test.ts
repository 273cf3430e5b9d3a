import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectSite } from "../../docs/site/project-site.js";
import { Diagnostics } from "../../generator/diagnostics.js";
import type { Site } from "../../generator/docs/site.js";
import { writeSite } from "../../generator/docs/write-site.js";
import { hasChromium, startChromium } from "../cluster/browser.js";
import { root } from "../unit/source-imports.js";
import { accessible, openPage, type OpenPage } from "./open-page.js";

let site: Site;
beforeAll(async () => {
  site = await projectSite(root);
});

test("every link of the project's site leads to a page, and to what is on it", () => {
  const anchors = new Map(
    site.files.map(({ path, text }) => [
      path,
      new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)),
    ]),
  );
  const broken: string[] = [];
  for (const { path, text } of site.files) {
    if (!path.endsWith(".html")) continue;
    for (const [, link = ""] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^https?:/.test(link)) continue;
      const { pathname, hash } = new URL(link, `file:///${path}`);
      const ids = anchors.get(decodeURIComponent(pathname).slice(1));
      const id = decodeURIComponent(hash).slice(1);
      if (
        ids === undefined ||
        !(id === "" || ids.has(id) || ids.has(hash.slice(1)))
      )
        broken.push(`${path}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});

describe.skipIf(!hasChromium)("the project's site in a browser", () => {
  let folder = "";
  let browser: Browser | undefined;
  const on: OpenPage = (...how) => openPage(browser!, folder, ...how);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-project-site-"));
    writeSite(folder, site, { kind: "builtin" }, [], new Diagnostics());
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    "index.html",
    "cli.html",
    "migration/client-node.html",
    "decisions/index.html",
    "examples/controller/index.html",
    "examples/controller/controller.ts.html",
  ])("%s fits a phone, and everyone can use it, dark as well", async (path) => {
    await on(
      path,
      async (page) => {
        expect(await page.evaluate("document.body.scrollWidth")).toBe(360);
        await accessible(page);
        await page.emulateMedia({ colorScheme: "dark" });
        await accessible(page);
      },
      { viewport: { width: 360, height: 740 } },
    );
  });

  test("leads to the reference and back, and finds what a section says", async () => {
    await on("client.html", async (page) => {
      await page.getByRole("link", { name: "Reference", exact: true }).click();
      await page.waitForURL(/\/reference\/index\.html$/);
      await page.getByRole("link", { name: "apps/v1" }).first().click();
      await page.getByRole("link", { name: "Guide", exact: true }).click();
      await page.waitForURL(/(?<!reference)\/index\.html$/);
      await page.keyboard.press("/");
      await page.keyboard.type("exit codes");
      await page.locator('[role="option"]').first().waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/cli\.html#exit-codes$/);
    });
  });
});
