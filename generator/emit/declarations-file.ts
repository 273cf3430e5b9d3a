import { banner } from "../../templates/banner.js";
import {
  declaration,
  type DeclarationView,
} from "../../templates/declaration.js";
import {
  eachReference,
  type Reference,
} from "../../templates/type-expression.js";
import type { DocumentReference } from "../model/model.js";
import type { Emission, OutputFile } from "./emission.js";
import { resolveImports } from "./module.js";
import { sections } from "./sections.js";

/** A module that declares types and nothing else. */
export function declarationsFile(
  { provenance }: Emission,
  path: string,
  document: DocumentReference | undefined,
  views: readonly DeclarationView[],
): OutputFile {
  const types: Reference[] = [];
  for (const view of views) eachReferenceOf(view, (to) => types.push(to));
  const { nameOf, imports } = resolveImports({
    path,
    declares: views.map(({ name }) => name),
    types,
    values: [],
  });
  return {
    path: `${path}.ts`,
    text:
      banner(provenance, document) +
      sections(imports, ...views.map((view) => declaration(view, nameOf))),
  };
}

/** Calls back for everything that a declaration refers to. */
function eachReferenceOf(
  { body }: DeclarationView,
  visit: (reference: Reference) => void,
): void {
  if (body.kind === "alias") eachReference(body.type, visit);
  else {
    if (body.extends !== undefined) eachReference(body.extends, visit);
    for (const member of body.members) eachReference(member.type, visit);
  }
}
