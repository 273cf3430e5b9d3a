import type { DeclarationView } from "../../templates/declaration.js";
import { inlineText } from "../../templates/doc-comment.js";
import { stringLiteral } from "../../templates/literal.js";
import {
  reference,
  text,
  type Member,
  type Reference,
} from "../../templates/type-expression.js";
import type {
  GroupVersion,
  Resource,
  SchemaDeclaration,
  TypeReference,
} from "../model/model.js";
import { apiVersionOf, moduleDirectory } from "../model/names.js";
import { referenceIn } from "../model/operations.js";
import { metaOwner } from "../model/owners.js";
import { declarationOf, derivedName, type Emission } from "./emission.js";
import {
  hasMetadata,
  isListMetaKnown,
  isObjectMetaKnown,
} from "./persisted-base.js";

const meta = moduleDirectory(metaOwner.group, metaOwner.version);

/** The types of what a server keeps and answers: an object, and a list of it. */
export interface PersistedTypes {
  readonly object: Reference;
  readonly list: Reference | undefined;
}

/** The resource's own types where the server keeps its objects; undefined where it does not, or the object has no metadata. */
export function persistedTypes(
  emission: Emission,
  { document }: GroupVersion,
  resource: Resource,
): PersistedTypes | undefined {
  if (!resource.persisted || document === undefined) return undefined;
  if (!isObjectMetaKnown(emission)) return undefined;
  const object = declarationOf(emission, document.key, resource.schema);
  if (
    object === undefined ||
    !hasMetadata(
      emission,
      object.declaration.document,
      object.declaration.schema,
      `${meta}#ObjectMeta`,
    )
  )
    return undefined;
  const list = declarationOf(emission, document.key, resource.listSchema);
  return {
    object: persistedName(emission, object),
    list:
      list !== undefined && isListOf(emission, list.declaration, object)
        ? persistedName(emission, list)
        : undefined,
  };
}

/** Whether a list's schema says that its items are of this type. */
function isListOf(
  emission: Emission,
  { document, schema }: SchemaDeclaration,
  object: TypeReference,
): boolean {
  if (!isListMetaKnown(emission)) return false;
  const items = schema.properties?.["items"];
  if (items === undefined || items.nullable === true || items.type !== "array")
    return false;
  const item = declarationOf(
    emission,
    document,
    items.items === undefined ? undefined : referenceIn(items.items),
  );
  return (
    item?.directory === object.directory &&
    item.typeName === object.typeName &&
    hasMetadata(emission, document, schema, `${meta}#ListMeta`)
  );
}

