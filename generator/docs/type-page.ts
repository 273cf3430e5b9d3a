import { schemaContext, schemaType } from "../emit/schema-type.js";
import { knownSchema } from "../emit/known-schemas.js";
import type { GroupVersion, SchemaDeclaration } from "../model/model.js";
import { toldOf } from "./field-facts.js";
import { toFields } from "./fields.js";
import { linkBytes } from "./list-parts.js";
import type { Facts, Link, Piece, TypePage } from "./page-model.js";
import {
  fieldTarget,
  followedFields,
  partsOf,
  type TypePart,
} from "./paging.js";
import { piecesOf, readableType } from "./pieces.js";
import type { Reference } from "./reference.js";
import { signatureOf } from "./signature.js";
import type { Use } from "./uses.js";
import { beginning } from "./weights.js";
import { groupVersionName, stabilityIn, stabilityOf } from "./words.js";

/** Makes the pages of a type. That of a resource's object shows the fields of the types that it refers to as well, as far as there is room. */
export function typePages(
  reference: Reference,
  groupVersion: GroupVersion,
  declaration: SchemaDeclaration,
): readonly TypePage[] {
  const home = { directory: groupVersion.directory, declaration };
  const parts = partsOf(reference, home);
  followedFields(reference, home);
  const resources = resourcesOf(reference, declaration);
  return parts.map((part) =>
    pageOf(reference, groupVersion, declaration, resources, parts, part),
  );
}

function pageOf(
  reference: Reference,
  groupVersion: GroupVersion,
  declaration: SchemaDeclaration,
  resources: readonly Link[],
  parts: readonly TypePart[],
  part: TypePart,
): TypePage {
  const { name, typeName, schema } = declaration;
  const [first = part] = parts;
  const isFirst = part === first;
  const told = toldOf(
    schema,
    schemaContext(reference.model.types, declaration),
  );
  const known = knownSchema(name);
  const uses = reference.uses(groupVersion.directory, typeName);
  const views = reference.viewsOf(groupVersion).bySchema.get(declaration) ?? [];
  const label = groupVersionName(groupVersion);
  const ofVersion = stabilityOf(groupVersion.version);
  return {
    kind: "type",
    address: part.address,
    title: titleOf(typeName, part),
    group: {
      text: label,
      to: { page: reference.addresses.groupVersion(groupVersion) },
    },
    schema: name,
    typeName,
    part: part.at,
    first: isFirst
      ? undefined
      : { text: typeName, to: { page: first.address } },
    parts: otherParts(parts, parts.indexOf(part)).map((one) =>
      partLink(typeName, one),
    ),
    description: isFirst ? (known?.doc ?? told.description) : "",
    deprecated: told.deprecated,
    stability:
      ofVersion === "stable" ? stabilityIn(told.description) : ofVersion,
    isNew: reference.novelties.isNewType(name),
    alias: aliasOf(reference, declaration),
    facts: isFirst ? told.facts : nothing,
    signature: isFirst ? signatureOf(views) : undefined,
    fields: toFields(part.nodes),
    ...(isFirst
      ? { ...usesOfType(reference, uses), ...boundedResources(resources) }
      : { usedBy: [], moreUses: 0, resources: [], moreResources: 0 }),
  };
}

/** All others, of the first page; of very many, so many, and each further one leads to the next. */
function otherParts(
  parts: readonly TypePart[],
  at: number,
): readonly TypePart[] {
  if (at === 0) return parts.slice(1, mostParts + 1);
  return parts.length > mostParts + 1 ? parts.slice(at + 1, at + 2) : [];
}

const mostParts = 200;

function usesOfType(
  reference: Reference,
  uses: readonly Use[],
): Pick<TypePage, "moreUses" | "usedBy"> {
  const usedBy = beginning(
    uses.slice(0, mostUses).flatMap((use) => useLink(reference, use)),
    linkBytes,
    mostBytesOfLinks,
  );
  return { usedBy, moreUses: uses.length - usedBy.length };
}

function boundedResources(
  all: readonly Link[],
): Pick<TypePage, "moreResources" | "resources"> {
  const resources = beginning(all, linkBytes, mostBytesOfLinks);
  return { resources, moreResources: all.length - resources.length };
}

/** What a list of links beside the fields may come to, in bytes. */
const mostBytesOfLinks = 20_000;

function useLink(
  reference: Reference,
  { directory, typeName, path }: Use,
): readonly Link[] {
  const declaration = reference.emission.declarations.get(
    `${directory}#${typeName}`,
  );
  if (declaration === undefined) return [];
  const to = fieldTarget(reference, { directory, declaration }, path);
  return [{ text: [typeName, ...path].join("."), to }];
}

const mostUses = 100;
const nothing: Facts = {
  lines: [],
  rules: [],
  moreRules: 0,
  values: [],
  moreValues: 0,
};

function titleOf(typeName: string, { at, range }: TypePart): string {
  const place = at.map((name) => `.${name}`).join("");
  return `${typeName}${place}${range === undefined ? "" : ` (${range})`}`;
}

function partLink(typeName: string, part: TypePart): Link {
  return { text: titleOf(typeName, part), to: { page: part.address } };
}

/** What the values of a type are that has no fields. */
function aliasOf(
  { model, addresses }: Reference,
  declaration: SchemaDeclaration,
): readonly Piece[] | undefined {
  const known = knownSchema(declaration.name);
  if (known !== undefined) return piecesOf(known.type, addresses);
  const { schema } = declaration;
  return schema.properties === undefined
    ? piecesOf(
        readableType(
          schemaType(schema, schemaContext(model.types, declaration)),
        ),
        addresses,
      )
    : undefined;
}

/** The resources whose object, list or subresource a type is. */
function resourcesOf(
  { servedAs, addresses }: Reference,
  { name }: SchemaDeclaration,
): readonly Link[] {
  return servedAs(name).map(({ groupVersion, resource }) => ({
    text: `${groupVersionName(groupVersion)} ${resource.plural}`,
    to: { page: addresses.resource(groupVersion, resource) },
  }));
}
