import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ContextChange } from "../../generator/context/change.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import {
  besides,
  change,
  newFile,
  read,
  text,
  useB,
  used,
} from "./context-files.js";
import { problemsOf } from "./source-fixtures.js";

describe("the file that is changed", () => {
  test("keeps its permissions, and nothing is left beside it", async () => {
    const file = newFile();
    for (const mode of [0o600, 0o640, 0o666]) {
      writeFileSync(file, text);
      chmodSync(file, mode);
      await change(useB, [file]);
      expect(read(file)).toBe(used);
      expect(statSync(file).mode & 0o777).toBe(mode);
      expect(besides(file)).toEqual(["config"]);
    }
  });

  test.runIf(process.getuid?.() === 0)("keeps its owner", async () => {
    const file = newFile();
    chownSync(file, 1234, 4321);
    await change(useB, [file]);
    expect(read(file)).toBe(used);
    expect(statSync(file)).toMatchObject({ uid: 1234, gid: 4321 });
  });

  test("is replaced where a link leads to it, and the link stays", async () => {
    const target = newFile();
    const link = join(temporaryFolder(), "config");
    symlinkSync(target, link);
    await change(useB, [link]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(read(target)).toBe(used);
    expect([besides(link), besides(target)]).toEqual([["config"], ["config"]]);
  });

  test("is not touched where there is nothing to change", async () => {
    const file = newFile();
    const before = statSync(file, { bigint: true });
    const outcome = await change({ kind: "use", name: "a" }, [file]);
    expect(outcome).toEqual({ file, wasCurrent: true });
    const { ino, mtimeNs } = statSync(file, { bigint: true });
    expect([ino, mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test("takes the place of what a killed run left beside it", async () => {
    const file = newFile();
    writeFileSync(join(file, "../.config.kubewright-next"), "half");
    await change(useB, [file]);
    expect([read(file), besides(file)]).toEqual([used, ["config"]]);
  });

  test("keeps its encoding", async () => {
    const utf16 = (content: string): Buffer =>
      Buffer.from(`\ufeff${content}`, "utf16le");
    for (const encode of [
      (content: string) => Buffer.from(`\ufeff${content}`),
      utf16,
      (content: string) => utf16(content).swap16(),
    ]) {
      const file = newFile(encode(text));
      await change(useB, [file]);
      expect(readFileSync(file)).toEqual(encode(used));
    }
  });

  test("is left alone where it is in no encoding at all", async () => {
    const bytes = Buffer.concat([Buffer.from(text), Buffer.of(0x23, 0xff)]);
    const file = newFile(bytes);
    const problems = await problemsOf(() => change(useB, [file]));
    expect(problems).toMatchObject([{ code: "kubeconfig-not-editable" }]);
    expect(readFileSync(file)).toEqual(bytes);
    expect(besides(file)).toEqual(["config"]);
  });
});

describe("with several files", () => {
  test("the current context is written to the first that is there", async () => {
    const folder = temporaryFolder();
    const [a, b] = ["modify-a", "modify-b"].map((name) => join(folder, name));
    const one = "contexts: [{name: b, context: {}}]\n";
    writeFiles(folder, { "modify-a": text, "modify-b": one });
    const files = [join(folder, "none"), `${b}`, `${a}`];
    const outcome = await change({ kind: "use", name: "b" }, files);
    expect(outcome).toEqual({ file: b, wasCurrent: false });
    expect(read(`${b}`)).toBe(
      "current-context: b\ncontexts: [{name: b, context: {}}]\n",
    );
    expect(read(`${a}`)).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(["modify-a", "modify-b"]);
  });

  test("a current context that is renamed changes in two of them, or in none", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { first: "current-context: a\n", "second/file": text });
    const files = [join(folder, "first"), join(folder, "second/file")];
    const rename: ContextChange = { kind: "rename", name: "a", to: "z" };
    // What stands in the way of the second must not be noticed after the first is written.
    const obstacle = join(folder, "second/.file.kubewright-next");
    mkdirSync(obstacle);
    const problems = await problemsOf(() => change(rename, files));
    expect(problems).toMatchObject([{ code: "kubeconfig-not-writable" }]);
    expect(files.map(read)).toEqual(["current-context: a\n", text]);
    expect(readdirSync(folder).sort()).toEqual(["first", "second"]);
    expect(besides(`${files[1]}`).sort()).toEqual([
      ".file.kubewright-next",
      "file",
    ]);

    writeFiles(folder, { third: text });
    files[1] = join(folder, "third");
    await change(rename, files);
    expect(files.map(read)).toEqual([
      "current-context: z\n",
      text.replace("name: a", "name: z"),
    ]);
  });
});
