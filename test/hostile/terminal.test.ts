import { join } from "node:path";
import { expect, test } from "vitest";
import { Diagnostics, renderDiagnostic } from "../../generator/diagnostics.js";
import { kubewright } from "../cli/command-line.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";
import { captureOf, documentOf } from "../unit/source-fixtures.js";

const escape = "\u001b[2J\u009b31m\u202e\u0007\r";

/** What a terminal would act on, the ends of lines aside. */
const acts = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

test("no diagnostic gives a terminal what a document holds", () => {
  const text = renderDiagnostic({
    severity: "warning",
    code: "some-code",
    message: `of ${escape}\nerror[forged]: all is lost`,
    hint: escape,
    at: { document: escape, pointer: `/${escape}` },
  });
  expect(text).not.toMatch(acts);
  expect(text).toContain("\\u001b[2J\\u009b31m\\u202e\\u0007\\u000d");
  // A line of a document is no line of its own.
  expect(text).not.toMatch(/^error/m);
});

test("nor does what a run throws", () => {
  const diagnostics = new Diagnostics();
  diagnostics.add({ severity: "error", code: "c", message: escape });
  expect(() => diagnostics.throwIfErrors()).toThrow("\\u001b[2J");
});

test.each([
  ["generate", "--dry-run", "--out", "k8s"],
  ["resources"],
  ["resources", "-o", "wide"],
  ["resources", "-o", "name"],
  ["resources", "-o", "json"],
])("%s %s shows names with their controls written out", async (...args) => {
  const folder = temporaryFolder();
  const document = JSON.parse(
    JSON.stringify(documentOf("apps", "v1", "Thing"))
      .replaceAll('"kind":"Thing"', `"kind":${JSON.stringify(`T${escape}`)}`)
      .replaceAll("things", `things${JSON.stringify(escape).slice(1, -1)}`),
  ) as ReturnType<typeof documentOf>;
  writeFiles(folder, captureOf({ "apis/apps/v1": document }));
  const outcome = await kubewright(
    [...args, "--from", folder].map((arg) =>
      arg === "k8s" ? join(folder, arg) : arg,
    ),
  );
  expect(outcome.stderr).not.toMatch(acts);
  expect(outcome.stdout).not.toMatch(acts);
  expect(outcome.code).toBe(0);
  if (args[0] === "resources") expect(outcome.stdout).toContain("\\u001b[2J");
});
