import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { ruleNames, rules } from "../../generator/diff/rules/rules.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { captureOf, documentOf } from "../unit/source-fixtures.js";
import { kubewright } from "./command-line.js";
import { sarifValidator } from "./sarif-schema.js";

const cases = join(import.meta.dirname, "../diff/cases");

/** The two files of a case. */
function sides(name: string): readonly [string, string] {
  return [join(cases, name, "old.yaml"), join(cases, name, "new.yaml")];
}

describe("diff", () => {
  test("tells what changed, and for whom it is what", async () => {
    const [old, next] = sides("field-removed");
    const { code, stdout, stderr } = await kubewright(["diff", old, next]);
    expect(code).toBe(0);
    expect(stdout).toBe(`${old} → ${next}

Breaking (1)
  field-removed.diff.example.com/v1 things spec.color is gone
    reading is breaking: what reads it finds nothing
    writing is risky: the server drops what is sent in it, or refuses it where fieldValidation is Strict

1 breaking, 0 risky, 0 safe
`);
    expect(stderr).not.toContain("[");
  });

  test("tells the version of a server", async () => {
    const folder = temporaryFolder();
    const documents = { "api/v1": documentOf("", "v1", "Pod") };
    writeFiles(folder, captureOf(documents));
    const args = ["diff", folder, "builtin"];
    const { stdout } = await kubewright(args);
    expect(stdout).toContain(`${folder} → builtin (v1.37.2)`);
    expect(stdout).toContain("apps/v1 deployments is new");
  });

  test("says that there is nothing", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, captureOf({ "api/v1": documentOf("", "v1", "Pod") }));
    for (const [format, said] of [
      ["text", "no changes"],
      ["markdown", "No changes."],
      ["html", "No changes."],
      ["json", '"changes": []'],
      ["sarif", '"results": []'],
    ] as const) {
      const args = ["diff", folder, folder, "--fail-on", "risky"];
      const { code, stdout } = await kubewright([...args, "-o", format]);
      expect([code, stdout]).toEqual([0, expect.stringContaining(said)]);
    }
  });

  test.each([
    ["field-removed", "breaking", 1],
    ["field-removed", "risky", 1],
    ["default-added", "breaking", 0],
    ["default-added", "risky", 1],
    ["field-added", "risky", 0],
  ] as const)(
    "of %s with --fail-on %s ends with %i",
    async (name, on, code) => {
      const args = ["diff", ...sides(name), "--fail-on", on, "--quiet"];
      const outcome = await kubewright(args);
      expect(outcome.code).toBe(code);
      expect(outcome.stdout).toContain(`${name}.diff.example.com`);
      expect(outcome.stderr.includes("error[changes-found]")).toBe(code === 1);
    },
  );

  test("is coloured on a terminal, and not where it is asked not to be", async () => {
    const args = ["diff", ...sides("field-removed")];
    const colored = await kubewright(args, { isTTY: true });
    expect(colored.stdout).toContain("\u001b[31m");
    const environment = { NO_COLOR: "1" };
    const plain = await kubewright(args, { isTTY: true, environment });
    expect(plain.stdout).not.toContain("\u001b[");
  });

  test("tells the version that serves what is gone, as JSON too", async () => {
    const args = ["diff", ...sides("group-version-moved"), "--quiet"];
    expect((await kubewright(args)).stdout).toContain(
      "v1 things is not served any more; the new side serves it as group-version-moved.diff.example.com/v2 things",
    );
    const { stdout } = await kubewright([...args, "-o", "json"]);
    const { old, summary, changes } = JSON.parse(stdout) as Readonly<
      Record<string, readonly object[]>
    >;
    expect(old).toEqual({ source: sides("group-version-moved")[0] });
    expect(summary).toEqual({ breaking: 2, risky: 0, safe: 2 });
    expect(changes).toContainEqual(
      expect.objectContaining({
        rule: "resource-removed",
        verdict: "breaking",
        counterpart: expect.objectContaining({ in: "version" }) as object,
      }),
    );
  });

  test("names both sources that are not there, and an unknown context", async () => {
    const args = ["diff", "nowhere", "cluster:", "--kubeconfig", "no-such"];
    const { code, stdout, stderr } = await kubewright(args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain('no file or folder "nowhere"');
  });

  test("gives no credential to two servers", async () => {
    const { code, stderr } = await kubewright([
      ...["diff", "cluster:one", "https://127.0.0.1:1"],
      ...["--token", "secret"],
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("error[ambiguous-credentials]");
    expect(stderr).not.toContain("secret");
  });
});

describe("a pattern", () => {
  test("may name what one side alone has", async () => {
    const folder = temporaryFolder();
    const [old, next] = [join(folder, "old"), join(folder, "new")];
    const pods = { "api/v1": documentOf("", "v1", "Pod") };
    const gadgets = documentOf("example.com", "v1", "Gadget");
    writeFiles(old, captureOf(pods));
    writeFiles(next, captureOf({ ...pods, "apis/example.com/v1": gadgets }));
    const args = ["diff", old, next, "--strict", "--include", "example.com"];
    const { code, stdout, stderr } = await kubewright(args);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("[")]);
    expect(stdout).toContain("example.com/v1 gadgets is new");

    const none = await kubewright(["diff", old, next, "--include", "nothing"]);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain("error[nothing-selected]");
    const exclude = ["--exclude", "nothing"];
    const all = await kubewright(["diff", old, next, ...exclude]);
    expect(all.code).toBe(0);
    expect(all.stderr.match(/warning\[unmatched-pattern\]/g)).toHaveLength(1);
  });

  test("a group that one side cannot give is not taken for gone", async () => {
    const folder = temporaryFolder();
    const [old, next] = [join(folder, "old"), join(folder, "new")];
    const pods = { "api/v1": documentOf("", "v1", "Pod") };
    const gadgets = documentOf("example.com", "v1", "Gadget");
    writeFiles(old, captureOf({ ...pods, "apis/example.com/v1": gadgets }));
    const version = { version: "v1", freshness: "Stale", resources: [] };
    const group = { metadata: { name: "example.com" }, versions: [version] };
    writeFiles(next, {
      ...captureOf(pods),
      "_discovery/apis.json": JSON.stringify({ items: [group] }),
    });
    const { code, stdout, stderr } = await kubewright(["diff", old, next]);
    expect(code).toBe(0);
    expect(stdout).toContain("no changes");
    expect(stderr).toContain("warning[unpublished-group-version]");
    expect((await kubewright(["diff", old, next, "--strict"])).code).toBe(1);
  });
});

