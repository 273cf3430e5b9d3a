import {
  chmodSync,
  existsSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { problemsOf, treeOf } from "./source-fixtures.js";
import { besides, newFolder, write } from "./write-fixtures.js";

const first = { "index.ts": "1\n", "core/v1/types.ts": "pod\n" };

describe("a folder that is not fit for a client is refused", () => {
  const codes = async (folder: string): Promise<readonly string[]> =>
    (await problemsOf(() => write(folder, first))).map(({ code }) => code);

  test.each(["package.json", ".git"])("one with a %s", async (name) => {
    const folder = newFolder();
    writeFiles(folder, { [name]: "{}" });
    expect(await codes(folder)).toEqual(["unsafe-output-folder"]);
    expect(Object.keys(treeOf(folder))).toEqual([name]);
  });

  test("the working directory, those above it, the home and the root", async () => {
    for (const folder of [".", "..", process.cwd(), homedir(), "/"])
      expect(await codes(folder)).toEqual(["unsafe-output-folder"]);
    const link = join(temporaryFolder(), "link");
    symlinkSync(process.cwd(), link);
    expect(await codes(link)).toEqual(["unsafe-output-folder"]);
  });

  test("a file", async () => {
    const folder = newFolder();
    writeFileSync(folder, "mine");
    expect(await codes(folder)).toEqual(["output-is-a-file"]);
    expect(await codes(join(folder, "below"))).toEqual(["output-not-writable"]);
    expect(readFileSync(folder, "utf8")).toBe("mine");
  });

  test("a link to nothing, and what is below it", async () => {
    const link = newFolder();
    symlinkSync("gone", link);
    for (const folder of [link, join(link, "below/k8s")])
      expect(await problemsOf(() => write(folder, first))).toMatchObject([
        {
          code: "dangling-link",
          message: expect.stringContaining(
            `"${link}" is a symbolic link to "gone"`,
          ) as string,
        },
      ]);
    expect(besides(link)).toEqual([]);
  });

  test.runIf(process.getuid?.() !== 0)(
    "one that may not be written",
    async () => {
      const folder = newFolder();
      chmodSync(dirname(folder), 0o500);
      onTestFinished(() => chmodSync(dirname(folder), 0o700));
      expect(await codes(folder)).toEqual(["output-not-writable"]);
    },
  );

  test("one on a file system that cannot be written", async () => {
    expect(await codes("/proc/kubewright/k8s")).toEqual([
      "output-not-writable",
    ]);
  });
});

describe("paths", () => {
  test.each([
    "../x.ts",
    "/etc/x.ts",
    "a//b.ts",
    "./a.ts",
    "a/../../b.ts",
    "a\\b.ts",
    "C:/x.ts",
    "a./b.ts",
    "a\u0000.ts",
    "con/x.ts",
    "aux.ts",
    "",
  ])("%j does not leave the folder", async (path) => {
    const folder = newFolder();
    expect(await problemsOf(() => write(folder, { [path]: "" }))).toMatchObject(
      [{ code: "unsafe-path" }],
    );
    expect(besides(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ["a/Types.ts", "a/types.ts"],
    ["A/x.ts", "a/y.ts"],
    ["a", "a/b"],
    ["A", "a/b"],
    ["\u00e9.ts", "e\u0301.ts"],
  ])("%j and %j do not stand beside each other", async (one, other) => {
    const run = () => write(newFolder(), { [one]: "", [other]: "" });
    expect(await problemsOf(run)).toMatchObject([{ code: "path-conflict" }]);
  });
});
