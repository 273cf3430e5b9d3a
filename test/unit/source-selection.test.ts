import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import {
  selectDocuments,
  type Selection,
} from "../../generator/discovery/select.js";
import { problemsOf } from "./source-fixtures.js";

const keys = [
  "api",
  "api/v1",
  "apis",
  "apis/apps",
  "apis/apps/v1",
  "apis/batch",
  "apis/batch/v1",
  "apis/networking.k8s.io",
  "apis/networking.k8s.io/v1",
  "apis/networking.k8s.io/v1beta1",
  "openid/v1/jwks",
  ".well-known/openid-configuration",
  "version",
];

function select(selection: Selection) {
  const diagnostics = new Diagnostics();
  const entries = keys.map((key) => ({ key }));
  const selected = selectDocuments(entries, selection, diagnostics);
  return {
    left: keys.filter((key) => !selected.some((entry) => entry.key === key)),
    diagnostics: diagnostics.list,
  };
}

describe("include and exclude", () => {
  test("leave everything in by default", () => {
    expect(select({})).toEqual({ left: [], diagnostics: [] });
  });

  test.each<[Selection, readonly string[]]>([
    [
      { include: ["apps/v1", "core/v1"] },
      [
        "apis/batch",
        "apis/batch/v1",
        "apis/networking.k8s.io",
        "apis/networking.k8s.io/v1",
        "apis/networking.k8s.io/v1beta1",
      ],
    ],
    [
      { include: ["*.k8s.io/*"] },
      ["api/v1", "apis/apps", "apis/apps/v1", "apis/batch", "apis/batch/v1"],
    ],
    [
      { exclude: ["networking.k8s.io/*beta*"] },
      ["apis/networking.k8s.io/v1beta1"],
    ],
    [{ exclude: ["apps"] }, ["apis/apps", "apis/apps/v1"]],
    [
      { include: ["{apps,batch}/v1", "core/*"], exclude: ["batch/*"] },
      [
        "apis/batch",
        "apis/batch/v1",
        "apis/networking.k8s.io",
        "apis/networking.k8s.io/v1",
        "apis/networking.k8s.io/v1beta1",
      ],
    ],
  ])("%j leaves out %j", (selection, left) => {
    expect(select(selection)).toEqual({ left, diagnostics: [] });
  });

  test.each([
    ["networkin.k8s.io/v1", "networking.k8s.io/v1"],
    ["networking", "networking.k8s.io/v1"],
    ["apps/v2", "apps/v1"],
    ["v1", "core/v1"],
    ["Apps/v1", "apps/v1"],
  ])("warn of %s, which matches nothing, and name %s", (pattern, near) => {
    const { diagnostics } = select({ exclude: [pattern] });
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "unmatched-pattern",
        message: `--exclude "${pattern}" matches no group/version`,
        hint: expect.stringContaining(`"${near}"`) as string,
      },
    ]);
  });

  test("list what there is where nothing is near", () => {
    const { diagnostics } = select({ exclude: ["cert-manager.io/v1"] });
    expect(diagnostics[0]?.hint).toBe(
      "there are core/v1, apps/v1, batch/v1, networking.k8s.io/v1, networking.k8s.io/v1beta1",
    );
  });

  test("that leave nothing end the run", async () => {
    const run = () => select({ include: ["apps/v9"] });
    expect(await problemsOf(run)).toMatchObject([{ code: "nothing-selected" }]);
  });
});