/** The declarations of the persisted types, sorted by name, by the module that has their plain types: `apps/v1/types`. */
export function persistedDeclarations(
  emission: Emission,
): ReadonlyMap<string, readonly DeclarationView[]> {
  const modules = new Map<string, Map<string, DeclarationView>>();
  const declare = (from: string, view: DeclarationView): void => {
    const views = modules.get(from) ?? new Map<string, DeclarationView>();
    modules.set(from, views.set(view.name, view));
  };
  for (const groupVersion of emission.model.groupVersions) {
    for (const resource of groupVersion.resources) {
      const types = persistedTypes(emission, groupVersion, resource);
      if (types === undefined) continue;
      for (const { from, view } of viewsOf(
        emission,
        groupVersion,
        resource,
        types,
      )) {
        declare(from, view);
      }
    }
  }
  for (const view of metadataViews(emission)) declare(`${meta}/types`, view);
  return new Map(
    [...modules].map(([from, views]) => [
      from,
      [...views.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    ]),
  );
}

function viewsOf(
  emission: Emission,
  { document, group, version }: GroupVersion,
  resource: Resource,
  { object, list }: PersistedTypes,
): readonly { readonly from: string; readonly view: DeclarationView }[] {
  const key = document?.key ?? "";
  const plain = declarationOf(emission, key, resource.schema);
  const plainList = declarationOf(emission, key, resource.listSchema);
  const { kind, namespaced } = resource;
  const shown = inlineText(kind);
  const views = [];
  if (plain !== undefined) {
    views.push({
      from: object.from,
      view: persistedObject(
        object.name,
        reference(`${plain.directory}/types`, plain.typeName),
        `A \`${shown}\` as the server keeps it: named, dated, and with an identity.`,
        [
          ...kindMembers(plain.declaration, { group, version, kind }),
          metadata(
            namespaced
              ? "PersistedNamespacedObjectMeta"
              : "PersistedObjectMeta",
          ),
        ],
      ),
    });
  }
  if (list !== undefined && plainList !== undefined) {
    views.push({
      from: list.from,
      view: persistedObject(
        list.name,
        reference(`${plainList.directory}/types`, plainList.typeName),
        `A list of \`${shown}\` objects as the server answers it.`,
        [
          ...kindMembers(plainList.declaration, { group, version }),
          metadata("PersistedListMeta"),
          {
            name: "items",
            doc: "",
            optional: false,
            readonly: false,
            type: { kind: "array", item: { kind: "reference", to: object } },
          },
        ],
      ),
    });
  }
  return views;
}

/** What an object says it is is said by its schema; where that is of several kinds, by the resource. */
function kindMembers(
  { groupVersionKind }: SchemaDeclaration,
  resource: {
    readonly group: string;
    readonly version: string;
    readonly kind?: string;
  },
): readonly Member[] {
  const { group, version, kind } = groupVersionKind ?? resource;
  return [
    literal("apiVersion", apiVersionOf(group, version)),
    ...(kind === undefined ? [] : [literal("kind", kind)]),
  ];
}

function persistedObject(
  name: string,
  base: ReturnType<typeof reference>,
  doc: string,
  members: readonly Member[],
): DeclarationView {
  return {
    name,
    doc,
    body: { kind: "interface", extends: base, members, open: false },
  };
}

function persistedName(
  emission: Emission,
  { directory, typeName }: { directory: string; typeName: string },
): Reference {
  return {
    from: `${directory}/types`,
    name: derivedName(emission, directory, `Persisted${typeName}`),
  };
}

function literal(name: string, value: string): Member {
  return {
    name,
    doc: "",
    optional: false,
    readonly: false,
    type: text(stringLiteral(value)),
  };
}

function metadata(name: string): Member {
  return {
    name: "metadata",
    doc: "",
    optional: false,
    readonly: false,
    type: reference(`${meta}/types`, name),
  };
}

/** What the server sets on everything that it keeps. */
function metadataViews(emission: Emission): readonly DeclarationView[] {
  const declared = emission.declarations.get(`${meta}#ObjectMeta`);
  if (declared === undefined || !isObjectMetaKnown(emission)) return [];
  const { document, schema } = declared;
  const time = declarationOf(
    emission,
    document,
    referenceIn(schema.properties?.["creationTimestamp"]),
  );
  const set = (name: string, doc: string, type = text("string")): Member => ({
    name,
    doc,
    optional: false,
    readonly: false,
    type,
  });
  const base = (name: string) => reference(`${meta}/types`, name);
  const views = [
    persistedObject(
      "PersistedObjectMeta",
      base("ObjectMeta"),
      "The metadata of an object that the server keeps.",
      [
        set("name", ""),
        set(
          "uid",
          "Differs from that of every other object that ever was, of the same name too.",
        ),
        set(
          "creationTimestamp",
          "",
          time && reference(`${time.directory}/types`, time.typeName),
        ),
        set("resourceVersion", "Changes with every write. A dry run has none."),
      ],
    ),
    persistedObject(
      "PersistedNamespacedObjectMeta",
      base("PersistedObjectMeta"),
      "The metadata of an object that the server keeps in a namespace.",
      [set("namespace", "")],
    ),
  ];
  return isListMetaKnown(emission)
    ? [
        ...views,
        persistedObject(
          "PersistedListMeta",
          base("ListMeta"),
          "The metadata of a list of objects that the server keeps.",
          [set("resourceVersion", "Where a watch may start from.")],
        ),
      ]
    : views;
}
