import type { DeclarationView } from "../../templates/declaration.js";
import {
  reference,
  text,
  union,
  type Member,
  type TypeExpression,
} from "../../templates/type-expression.js";
import { stringLiteral } from "../../templates/literal.js";
import type { Schema } from "../document/openapi.js";
import type { GroupVersion, SchemaDeclaration } from "../model/model.js";
import { apiVersionOf } from "../model/names.js";
import { referenceIn } from "../model/operations.js";
import { hasKeys, isAtomic, type ApplyDirectory } from "./apply-directory.js";
import { declarationsFile } from "./declarations-file.js";
import { briefDoc, objectDocs } from "./docs.js";
import {
  declarationOf,
  derivedName,
  type Emission,
  type OutputFile,
} from "./emission.js";
import { isOpen } from "./open-object.js";
import {
  optionalType,
  orNull,
  schemaContext,
  schemaType,
  type SchemaContext,
} from "./schema-type.js";

/** Emits `apply.ts`: what server-side apply takes, everything optional but the keys of lists. */
export function emitApplyTypes(
  emission: Emission,
  applies: ApplyDirectory,
): readonly OutputFile[] {
  return emission.model.groupVersions.flatMap((groupVersion) =>
    applyFile(emission, applies, groupVersion),
  );
}

/** The apply type of a schema, or its plain type where that will do. */
export function applyReference(
  emission: Emission,
  applies: ApplyDirectory,
  directory: string,
  typeName: string,
): TypeExpression {
  const name = applyName(emission, applies, directory, typeName);
  return name === undefined
    ? reference(`${directory}/types`, typeName)
    : reference(`${directory}/apply`, name);
}

/** What the apply type of a schema is called; undefined where its plain type will do. */
export function applyName(
  emission: Emission,
  { own }: ApplyDirectory,
  directory: string,
  typeName: string,
): string | undefined {
  return own.has(`${directory}#${typeName}`)
    ? derivedName(emission, directory, `${typeName}Apply`)
    : undefined;
}

function applyFile(
  emission: Emission,
  applies: ApplyDirectory,
  { directory, document, schemas }: GroupVersion,
): OutputFile[] {
  const views = schemas
    .filter(({ typeName }) => applies.own.has(`${directory}#${typeName}`))
    .map((schema) => applyView(emission, applies, directory, schema));
  return views.length === 0
    ? []
    : [declarationsFile(emission, `${directory}/apply`, document, views)];
}

interface Context extends SchemaContext {
  readonly emission: Emission;
  readonly applies: ApplyDirectory;
}

function applyView(
  emission: Emission,
  applies: ApplyDirectory,
  directory: string,
  declaration: SchemaDeclaration,
): DeclarationView {
  const { groupVersionKind, schema, typeName } = declaration;
  const context: Context = {
    ...schemaContext(emission.model.types, declaration),
    emission,
    applies,
  };
  const name = derivedName(emission, directory, `${typeName}Apply`);
  const doc = `What to apply of a \`${typeName}\`.`;
  if (schema.properties === undefined) {
    const type = applyType(schema, context);
    return { name, doc, body: { kind: "alias", type } };
  }
  const literals: { readonly [name: string]: string } =
    groupVersionKind === undefined
      ? {}
      : {
          apiVersion: apiVersionOf(
            groupVersionKind.group,
            groupVersionKind.version,
          ),
          kind: groupVersionKind.kind,
        };
  const members = applyMembers(schema, [], context).map((member) =>
    Object.hasOwn(literals, member.name)
      ? {
          ...member,
          doc: "",
          type: text(stringLiteral(literals[member.name] ?? "")),
        }
      : member.name === "metadata" && groupVersionKind !== undefined
        ? { ...member, doc: "" }
        : member,
  );
  return {
    name,
    doc,
    body: { kind: "interface", members, open: isOpen(schema) },
  };
}

function applyMembers(
  schema: Schema,
  keys: readonly string[],
  context: Context,
): readonly Member[] {
  const isResource = schema["x-kubernetes-embedded-resource"] === true;
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    doc: isResource && objectDocs.has(name) ? "" : briefDoc(property),
    optional: !keys.includes(name),
    readonly: false,
    type: keys.includes(name)
      ? applyType(property, context)
      : optionalType(name, applyType(property, context)),
  }));
}

/** What a manager may say of a value: fields where the server merges, the whole where it replaces. */
function applyType(schema: Schema, context: Context): TypeExpression {
  const type = definiteApplyType(schema, context);
  return schema.nullable === true ? orNull(type) : type;
}

function definiteApplyType(schema: Schema, context: Context): TypeExpression {
  const { emission, applies, document } = context;
  const referenced = referenceIn(schema);
  if (referenced !== undefined && !isAtomic(schema)) {
    const home = declarationOf(emission, document, referenced);
    if (home !== undefined && !isAtomic(home.declaration.schema)) {
      return applyReference(emission, applies, home.directory, home.typeName);
    }
  }
  if (referenced === undefined && !isAtomic(schema)) {
    if (hasKeys(schema)) return listOfKeyed(schema, context);
    const members = applyMembers(schema, [], context);
    if (members.length > 0) {
      return { kind: "object", members, open: isOpen(schema) };
    }
    const values = schema.additionalProperties;
    if (typeof values === "object") {
      return { kind: "record", value: applyType(values, context) };
    }
  }
  const { nullable: _, ...definite } = schema;
  return schemaType(definite, context);
}

function listOfKeyed(schema: Schema, context: Context): TypeExpression {
  const { emission, document } = context;
  const items = schema.items ?? {};
  const referenced = referenceIn(items);
  const home = declarationOf(emission, document, referenced);
  const target = home?.declaration.schema ?? items;
  const keys = requiredKeys(schema["x-kubernetes-list-map-keys"] ?? [], target);
  if (home === undefined) {
    const members = applyMembers(items, keys, context);
    return {
      kind: "array",
      item:
        members.length > 0
          ? { kind: "object", members, open: isOpen(items) }
          : applyType(items, context),
    };
  }
  const item = applyType(items, context);
  return {
    kind: "array",
    item:
      keys.length === 0
        ? item
        : {
            kind: "generic",
            of: { from: "runtime/types", name: "ListMapItem" },
            arguments: [
              item,
              union(keys.map((key) => text(stringLiteral(key)))),
            ],
          },
  };
}

/**
 * The keys that an item cannot do without: those that the server has no value for.
 *
 * One that is optional and has no default may be left out where other keys tell the items apart: an item without it is
 * another item than one with it.
 *
 * @see https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.4.2/typed/helpers.go
 */
function requiredKeys(
  keys: readonly string[],
  item: Schema,
): readonly string[] {
  const properties = new Map(Object.entries(item.properties ?? {}));
  const declared = keys.filter((key) => properties.has(key));
  const telling = declared.filter(
    (key) =>
      item.required?.includes(key) === true ||
      properties.get(key)?.default !== undefined,
  );
  return (telling.length > 0 ? telling : declared).filter((key) => {
    const published = properties.get(key)?.default;
    return published === undefined || published === "" || published === 0;
  });
}
