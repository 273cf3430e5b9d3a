import type { DeclarationView } from "../../templates/declaration.js";
import { inlineText } from "../../templates/doc-comment.js";
import { stringLiteral } from "../../templates/literal.js";
import {
  reference,
  text,
  type Member,
  type TypeExpression,
} from "../../templates/type-expression.js";
import type { GroupVersion, SchemaDeclaration } from "../model/model.js";
import {
  apiVersionOf,
  isPropertyName,
  Names,
  upperFirst,
  camelCase,
} from "../model/names.js";
import { referenceIn } from "../model/operations.js";
import { declarationsFile } from "./declarations-file.js";
import { objectDocs, typeDoc } from "./docs.js";
import { collectionPath, type Emission, type OutputFile } from "./emission.js";
import { knownSchema } from "./known-schemas.js";
import { persistedDeclarations } from "./persisted.js";
import { isOpen } from "./open-object.js";
import {
  membersOf,
  schemaContext,
  schemaType,
  withChoices,
} from "./schema-type.js";

/** Emits `types.ts` of each group and version that owns schemas: the types of what travels. */
export function emitTypes(emission: Emission): readonly OutputFile[] {
  const viewsOf = typeViews(emission);
  return emission.model.groupVersions
    .filter(({ schemas }) => schemas.length > 0)
    .map((groupVersion) => {
      const { directory, document } = groupVersion;
      const { bySchema, persisted } = viewsOf(groupVersion);
      const views = [...[...bySchema.values()].flat(), ...persisted];
      return declarationsFile(emission, `${directory}/types`, document, views);
    });
}

/** What a module of types declares. */
export interface TypeViews {
  /** Each schema's own declaration, then what is named within it, in the order of the schemas. */
  readonly bySchema: ReadonlyMap<SchemaDeclaration, readonly DeclarationView[]>;
  /** What the server keeps and answers, sorted by name. */
  readonly persisted: readonly DeclarationView[];
}

/** The declarations of each group and version that owns schemas. */
export function typeViews(
  emission: Emission,
): (groupVersion: GroupVersion) => TypeViews {
  const persisted = persistedDeclarations(emission);
  const extended = new Set([...persisted.values()].flat().flatMap(extendedBy));
  return (groupVersion) =>
    viewsOfModule(
      emission,
      groupVersion,
      persisted.get(`${groupVersion.directory}/types`) ?? [],
      extended,
    );
}

/** What an interface extends, as `from#name`: that has to be one itself. */
function extendedBy({ body }: DeclarationView): readonly string[] {
  return body.kind === "interface" && body.extends?.kind === "reference"
    ? [`${body.extends.to.from}#${body.extends.to.name}`]
    : [];
}

function viewsOfModule(
  emission: Emission,
  groupVersion: GroupVersion,
  persisted: readonly DeclarationView[],
  extended: ReadonlySet<string>,
): TypeViews {
  const { directory, schemas } = groupVersion;
  const lists = listsOf(groupVersion);
  const names = new Names([
    ...schemas.map((s) => s.typeName),
    ...persisted.map((p) => p.name),
  ]);
  const bySchema = new Map(
    schemas.map((schema) => [
      schema,
      schemaViews(emission, directory, schema, lists, names, extended),
    ]),
  );
  return { bySchema, persisted };
}

/** What the lists of this group and version are lists of, by the list's schema. */
function listsOf(groupVersion: GroupVersion): ReadonlyMap<string, string> {
  return new Map(
    groupVersion.resources.flatMap((resource) =>
      resource.listSchema === undefined
        ? []
        : [
            [
              resource.listSchema,
              `A list of \`${inlineText(resource.kind)}\` objects.\n\n\`GET ${inlineText(collectionPath(groupVersion, resource, resource.verbsEverywhere.includes("list")))}\``,
            ] as const,
          ],
    ),
  );
}

