import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { treeOf } from "../unit/source-fixtures.js";
import { kubewright, type Outcome } from "./command-line.js";
// It is loaded when it is needed, which on a slow machine is more than the time of a test.
import "../../generator/cli/docs.js";

const cases = join(import.meta.dirname, "../diff/cases/field-removed");
const [old, next] = [join(cases, "old.yaml"), join(cases, "new.yaml")];

function docs(out: string, ...args: readonly string[]): Promise<Outcome> {
  return kubewright(["docs", "--from", next, "--out", out, ...args]);
}

describe("docs --since", () => {
  test.each([
    ["html", 'href="upgrade.html"', "upgrade.html"],
    ["markdown", "[what changed](upgrade.md)", "upgrade.md"],
  ])(
    "as %s tells what changed on a page that the first one leads to",
    async (format, link, page) => {
      const out = join(temporaryFolder(), "site");
      const { code, stderr } = await docs(
        out,
        ...["--since", old, "--format", format],
      );
      expect([code, stderr], stderr).toEqual([
        0,
        expect.stringMatching(/^wrote .*site: \d+ pages in \d+ files/m),
      ]);
      const first = page.replace("upgrade", "index");
      expect(readFileSync(join(out, first), "utf8")).toContain(link);
      const told = readFileSync(join(out, page), "utf8");
      expect(told).toContain(`Since ${old}`);
      expect(told).toMatch(/color.*is gone/);
      expect(told).toContain("1 breaking, 0 risky, 0 safe");
      // Without it, there is no such page any more.
      expect((await docs(out, "--format", format)).code).toBe(0);
      expect(existsSync(join(out, page))).toBe(false);
      expect(readFileSync(join(out, first), "utf8")).not.toContain(link);
    },
  );

  test.each([
    ["none.yaml", /error\[source-not-found\]: .*none\.yaml/],
    ["broken.yaml", /broken\.yaml:\d+.*error\[invalid-yaml\]/],
    ["text.yaml", /text\.yaml: error\[wrong-shape\]/],
  ])(
    "of %s is refused by its name, and nothing is written",
    async (name, told) => {
      const folder = temporaryFolder();
      writeFiles(folder, { "broken.yaml": "a: [\n", "text.yaml": "text\n" });
      const since = ["--since", join(folder, name)];
      const fresh = join(folder, "fresh");
      const { code, stdout, stderr } = await docs(fresh, ...since);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(told);
      expect(existsSync(fresh)).toBe(false);

      const site = join(folder, "site");
      await docs(site);
      const before = treeOf(site);
      expect((await docs(site, ...since)).code).toBe(1);
      expect(treeOf(site)).toEqual(before);
    },
  );
});
