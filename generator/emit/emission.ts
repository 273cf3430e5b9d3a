import type { Provenance } from "../../templates/banner.js";
import type {
  GroupVersion,
  Model,
  Resource,
  SchemaDeclaration,
  TypeReference,
} from "../model/model.js";
import { typeOf } from "../model/model.js";
import { resourceNames, type ResourceNames } from "./resource-names.js";

/** One file of the output: its path with `/`, below the output folder. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** What every emitter is given: the model, and what several of them look up in it. */
export interface Emission {
  readonly model: Model;
  readonly provenance: Provenance;
  /** Every declaration by `directory#typeName`. */
  readonly declarations: ReadonlyMap<string, SchemaDeclaration>;
  /** What each directory's client calls its types. */
  readonly resourceNames: ReadonlyMap<string, ResourceNames>;
  /** The names that each directory's schemas have, which derived names must leave alone. */
  readonly taken: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Gathers what emitters look up. */
export function prepareEmission(
  model: Model,
  provenance: Provenance,
): Emission {
  const declarations = new Map<string, SchemaDeclaration>();
  const taken = new Map<string, ReadonlySet<string>>();
  for (const { directory, schemas } of model.groupVersions) {
    taken.set(directory, new Set(schemas.map(({ typeName }) => typeName)));
    for (const schema of schemas) {
      declarations.set(`${directory}#${schema.typeName}`, schema);
    }
  }
  const names = new Map(
    model.groupVersions.map((g) => [g.directory, resourceNames(g)]),
  );
  return { model, provenance, declarations, taken, resourceNames: names };
}

/** The declaration behind a schema's name as a document means it. */
export function declarationOf(
  { model, declarations }: Emission,
  document: string,
  schema: string | undefined,
): (TypeReference & { readonly declaration: SchemaDeclaration }) | undefined {
  const type =
    schema === undefined ? undefined : typeOf(model.types, document, schema);
  if (type === undefined) return undefined;
  const declaration = declarations.get(`${type.directory}#${type.typeName}`);
  return declaration && { ...type, declaration };
}

/** A name made from a schema's: where a schema has that name already, the made one gives way. */
export function derivedName(
  { taken }: Emission,
  directory: string,
  name: string,
): string {
  return taken.get(directory)?.has(name) === true ? `${name}$` : name;
}

/** The collection's path as it is published, for comments: `/apis/apps/v1/namespaces/{namespace}/deployments`. */
export function collectionPath(
  { group, version }: GroupVersion,
  { plural, namespaced }: Resource,
  everywhere: boolean,
): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespaced && !everywhere
    ? `${root}/namespaces/{namespace}/${plural}`
    : `${root}/${plural}`;
}