function schemaViews(
  emission: Emission,
  directory: string,
  declared: SchemaDeclaration,
  lists: ReadonlyMap<string, string>,
  names: Names,
  extended: ReadonlySet<string>,
): readonly DeclarationView[] {
  const { name, typeName, schema } = declared;
  const context = schemaContext(emission.model.types, declared);
  const known = knownSchema(name);
  if (known !== undefined) {
    return [
      {
        name: typeName,
        doc: known.doc,
        body: { kind: "alias", type: known.type },
      },
    ];
  }
  const doc = lists.get(name) ?? typeDoc(name, schema, context);
  if (schema.properties === undefined || schema.nullable === true) {
    const type = schemaType(schema, context);
    return [{ name: typeName, doc, body: { kind: "alias", type } }];
  }

  const nested: DeclarationView[] = [];
  const isList = lists.has(name);
  const members = membersOf(schema, context).map((member) =>
    isList && member.name === "items"
      ? { ...member, doc: "" }
      : kindMember(directory, declared, member, nested, names),
  );
  const object = { kind: "object", members, open: isOpen(schema) } as const;
  const type = extended.has(`${directory}/types#${typeName}`)
    ? object
    : withChoices(object, schema);
  return [{ name: typeName, doc, body: bodyOf(type) }, ...nested];
}

/**
 * A member of a schema's interface.
 *
 * What every kind has is said from facts, not with the server's stock text. What a custom resource writes out in place
 * (`spec`, `status`) gets a name of its own, so that it can be imported and so that hover and errors can say it.
 */
function kindMember(
  directory: string,
  { groupVersionKind, name, schema, typeName }: SchemaDeclaration,
  member: Member,
  nested: DeclarationView[],
  names: Names,
): Member {
  if (
    !isTypeMeta(member.name, groupVersionKind) &&
    hasMembers(member.type) &&
    isPropertyName(member.name)
  ) {
    const nestedType = nestedName(
      upperFirst(typeName) + upperFirst(camelCase(member.name)),
      names,
    );
    nested.push({
      name: nestedType,
      doc: member.doc || `\`${inlineText(member.name)}\` of \`${typeName}\`.`,
      body: bodyOf(member.type),
    });
    return { ...member, type: reference(`${directory}/types`, nestedType) };
  }
  const metadata = referenceIn(schema.properties?.["metadata"]);
  if (member.name === "metadata" && metadata !== undefined) {
    const isList = schema.properties?.["items"] !== undefined;
    return { ...member, doc: metadataDoc(metadata, isList) };
  }
  if (groupVersionKind === undefined) return stockless(member, metadata);
  const { group, version, kind } = groupVersionKind;
  if (member.name === "apiVersion")
    return literal(member, apiVersionOf(group, version));
  if (member.name === "kind") {
    return {
      ...literal(member, kind),
      optional: !answers.has(name) && member.optional,
    };
  }
  return member;
}

/** Whether a type is an object that is written out, held to choices or not. */
function hasMembers(type: TypeExpression): boolean {
  if (type.kind === "object") return type.members.length > 0;
  const [of] = type.kind === "generic" ? type.arguments : [];
  return of !== undefined && hasMembers(of);
}

function bodyOf(type: TypeExpression): DeclarationView["body"] {
  if (type.kind !== "object") return { kind: "alias", type };
  const { members, open } = type;
  return { kind: "interface", members, open };
}

/** Whether a member says which kind an object is of. */
function isTypeMeta(
  name: string,
  kind: SchemaDeclaration["groupVersionKind"],
): boolean {
  return kind !== undefined && (name === "apiVersion" || name === "kind");
}

/** Only servers send these, and always with their kind: it is what tells them from the objects that may be sent instead. */
const answers: ReadonlySet<string> = new Set([
  "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
]);

/** Names that end like this are made for what the other modules of a group and version declare, where a `$` may mark them already. */
const derivedEndings = /(?:Apply|Everywhere|Field|Object|Resources?)$/;

function nestedName(ideal: string, names: Names): string {
  return names.claim(derivedEndings.test(ideal) ? `${ideal}$$` : ideal);
}

function literal(member: Member, value: string): Member {
  return {
    ...member,
    doc: `\`${inlineText(value)}\``,
    type: text(stringLiteral(value)),
  };
}

/** Kinds of no single group say nothing of their `apiVersion` but the server's stock text. */
function stockless(member: Member, metadata: string | undefined): Member {
  if (metadata === undefined) return member;
  return { ...member, doc: objectDocs.get(member.name) ?? member.doc };
}

function metadataDoc(schema: string, isList: boolean): string {
  if (!schema.endsWith(".ListMeta")) {
    return objectDocs.get("metadata") ?? "";
  }
  return isList
    ? "Where the list stands: its version, and where the next page begins."
    : "";
}
