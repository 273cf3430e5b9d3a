import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { writeSite } from "../../generator/docs/write-site.js";
import { problemsOf, treeOf } from "./source-fixtures.js";
import { newFolder, write } from "./write-fixtures.js";

const first = { "index.ts": "1\n", "core/v1/types.ts": "pod\n" };

const paths = (files: readonly { readonly path: string }[]) =>
  files.map(({ path }) => path);

describe("the manifest of a client", () => {
  test("is made again where it alone was deleted", async () => {
    const folder = newFolder();
    write(folder, first);
    const path = join(folder, "manifest.json");
    const text = readFileSync(path, "utf8");
    rmSync(path);
    const { created, updated, unchanged } = write(folder, first);
    expect([paths(created), updated]).toEqual([["manifest.json"], []]);
    expect(unchanged).toEqual(["core/v1/types.ts", "index.ts"]);
    expect(readFileSync(path, "utf8")).toBe(text);
    rmSync(path);
    const other = { ...first, "index.ts": "2\n" };
    expect(await problemsOf(() => write(folder, other))).toMatchObject([
      { code: "foreign-file" },
    ]);
  });

  test.each([
    ["<<<<<<< ours", "marks of a merge", "take either side"],
    ["oops", "cannot be read any more", "take it back"],
  ])("with the line %j is not guessed at", async (line, message, hint) => {
    const folder = newFolder();
    write(folder, first);
    const path = join(folder, "manifest.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace("{\n", `{\n${line}\n`));
    const before = treeOf(folder);
    expect(await problemsOf(() => write(folder, first))).toEqual([
      expect.objectContaining({
        code: "bad-manifest",
        message: expect.stringContaining(message) as string,
        hint: expect.stringContaining(hint) as string,
        at: { document: path },
      }),
    ]);
    expect(treeOf(folder)).toEqual(before);
  });

  test("keeps a site from a client's folder, and a client from a site's", async () => {
    const ofClient = newFolder();
    write(ofClient, first);
    const ofSite = newFolder();
    const put = (folder: string): void => {
      const files = [{ path: "index.html", text: "" }];
      const site = { files, pages: 1 };
      writeSite(folder, site, { kind: "file" }, [], new Diagnostics());
    };
    put(ofSite);
    const before = [treeOf(ofClient), treeOf(ofSite)];
    for (const [work, message] of [
      [() => put(ofClient), "holds a client that kubewright generated"],
      [() => write(ofSite, first), "holds a site that kubewright generated"],
    ] as const)
      expect(await problemsOf(work)).toEqual([
        expect.objectContaining({
          code: "foreign-file",
          message: expect.stringContaining(message) as string,
        }),
      ]);
    expect([treeOf(ofClient), treeOf(ofSite)]).toEqual(before);
    put(ofSite);
  });
});
