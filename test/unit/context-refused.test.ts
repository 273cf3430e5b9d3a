import { describe, expect, test } from "vitest";
import { editKubeconfig, type Edit } from "../../generator/context/edit.js";
import { remove, rename, use } from "./context-edits.js";
import { problemsOf } from "./source-fixtures.js";

describe("what cannot be done by a change of text alone", () => {
  test.each<readonly [text: string, edit: Edit, reason: string]>([
    [
      "contexts:\n- name: a\n  context: &c {cluster: x}\n- name: b\n  context: *c\n",
      remove("a"),
      'something outside of the context "a" is an alias (*c)',
    ],
    [
      "x: &a {name: a}\ncontexts: [*a]\n",
      rename("a", "b"),
      "without changing something else",
    ],
    [
      "contexts:\n- name: &n a\n  context: {user: *n}\n",
      rename("a", "b"),
      "without changing something else",
    ],
    [
      "x: &a [{name: a}]\ncontexts: *a\n",
      rename("a", "b"),
      "has no plain place",
    ],
    [
      "contexts: &c\n- name: a\n",
      remove("a"),
      "without changing something else",
    ],
    ["current-context: !!int 1\n", use("b"), "without changing something else"],
    ["null\n", use("a"), "without changing something else"],
    ["{current-context}\n", use("a"), "has no plain place"],
    ["x: *nothing\n", use("a"), "an alias in it stands for nothing"],
  ])("%j", async (text, edit, reason) => {
    const problems = await problemsOf(() =>
      editKubeconfig("config", text, [edit]),
    );
    expect(problems.map(({ code }) => code)).toEqual([
      "kubeconfig-not-editable",
    ]);
    expect(problems[0]?.message).toContain('"config" is left as it is: ');
    expect(problems[0]?.message).toContain(reason);
  });
});
