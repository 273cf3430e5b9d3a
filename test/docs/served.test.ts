import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listen } from "../../generator/cli/site-server.js";
import { Diagnostics } from "../../generator/diagnostics.js";
import { makeSite } from "../../generator/docs/site.js";
import { writeSite } from "../../generator/docs/write-site.js";
import { hasChromium, startChromium } from "../cluster/browser.js";
import { documentedFrom } from "./documented.js";

test.skipIf(!hasChromium)(
  "a site that is served is searched and followed in a browser, which says nothing and asks nobody else",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "kubewright-served-"));
    const server = await listen(0);
    const browser = await startChromium();
    try {
      const site = makeSite(
        await documentedFrom("builtin", { include: ["apps"] }),
      );
      const out = join(folder, "site");
      writeSite(out, site, { kind: "builtin" }, [], new Diagnostics());
      server.show(
        out,
        site.files.map(({ path }) => path),
      );
      const said: string[] = [];
      const page = await browser.newPage();
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(String(error)));
      page.on("request", (request) => {
        if (!request.url().startsWith(server.address)) said.push(request.url());
      });
      await page.goto(`${server.address}apps/v1`);
      expect(page.url()).toBe(`${server.address}apps/v1/`);
      await page.keyboard.press("/");
      await page.keyboard.type("deploy.spec.strat");
      await page.locator('[role="option"] code').first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/Deployment\.html#\.spec\.strategy$/);
      await page.locator('[id=".spec.strategy.type"]').waitFor();
      expect(said).toEqual([]);
    } finally {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    }
  },
);
