import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { kubewright } from "../cli/command-line.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import {
  captureOf,
  documentOf,
  hashOf,
  treeOf,
} from "../unit/source-fixtures.js";

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

/** Runs `generate`, which has to end with one error, having written nothing. */
async function refused(
  from: string,
  code: string,
  message: RegExp,
): Promise<string> {
  const before = treeOf(folder);
  const out = join(folder, "k8s");
  const outcome = await kubewright(["generate", "--out", out, "--from", from]);
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(outcome.stderr.match(/error\[.+?\]/g)).toEqual([`error[${code}]`]);
  expect(outcome.stderr).toMatch(message);
  expect(outcome.stderr).not.toMatch(/^ {4}at /m);
  expect(treeOf(folder)).toEqual(before);
  return outcome.stderr;
}

describe("what goes into the output", () => {
  const core = documentOf("", "v1", "Pod");
  const inject = "process.exit(7)";

  test("takes no version and no hash that is not one", async () => {
    const from = join(folder, "from");
    const out = join(folder, "k8s");
    const files = captureOf({ "api/v1": core });
    const index = {
      "api/v1": { serverRelativeURL: "/openapi/v3/api/v1?hash=00zz" },
    };
    writeFiles(from, {
      ...files,
      "index.json": JSON.stringify({ paths: index }),
      "_version.json": JSON.stringify({ gitVersion: `v1.37\n${inject}` }),
    });
    const args = ["generate", "--out", out, "--from", from];
    expect((await kubewright(args)).code).toBe(0);
    const written = treeOf(out);
    expect(JSON.stringify(written)).not.toContain(inject);
    const manifest = JSON.parse(written["manifest.json"] ?? "") as object;
    expect(manifest).toMatchObject({
      source: { kind: "directory" },
      documents: { "api/v1": hashOf(JSON.stringify(core)) },
    });
  });

  test.each(["apis__a\tb__v1_openapi.json", "apis____v1_openapi.json"])(
    "is of no document that is called %j",
    async (name) => {
      const from = join(folder, "from");
      writeFiles(from, { [name]: JSON.stringify(core) });
      await refused(from, "bad-index-key", /is no name of a document/);
    },
  );

  test("is of no file whose paths hold anything", async () => {
    const paths = { [`/apis/a\n${inject}/v1/pods`]: {} };
    const path = join(folder, "document.json");
    writeFileSync(path, JSON.stringify({ openapi: "3.0.0", paths }));
    await refused(path, "bad-index-key", /is no name of a document/);
  });

  test("is of no group that is called as the core group is", async () => {
    const from = join(folder, "from");
    const other = documentOf("core", "v1", "Widget");
    writeFiles(from, captureOf({ "api/v1": core, "apis/core/v1": other }));
    const stderr = await refused(
      from,
      "group-name-clash",
      /"apis\/core\/v1" .*"api\/v1"/,
    );
    expect(stderr).not.toContain("operation-lost");
  });
});

describe("a prettier configuration", () => {
  test.each([
    [".prettierrc", "{", "\\.prettierrc: "],
    [".prettierrc.json", "{", "\\.prettierrc\\.json: "],
    [".prettierrc", '{"plugins": ["prettier-plugin-gone"]}', "-plugin-gone"],
    [".prettierrc", '{"printWidth": "wide"}', "printWidth"],
  ])("%s that is %j", async (name, text, message) => {
    const from = join(folder, "from");
    writeFiles(from, captureOf({ "api/v1": documentOf("", "v1", "Pod") }));
    writeFiles(folder, { [name]: text });
    await refused(from, "bad-prettier-config", new RegExp(message));
  });
});