describe("SARIF", () => {
  const validate = sarifValidator();

  /** Of what was read as documents, no line is known. */
  const lines: Readonly<Record<string, number>> = {
    "field-removed": 4,
    "group-moved": 1,
    "kind-changed": 4,
    "rule-added": 4,
  };

  test.each(Object.keys(lines))(
    "of %s is what the standard's schema says",
    async (name) => {
      const here = sides(name).map((file) => relative("", file));
      const args = ["diff", ...here, "-o", "sarif", "--quiet"];
      const { stdout } = await kubewright(args);
      const log = JSON.parse(stdout) as Log;
      validate(log);
      expect(validate.errors).toBeNull();
      const [run] = log.runs;
      expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(ruleNames);
      expect(run?.results).not.toEqual([]);
      for (const { ruleId, ruleIndex, locations = [] } of run?.results ?? []) {
        expect(ruleNames[ruleIndex ?? -1]).toBe(ruleId);
        const { artifactLocation, region } =
          locations[0]?.physicalLocation ?? {};
        expect(here).toContain(artifactLocation?.uri);
        expect(region?.startLine).toBe(lines[name]);
      }
    },
  );

  test("has no file where neither source is one, and a mark for each change", async () => {
    const folder = temporaryFolder();
    const documents = { "api/v1": documentOf("", "v1", "Pod") };
    writeFiles(folder, captureOf(documents));
    const args = ["diff", folder, "builtin", "-o", "sarif", "--quiet"];
    const log = JSON.parse((await kubewright(args)).stdout) as Log;
    validate(log);
    expect(validate.errors).toBeNull();
    const results = log.runs[0]?.results ?? [];
    expect(results.length).toBeGreaterThan(50);
    const marks = results.map((one) => JSON.stringify(one.partialFingerprints));
    expect(new Set(marks).size).toBe(marks.length);
    expect(JSON.stringify(results)).not.toContain("physicalLocation");
  });
});

describe("what a document says", () => {
  const hostile =
    "</code><script>alert(1)</script>` [x](http://example.com) \u001b[2J\n# heading | \u202e & {0}";

  async function told(format: string): Promise<string> {
    const folder = temporaryFolder();
    const [old, next] = [join(folder, "old"), join(folder, "new")];
    const calm = documentOf("example.com", "v1", "Gadget");
    const text = JSON.stringify(calm).replaceAll(
      '"description":{"type":"string"',
      `"description":{"type":"string","enum":[${JSON.stringify(hostile)}]`,
    );
    const field = text.replace(
      '"properties":{"apiVersion"',
      `"properties":{${JSON.stringify(hostile)}:{"type":"string"},"apiVersion"`,
    );
    writeFiles(old, captureOf({ "apis/example.com/v1": calm }));
    writeFiles(
      next,
      captureOf({
        "apis/example.com/v1": JSON.parse(field) as typeof calm,
      }),
    );
    const args = ["diff", old, next, "-o", format, "--quiet"];
    const { code, stdout } = await kubewright(args);
    expect(code).toBe(0);
    expect(stdout).toContain("script");
    return stdout;
  }

  test("makes no element of a page, which allows itself nothing", async () => {
    const page = await told("html");
    expect(page).not.toContain("<script");
    expect(page.match(/<\/code>/g)).toHaveLength(
      page.match(/<code>/g)?.length ?? 0,
    );
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/ (?:src|href)=/);
    expect(page).not.toMatch(/[\u001b\u202e]/);
  });

  test("makes no heading, link or element of Markdown", async () => {
    const text = await told("markdown");
    expect(text).not.toMatch(/^# heading/m);
    expect(text).not.toMatch(/[\u001b\u202e]/);
    // Outside of code spans, whose fences are rows of backticks of one length.
    const outside = text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(outside).not.toMatch(/script|example\.com\)|&/);
  });

  test("moves no cursor", async () => {
    for (const format of ["text", "json", "sarif"])
      expect(await told(format)).not.toMatch(/[\u001b\u202e]/);
  });

  test("makes no link and no argument of a message of SARIF", async () => {
    const { runs } = JSON.parse(await told("sarif")) as Log;
    const texts = (runs[0]?.results ?? []).map(({ message }) => message.text);
    expect(texts.join("\n")).not.toMatch(/\]\(|(?<!\{)\{0\}(?!\})/);
  });
});

test("docs/upgrades.md tells every class of change and its verdicts, and no other", () => {
  const page = readFileSync(
    join(import.meta.dirname, "../../docs/upgrades.md"),
    "utf8",
  );
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (\w+) +\| (.+?) +\|$/gm)];
  expect(rows.map(([, ...row]) => row)).toEqual(
    ruleNames.map((name) => {
      const { reading, writing, writingInGo } = rules[name];
      const inGo =
        writingInGo === undefined
          ? ""
          : `, of built-in kinds ${writingInGo.verdict}`;
      return [name, reading.verdict, writing.verdict + inGo];
    }),
  );
});
