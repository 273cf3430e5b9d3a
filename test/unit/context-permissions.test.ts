import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { changeContext } from "../../generator/context/change.js";
import type { Diagnostic } from "../../generator/diagnostics.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { problemsOf } from "./source-fixtures.js";

const text = "contexts:\n- name: a\n  context: {}\n";
const used = `current-context: a\n${text}`;
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** Uses the context as someone who is not allowed everything. */
async function useAsNobody(
  ...files: readonly string[]
): Promise<readonly Diagnostic[]> {
  const environment = { KUBECONFIG: files.join(delimiter) };
  const use = (): Promise<unknown> =>
    changeContext(
      { kind: "use", name: "a" },
      { environment },
      { milliseconds: 0 },
    );
  if (isRoot) become(nobody);
  try {
    return await problemsOf(use);
  } finally {
    if (isRoot) become(0);
  }
}

function become(id: number): void {
  // Each needs the rights of root: they come back first, and go last.
  if (id === 0) process.seteuid?.(0);
  process.setegid?.(id);
  if (id !== 0) process.seteuid?.(id);
}

/** A folder with a kubeconfig that belongs to that someone. */
function newFolder(): { readonly folder: string; readonly file: string } {
  const folder = temporaryFolder();
  const file = join(folder, "config");
  writeFiles(folder, { config: text });
  if (isRoot)
    for (const path of [folder, file]) chownSync(path, nobody, nobody);
  return { folder, file };
}

const read = (file: string): string => readFileSync(file, "utf8");

test("a file that is read-only stays so, whatever its folder allows", async () => {
  const { folder, file } = newFolder();
  chmodSync(file, 0o444);
  const problems = await useAsNobody(file);
  expect(problems).toMatchObject([
    {
      code: "kubeconfig-not-writable",
      message: `"${file}" cannot be changed (EACCES), and is as it was`,
    },
  ]);
  expect([read(file), readdirSync(folder)]).toEqual([text, ["config"]]);
});

test("a file in a folder that cannot be written is not changed, and is no obstacle to another", async () => {
  const fixed = newFolder();
  chmodSync(fixed.folder, 0o555);
  const { file } = newFolder();
  expect(await useAsNobody(fixed.file)).toMatchObject([
    {
      code: "kubeconfig-not-writable",
      message: expect.stringContaining("no lock file can be made") as string,
    },
  ]);
  expect(await useAsNobody(file, fixed.file)).toEqual([]);
  expect([read(file), read(fixed.file)]).toEqual([used, text]);
});

test.runIf(isRoot)(
  "a file that belongs to someone else is not made one's own",
  async () => {
    const { folder, file } = newFolder();
    chownSync(file, 0, 0);
    chmodSync(file, 0o666);
    expect(await useAsNobody(file)).toMatchObject([
      { code: "kubeconfig-not-writable" },
    ]);
    expect([read(file), statSync(file).uid]).toEqual([text, 0]);
    expect(readdirSync(folder)).toEqual(["config"]);
  },
);
