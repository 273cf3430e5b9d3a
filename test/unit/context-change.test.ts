import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  changeContext,
  type ChangedContext,
  type ContextChange,
} from "../../generator/context/change.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { problemsOf } from "./source-fixtures.js";

const text =
  "# mine\ncontexts:\n- name: a\n  context: {cluster: c}\n- name: b\n  context: {cluster: c}\ncurrent-context: a\n";
const used = text.replace("current-context: a", "current-context: b");

/** Changes the contexts of the files, by the rules of $KUBECONFIG. */
function change(
  wanted: ContextChange,
  files: readonly string[],
  milliseconds = 0,
): Promise<ChangedContext> {
  const environment = { KUBECONFIG: files.join(delimiter) };
  return changeContext(wanted, { environment }, { milliseconds });
}

const useB: ContextChange = { kind: "use", name: "b" };

function newFile(content: string | Uint8Array = text): string {
  const file = join(temporaryFolder(), "config");
  writeFileSync(file, content);
  return file;
}

const read = (file: string): string => readFileSync(file, "utf8");
const besides = (file: string): string[] => readdirSync(join(file, ".."));

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

describe("a lock file", () => {
  test("of kubectl's is respected, and named", async () => {
    const file = newFile();
    // As client-go makes it: empty, and nobody may read it.
    writeFileSync(`${file}.lock`, "", { mode: 0 });
    const [problem] = await problemsOf(() => change(useB, [file], 150));
    expect(problem?.code).toBe("kubeconfig-locked");
    expect(problem?.message).toContain("another program, such as kubectl");
    expect(problem?.hint).toContain(`delete "${file}.lock"`);
    expect([read(file), existsSync(`${file}.lock`)]).toEqual([text, true]);
  });

  test("of kubewright's says whose it is", async () => {
    const file = newFile();
    writeFileSync(`${file}.lock`, '{"process":123,"host":"h"}\n');
    const [problem] = await problemsOf(() => change(useB, [file]));
    expect(problem?.message).toContain("kubewright (process 123 on h)");
  });

  test("beside any of the files that are read, or a link leads to, counts", async () => {
    const target = newFile();
    const folder = temporaryFolder();
    writeFiles(folder, { other: "contexts:\n" });
    const link = join(folder, "link");
    symlinkSync(target, link);
    const files = [join(folder, "none"), link, join(folder, "other")];
    for (const locked of [...files, target]) {
      writeFileSync(`${locked}.lock`, "");
      const problems = await problemsOf(() => change(useB, files));
      expect(problems).toMatchObject([{ code: "kubeconfig-locked" }]);
      expect(readdirSync(folder).filter((n) => n.endsWith(".lock"))).toEqual(
        files.includes(locked)
          ? [`${locked.slice(folder.length + 1)}.lock`]
          : [],
      );
      expect(read(target)).toBe(text);
      removeLock(locked);
    }
    await change(useB, files);
    expect(read(target)).toBe(used);
  });

  test("that goes away lets the change go on, on what is there then", async () => {
    const file = newFile();
    writeFileSync(`${file}.lock`, "");
    const changing = change(useB, [file], 60_000);
    const early = await Promise.race([
      changing.then(() => "done"),
      new Promise((resolve) => setTimeout(resolve, 250, "waiting")),
    ]);
    expect(early).toBe("waiting");
    writeFileSync(file, `${text}# written meanwhile\n`);
    removeLock(file);
    await changing;
    expect(read(file)).toBe(`${used}# written meanwhile\n`);
    expect(besides(file)).toEqual(["config"]);
  });

  test("is there for one at a time", async () => {
    const names = Array.from({ length: 8 }, (_, i) => `c${i}`);
    const list = (prefix: string): string =>
      `contexts:\n${names.map((name) => `- name: ${prefix}${name}\n  context: {}\n`).join("")}`;
    const file = newFile(list(""));
    await Promise.all(
      names.map((name) =>
        change({ kind: "rename", name, to: `new-${name}` }, [file], 60_000),
      ),
    );
    expect(read(file)).toBe(list("new-"));
    expect(besides(file)).toEqual(["config"]);
  });

  test("is released where a change fails, and a wait ends when it is interrupted", async () => {
    const file = newFile("contexts: &c\n- name: a\n  context: {}\n");
    const before = read(file);
    const problems = await problemsOf(() =>
      change({ kind: "delete", name: "a" }, [file]),
    );
    expect(problems).toMatchObject([{ code: "kubeconfig-not-editable" }]);
    expect([read(file), besides(file)]).toEqual([before, ["config"]]);

    writeFileSync(`${file}.lock`, "");
    const interruption = new AbortController();
    const changing = changeContext(
      { kind: "use", name: "a" },
      { environment: { KUBECONFIG: file } },
      { milliseconds: 60_000, signal: interruption.signal },
    );
    interruption.abort();
    await expect(changing).rejects.toThrow("aborted");
    expect([read(file), besides(file)]).toEqual([
      before,
      ["config", "config.lock"],
    ]);
  });
});

function removeLock(file: string): void {
  rmSync(`${file}.lock`);
}
