import type { Manner } from "./known-references.js";
import type { Neighbour } from "./pictures-model.js";

/** What a field has of another kind's object. */
export const mannerWords: Readonly<Record<Manner, string>> = {
  makes: "template",
  names: "name",
  selects: "labels",
};

/** What is said of what a field's name alone says. */
export const byNameWords = "by the field’s name alone";

/** `Secret, v1: name in .spec.volumes.secret and 3 more`. */
export function neighbourWords({ link, apiVersion, ways }: Neighbour): string {
  const said = ways.map(
    ({ manner, fields, more }) =>
      `${mannerWords[manner]} in ${fields[0]?.text ?? ""}${andMore(fields.length - 1 + more)}`,
  );
  return `${link.text}, ${apiVersion}: ${said.join("; ")}`;
}

function andMore(count: number): string {
  return count <= 0 ? "" : ` and ${String(count)} more`;
}

/** What the page of all kinds begins with. */
export const kindsIntroduction =
  "What the fields of each kind say of objects of others: that they have a template of one, name one, or select some by labels. Owners and namespaces, which nearly any object has, are left out. What a custom resource refers to is known by what its schema says, or else by what a field is called: then that stands beside it.";

/** What the page of sizes begins with. */
export const sizesIntroduction =
  "How many fields the types of each group and version have, the largest first.";
