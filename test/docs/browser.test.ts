import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareModels } from "../../generator/diff/compare.js";
import { Diagnostics } from "../../generator/diagnostics.js";
import { makeSite } from "../../generator/docs/site.js";
import { writeSite } from "../../generator/docs/write-site.js";
import { hasChromium, startChromium } from "../cluster/browser.js";
import { documentedFrom } from "./documented.js";
import { accessible, openPage, type OpenPage } from "./open-page.js";

describe.skipIf(!hasChromium)("the site in a browser, from the disk", () => {
  let folder = "";
  let browser: Browser | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-site-"));
    const documented = await documentedFrom("builtin");
    const old = await documentedFrom("builtin", { exclude: ["apps/v1"] });
    const site = makeSite({
      ...documented,
      since: {
        name: "v1",
        old: "old (v1)",
        next: "new (v2)",
        changes: compareModels(old.model, documented.model),
        oldModel: old.model,
        compared: documented.model,
      },
    });
    const out = join(folder, "site");
    writeSite(out, site, { kind: "builtin" }, [], new Diagnostics());
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const on: OpenPage = (...how) =>
    openPage(browser!, join(folder, "site"), ...how);

  const results = async (page: Page): Promise<readonly string[]> =>
    page.$$eval('[role="option"] code', (all) =>
      all.map((one) => one.textContent),
    );

  test("finds a path by the keyboard alone, and opens the way to its field", async () => {
    await on("index.html", async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("deploy.spec.strat");
      await expect
        .poll(() => results(page))
        .toEqual(["Deployment.spec.strategy"]);
      await page.keyboard.press("Enter");
      await page.waitForURL(/Deployment\.html#\.spec\.strategy$/);
      await page.locator('[id=".spec.strategy.type"]').waitFor();
      expect(
        await page.locator('[id=".spec.template.metadata"]').isVisible(),
      ).toBe(false);
    });
  });

  test("finds kinds by their words, with typos, and the arrows choose", async () => {
    await on("apps/v1/index.html", async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("deplyoment");
      await expect
        .poll(async () => (await results(page))[0])
        .toMatch(/^Deployment/);
      await page.keyboard.press("ArrowDown");
      expect(await page.getAttribute("input", "aria-activedescendant")).toBe(
        "-result-1",
      );
      await page.keyboard.press("Escape");
      expect(await page.locator('[role="option"]').first().isVisible()).toBe(
        false,
      );
    });
  });

  test("is dark where the system is, and as one chooses", async () => {
    const background = (page: Page): Promise<unknown> =>
      page.evaluate("getComputedStyle(document.body).backgroundColor");
    await on(
      "apps/v1/deployments.html",
      async (page) => {
        const dark = await background(page);
        await page.getByRole("button", { name: "Use the light theme" }).click();
        expect(await background(page)).not.toBe(dark);
        await page.getByRole("button", { name: "Use the dark theme" }).click();
        expect(await background(page)).toBe(dark);
        await accessible(page);
      },
      { colorScheme: "dark" },
    );
  });

  test.each([
    "index.html",
    "deprecated.html",
    "core/v1/index.html",
    "core/v1/pods.html",
    "core/v1/types/Pod.html",
    "apps/v1/index.html",
    "kinds.html",
    "sizes.html",
    "upgrade.html",
  ])("%s fits a phone, and everyone can use it", async (path) => {
    await on(
      path,
      async (page) => {
        const width = await page.evaluate("document.body.scrollWidth");
        expect(width).toBe(360);
        await accessible(page);
      },
      { viewport: { width: 360, height: 740 } },
    );
  });

  test.each(["core/v1/pods.html", "kinds.html", "sizes.html", "upgrade.html"])(
    "%s can be used by everyone in the dark as well",
    async (path) => {
      await on(path, accessible, { colorScheme: "dark" });
    },
  );

  test("a kind in a picture leads to its page", async () => {
    await on("apps/v1/deployments.html", async (page) => {
      const pod = page.locator(".links a").filter({ hasText: "Pod, v1: " });
      await pod.click();
      await page.waitForURL(/core\/v1\/pods\.html$/);
    });
  });

  test("unfolds without JavaScript", async () => {
    await on(
      "core/v1/types/Pod.html",
      async (page) => {
        await page.locator('[id=".spec"] summary').first().click();
        expect(await page.locator('[id=".spec.nodeName"]').isVisible()).toBe(
          true,
        );
      },
      { javaScriptEnabled: false },
    );
  });

  test("prints what is folded", async () => {
    await on(
      "core/v1/types/Pod.html",
      async (page) => {
        const field = page.locator('[id=".spec.nodeName"]');
        expect(await field.isVisible()).toBe(false);
        await page.emulateMedia({ media: "print" });
        expect(await field.isVisible()).toBe(true);
      },
      { javaScriptEnabled: false },
    );
  });
});
