import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { Browser, Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, inject } from "vitest";
import { build } from "vite";

import type { Kubernetes } from "../../output/index.js";
import { hasChromium, startChromium } from "./browser.js";
import { startKubectlProxy } from "./fetch-client.js";
import { projectFolder } from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";

const { kubeconfig, whole, kubectl } = inject("cluster");

/** Builds the example as its README does. Gives the folder. */
async function builtDashboard(): Promise<string> {
  const outDir = join(dirname(kubeconfig), uniqueName("dashboard"));
  await build({
    root: join(projectFolder, "examples/dashboard"),
    base: "./",
    configFile: false,
    logLevel: "error",
    build: { outDir },
  });
  return outDir;
}

/** Pods that kwok plays: one whose image nobody can pull, and others that run. */
async function createPods(k8s: Kubernetes, namespace: string): Promise<void> {
  const images = { "web-0": "web:1", "web-1": "web:1", api: "api:2" };
  const all = { ...images, broken: "missing.example.com/none:1" };
  for (const [name, image] of Object.entries(all))
    await k8s.core.v1.pods(namespace).create({
      metadata: { name },
      spec: { containers: [{ name: "main", image }] },
    });
}

describe.runIf(whole && kubectl !== undefined && hasChromium)(
  "the dashboard, in Chromium behind kubectl proxy",
  () => {
    let browser: Browser;
    let dashboard: string;
    beforeAll(async () => {
      dashboard = await builtDashboard();
      browser = await startChromium();
      return () => browser.close();
    });

    /** Where pictures are: to be looked at after a run, so nothing deletes them. */
    const pictures = mkdtemp(join(tmpdir(), "kubewright-dashboard-"));

    async function picture(page: Page, name: string): Promise<void> {
      const path = join(await pictures, `${name}.png`);
      const { length } = await page.screenshot({ path, fullPage: true });
      expect(length).toBeGreaterThan(10_000);
    }

    const rowOf = (page: Page, namespace: string, name: string): Locator =>
      page.locator(`[data-pod="${namespace}/${name}"]`);

    test("shows pods as they come, run and go", async ({ k8s, namespace }) => {
      const proxy = await startKubectlProxy(dashboard);
      const page = await browser.newPage({
        viewport: { width: 1200, height: 800 },
        colorScheme: "light",
      });
      page.setDefaultTimeout(60_000);
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      try {
        await page.goto(`${proxy.server}/static/`);
        const connection = page.locator('#connection[data-state="live"]');
        await connection.waitFor();
        await page.selectOption("#namespace", namespace);
        await page.locator("#empty").waitFor();

        await createPods(k8s, namespace);
        for (const name of ["web-0", "web-1", "api"])
          await rowOf(page, namespace, name)
            .filter({ hasText: "Running" })
            .filter({ hasText: "1/1" })
            .waitFor();
        await rowOf(page, namespace, "broken")
          .filter({ hasText: "ImagePullBackOff" })
          .waitFor();
        const names = page.locator("tbody tr td:nth-child(2)");
        expect(await names.allTextContents()).toEqual([
          "api",
          "broken",
          "web-0",
          "web-1",
        ]);
        const counted = page.locator("#phases li");
        expect(await counted.allTextContents()).toEqual([
          "3Running",
          "0Pending",
          "0Succeeded",
          "1Failed",
          "0Terminating",
        ]);
        const ground = (): Promise<unknown> =>
          page.evaluate(
            "getComputedStyle(document.body.parentElement).backgroundColor",
          );
        expect(await ground()).toBe("rgb(245, 246, 248)");
        await picture(page, "light");
        await page.click("#theme");
        expect(await ground()).toBe("rgb(15, 18, 23)");
        await picture(page, "dark");

        await k8s.core.v1.pods(namespace).delete("web-1");
        await rowOf(page, namespace, "web-1").waitFor({ state: "detached" });
        await page.locator("#phases li", { hasText: "2Running" }).waitFor();

        await page.selectOption("#namespace", "");
        await rowOf(page, namespace, "web-0").waitFor();

        await proxy.stop();
        await page.locator('#connection[data-state="broken"]').waitFor();
        expect(await page.textContent("#error")).toContain("no answer from");
        await picture(page, "broken");
        expect(complaints).toEqual([]);
      } finally {
        await page.close();
        await proxy.stop();
      }
    });
  },
);
