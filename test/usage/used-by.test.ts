import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import picocolors from "picocolors";
import type { Log } from "sarif";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareModels } from "../../generator/diff/compare.js";
import { render } from "../../generator/diff/report/render.js";
import { renderText } from "../../generator/diff/report/text.js";
import { touchedBy } from "../../generator/diff/touched/touched.js";
import { usageOf } from "../../generator/usage/usage.js";
import { kubewright, type Outcome } from "../cli/command-line.js";
import { sarifValidator } from "../cli/sarif-schema.js";
import { modelOf } from "../diff/cases.js";
import { writeFiles } from "../runtime/servers.js";
import { expectedIn, programs } from "./programs.js";

const [old, next] = ["old.yaml", "new.yaml"].map((name) =>
  join(import.meta.dirname, name),
) as [string, string];

const folders: string[] = [];

/** A folder with a client and the programs that use it. */
async function projectWith(...form: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-usage-"));
  folders.push(folder);
  writeFiles(folder, {
    "package.json": '{"type":"module"}',
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        target: "ES2022",
        // Without the DOM, which takes the compiler longer than all else.
        lib: ["ES2022"],
        module: "NodeNext",
        strict: true,
        types: [],
      },
    }),
  });
  writeFiles(join(folder, "src"), programs);
  const args = ["generate", "--from", old, "--out", join(folder, "k8s")];
  const { code } = await kubewright([...args, ...form]);
  expect(code).toBe(0);
  return folder;
}

function diff(
  pattern: string,
  ...options: readonly string[]
): Promise<Outcome> {
  return kubewright(["diff", old, next, ...options, "--used-by", pattern]);
}

interface Told {
  readonly program: {
    readonly unseen: readonly {
      readonly site: { readonly file: string; readonly line: number };
      readonly what: string;
    }[];
  };
  readonly changes: readonly {
    readonly sites: readonly {
      readonly file: string;
      readonly line: number;
      readonly does: string;
      readonly what: string;
    }[];
  }[];
}

describe("diff --used-by", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await projectWith();
  });
  afterAll(() => {
    for (const one of folders) rmSync(one, { recursive: true });
  });

  test.each([["TypeScript"], ["JavaScript with declarations"]])(
    "finds what types show through a client in %s, and says what they do not",
    async (form) => {
      const project =
        form === "TypeScript" ? folder : await projectWith("--emit", "js");
      const { code, stdout, stderr } = await diff(
        join(project, "src/**/*.ts"),
        "-o",
        "json",
      );
      expect(stderr).not.toContain("[");
      expect(code).toBe(0);
      const { changes, program } = JSON.parse(stdout) as Told;
      const below = (file: string): string =>
        relative(project, file).replaceAll("\\", "/");
      const found = changes.flatMap(({ sites }) =>
        sites.map(
          ({ file, line, does, what }) =>
            `${below(file)}:${String(line)} ${does} ${what}`,
        ),
      );
      expect([...new Set(found)].sort()).toEqual(expectedIn("!"));
      const unseen = program.unseen.map(
        ({ site: { file, line }, what }) =>
          `${below(file)}:${String(line)} ${what}`,
      );
      expect(unseen.sort()).toEqual(expectedIn("?"));
    },
  );

  test("knows a client whose runtime has a file for each of its modules", async () => {
    const project = await projectWith();
    const client = join(project, "k8s");
    const runtime = join(client, "runtime");
    renameSync(
      join(runtime, "resources.ts"),
      join(runtime, "group-version.ts"),
    );
    for (const name of readdirSync(client, { recursive: true })) {
      const file = join(client, String(name));
      if (!file.endsWith(".ts")) continue;
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        text.replace(/resources\.js(?=";)/, "group-version.js"),
      );
    }
    const { code, stderr } = await diff(join(project, "src/variables.ts"));
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("[")]);
  });

  test("fails on what is used alone", async () => {
    const plain = await kubewright(["diff", old, next, "--fail-on", "risky"]);
    expect(plain.code).toBe(1);
    const failOn = ["--fail-on", "risky"];
    const writes = await diff(join(folder, "src/writes.ts"), ...failOn);
    expect(writes.code).toBe(1);
    const none = await diff(join(folder, "src/client.ts"), ...failOn);
    expect([none.code, none.stdout]).toEqual([
      0,
      expect.stringContaining("no changes that the program meets"),
    ]);
  });

  test("tells it in every form, at the program's lines", async () => {
    const pattern = join(folder, "src/variables.ts");
    const sentence = /variables\.ts:7.* reads .*spec\.paused.*, which is gone/;
    const [before, after] = [await modelOf(old), await modelOf(next)];
    const { uses, ...program } = usageOf([pattern], undefined);
    const changes = compareModels(before, after);
    const side = { definitions: new Map() };
    const report = {
      old: { ...side, source: "OLD" },
      new: { ...side, source: "NEW" },
      changes: touchedBy(uses, changes, before),
      program,
    };
    for (const format of ["markdown", "html"] as const)
      expect(render(report, format)).toMatch(sentence);
    expect(renderText(report, picocolors.createColors(false))).toMatch(
      sentence,
    );
    const log = JSON.parse(render(report, "sarif")) as Log;
    const isSarif = sarifValidator();
    expect(isSarif(log)).toBe(true);
    const [{ results = [] } = {}] = log.runs;
    const lines = results.map(
      ({ locations }) => locations?.[0]?.physicalLocation?.region?.startLine,
    );
    expect(lines).toEqual([7, 8, 10, 11]);
    const prints = results.map(({ partialFingerprints }) =>
      JSON.stringify(partialFingerprints),
    );
    expect(new Set(prints).size).toBe(results.length);
  });

  test("says what is wrong with a program", async () => {
    writeFiles(join(folder, "wrong"), {
      "broken.ts": "export const n: number = 'text';\n",
      "other.ts": "export const n = 1;\n",
    });
    const refused = async (file: string): Promise<string> => {
      const { code, stdout, stderr } = await diff(join(folder, file));
      expect([code, stdout]).toEqual([1, ""]);
      return stderr;
    };
    expect(await refused("wrong/broken.ts")).toMatch(
      /wrong\/broken\.ts:1:14: error\[program-does-not-compile\]: TS2322/,
    );
    expect(await refused("wrong/other.ts")).toContain("[no-generated-client]");
    expect(await refused("wrong/none-*.ts")).toContain("[no-program-files]");
    expect((await kubewright(["diff", old, next, "--project", "x"])).code).toBe(
      2,
    );
    const project = ["--project", join(folder, "none.json")];
    const { stderr } = await diff(join(folder, "src/writes.ts"), ...project);
    expect(stderr).toContain("[bad-tsconfig]");
  });

  test("warns of what the old side does not have", async () => {
    const pattern = join(folder, "src/variables.ts");
    const other = join(import.meta.dirname, "../diff/cases/field-removed");
    const sides = ["old", "new"].map((name) => join(other, `${name}.yaml`));
    const args = ["diff", ...sides, "--used-by", pattern];
    const { stderr } = await kubewright(args);
    expect(stderr).toContain("warning[used-and-unknown]");
    expect(stderr).toContain("acme.example.com/v1 Widget");
  });
});
