import { union, type TypeExpression } from "../../templates/type-expression.js";
import type { GroupVersion } from "../model/model.js";
import type { ClientNames } from "./client-names.js";
import { declarationOf, derivedName, type Emission } from "./emission.js";
import { isReadable } from "./persisted-base.js";
import { generic } from "./resource-types.js";

/** The union of a group and version's kinds as manifests hold them: with `apiVersion` and `kind`. */
export interface ManifestUnion {
  /** `AppsV1Object`. */
  readonly name: string;
  readonly doc: string;
  readonly type: TypeExpression;
}

/** The kinds that can be created or read by name; undefined where there are none. */
export function manifestUnion(
  emission: Emission,
  { directory, document, resources }: GroupVersion,
  names: ClientNames,
): ManifestUnion | undefined {
  const members = new Map<string, TypeExpression>();
  for (const resource of resources) {
    const home = declarationOf(emission, document?.key ?? "", resource.schema);
    if (home?.declaration.groupVersionKind === undefined) continue;
    const { document: from, schema } = home.declaration;
    const { properties } = schema;
    if (!properties?.["apiVersion"] || !properties["kind"]) continue;
    if (!isReadable(emission, from, schema)) continue;
    members.set(
      `${home.directory}#${home.typeName}`,
      generic("Manifest", [
        {
          kind: "reference",
          to: { from: `${home.directory}/types`, name: home.typeName },
        },
      ]),
    );
  }
  if (members.size === 0) return undefined;
  return {
    name: derivedName(emission, directory, `${names.type}Object`),
    doc: "An object of any of these kinds, told apart by `kind`.",
    type: union([...members.values()]),
  };
}
