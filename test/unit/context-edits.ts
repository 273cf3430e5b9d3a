import { expect, test } from "vitest";
import { editKubeconfig, type Edit } from "../../generator/context/edit.js";

/** A text, what is changed in it, and the text that comes of it. */
export type EditCase = readonly [before: string, edit: Edit, after: string];

/** Makes a context the current one. */
export const use = (name: string): Edit => ({ kind: "set-current", name });

/** Deletes a context. */
export const remove = (name: string): Edit => ({ kind: "delete", name });

/** Renames a context. */
export const rename = (name: string, to: string): Edit => ({
  kind: "rename",
  name,
  to,
});

/** A test for each case, by its title. */
export function testEdits(cases: { readonly [title: string]: EditCase }): void {
  test.each(Object.entries(cases))("%s", (_, [before, edit, after]) => {
    expect(editKubeconfig("config", before, [edit])).toBe(after);
  });
}
