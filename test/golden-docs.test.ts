import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toolVersion } from "../generator/package-folder.js";
import { kubewright } from "./cli/command-line.js";
import { temporaryFolder } from "./runtime/servers.js";
import {
  differing,
  readPinned,
  writePinned,
  type Pinned,
} from "./unit/golden-case.js";
import { treeOf } from "./unit/source-fixtures.js";

/**
 * Every folder of test/golden-docs is a small reference site, which `kubewright docs` makes:
 *
 *   input/     what a server would publish
 *   old/       what it is compared with; may be absent
 *   expected/  the pages that must come out, byte for byte
 *   why.md     what the case pins
 *
 * As those of test/golden they are rewritten by `UPDATE_GOLDEN=1 npm test`, and never with CI set.
 */
const folder = "test/golden-docs";
const updates = process.env["UPDATE_GOLDEN"] === "1" && !process.env["CI"];

describe.each(readdirSync(folder))("the site of %s", (name) => {
  const own = join(folder, name);

  test("has the pages that are expected", async () => {
    const pages = await pagesOf(own);
    if (updates) writePinned(own, pages);
    const [actual, expected] = differing(pages, readPinned(own));
    const command = `UPDATE_GOLDEN=1 npx vitest run test/golden-docs.test.ts -t "${name} "`;
    expect(actual, `if it is meant so: ${command}`).toBe(expected);
  });

  test("says why it is there", () => {
    expect(readFileSync(join(own, "why.md"), "utf8").trim()).not.toBe("");
  });
});

/** The pages, without what is the same on each site; and with no version of the tool, so that a release changes no case. */
async function pagesOf(own: string): Promise<Pinned> {
  const out = join(temporaryFolder(), "site");
  const old = join(own, "old");
  const since = existsSync(old) ? ["--since", old] : [];
  const { code, stderr } = await kubewright([
    ...["docs", "--from", join(own, "input"), "--out", out, "--quiet"],
    ...since,
  ]);
  expect([code, stderr]).toEqual([0, ""]);
  return Object.fromEntries(
    Object.entries(treeOf(out))
      .filter(([path]) => path.endsWith(".html"))
      .map(([path, text = ""]) => [
        `expected/${path}`,
        text.replaceAll(`kubewright ${toolVersion}`, "kubewright 0.0.0"),
      ]),
  );
}
