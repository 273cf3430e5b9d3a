import { describe, expect, test } from "vitest";
import { editKubeconfig } from "../../generator/context/edit.js";
import { rename, testEdits, use } from "./context-edits.js";

describe("renaming", () => {
  testEdits({
    "among comments and fields that nobody knows": [
      "contexts:\n- context: {cluster: a}\n  # its name\n  name: a # a\n  color: red\n- name: b\n",
      rename("a", "z"),
      "contexts:\n- context: {cluster: a}\n  # its name\n  name: z # a\n  color: red\n- name: b\n",
    ],
    "a name that is no string without quotes": [
      "contexts:\n- name: 433e40\n",
      rename("433e40", "0"),
      'contexts:\n- name: "0"\n',
    ],
    "in JSON": [
      '{"contexts": [{"name": "a"}]}',
      rename("a", 'say "hi"'),
      '{"contexts": [{"name": "say \\"hi\\""}]}',
    ],
    "a name with an anchor that only stands for names": [
      "contexts:\n- name: &n a\n",
      rename("a", "b"),
      "contexts:\n- name: &n b\n",
    ],
    "a name that is an alias": [
      "x: &n a\ncontexts:\n- name: *n\n",
      rename("a", "b"),
      "x: &n a\ncontexts:\n- name: b\n",
    ],
  });

  test("the context and the current one together", () => {
    const before = "contexts: [{name: a}]\ncurrent-context: a\n";
    const edits = [use("b"), rename("a", "b")];
    expect(editKubeconfig("config", before, edits)).toBe(
      "contexts: [{name: b}]\ncurrent-context: b\n",
    );
    const aliased = "contexts: [{name: &n a}]\ncurrent-context: *n\n";
    expect(editKubeconfig("config", aliased, edits)).toBe(
      "contexts: [{name: &n b}]\ncurrent-context: b\n",
    );
  });

  test.each([
    ...["433e40", "0", "1_000", "0x1F", "2001-01-01", ".5", "-1", "+1"],
    ...["true", "Yes", "on", "n", "null", "~", "a: b", "a:", "- x", "#a"],
    ...["{}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a", "a b", " a", "é"],
    ...[
      "a\nb",
      "a\tb",
      "\u0085",
      "\u2028",
      "\ufeff",
      '"',
      "'",
      "\\",
      "=",
      "<<",
    ],
  ])("to %j writes quotes", (name) => {
    for (const [list, quote] of [
      ["contexts:\n- name: a\n", '"'],
      ["contexts:\n- name: 'a'\n", "['\"]"],
      ["contexts: [{name: a}]\n", '"'],
    ] as const)
      expect(editKubeconfig("config", list, [rename("a", name)])).toMatch(
        new RegExp(`name: ${quote}.*${quote}`),
      );
  });

  test.each(["a", "a-b", "kubernetes-admin@kubernetes", "_a.b/c", "a:b"])(
    "to %j writes none",
    (name) => {
      expect(
        editKubeconfig("config", "contexts:\n- name: x\n", [rename("x", name)]),
      ).toBe(`contexts:\n- name: ${name}\n`);
    },
  );
});
