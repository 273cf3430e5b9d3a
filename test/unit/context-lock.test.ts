import { spawnSync } from "node:child_process";
import {
  existsSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { changeContext } from "../../generator/context/change.js";
import { builtGenerator } from "../cli/built.js";
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
      rmSync(`${locked}.lock`);
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
    rmSync(`${file}.lock`);
    await changing;
    expect(read(file)).toBe(`${used}# written meanwhile\n`);
    expect(besides(file)).toEqual(["config"]);
  });

  test("hides that a context has gone meanwhile from no one", async () => {
    const file = newFile();
    writeFileSync(`${file}.lock`, "");
    const changing = problemsOf(() => change(useB, [file], 60_000));
    // The first look at the file is over by now, or else there is none to be misled by.
    await new Promise((resolve) => setTimeout(resolve, 250));
    const gone = text.replace("name: b", "name: c");
    writeFileSync(file, gone);
    rmSync(`${file}.lock`);
    expect(await changing).toMatchObject([{ code: "context-not-found" }]);
    expect([read(file), besides(file)]).toEqual([gone, ["config"]]);
  });

  test("goes with a process that ends in the midst of it", () => {
    const file = newFile();
    const module = join(builtGenerator(), "generator/context/lock.js");
    const script = `
const { existsSync } = await import("node:fs");
const { whileLocked } = await import(${JSON.stringify(pathToFileURL(module).href)});
const file = ${JSON.stringify(file)};
await whileLocked([file], { milliseconds: 0 }, async () => process.exit(existsSync(file + ".lock") ? 3 : 4));
`;
    const args = ["--input-type=module", "--eval", script];
    expect(spawnSync(process.execPath, args).status).toBe(3);
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
