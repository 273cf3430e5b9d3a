import type { Diagnostics } from "../diagnostics.js";
import type { GroupVersionKind } from "../document/openapi.js";
import { groupCopies, type KeyedDocument, type SchemaCopy } from "./copies.js";
import type {
  SchemaDeclaration,
  TypeDirectory,
  TypeReference,
} from "./model.js";
import { groupBy, moduleDirectory, typeNames } from "./names.js";
import { ownerOf, ownersByPackage, type Owner } from "./owners.js";

/** A document and the group and version that it is of; those of no group (`version`) belong to `meta/v1`. */
export interface PublishedDocument extends KeyedDocument {
  readonly publisher: Owner;
}

/** The schemas of every module, and the way to each. */
export interface SchemaModules {
  /** By directory, unsorted. */
  readonly modules: ReadonlyMap<string, SchemaModule>;
  readonly types: TypeDirectory;
}

/** The schemas that one group and version owns. */
export interface SchemaModule extends Owner {
  readonly schemas: readonly SchemaDeclaration[];
}

/** Kinds that every group registers for itself: the list of their groups says nothing of them. */
const registeredEverywhere: ReadonlySet<string> = new Set([
  "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
  "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent",
]);

/** Gives every schema one home: the module of the group and version that it belongs to. */
export function buildSchemas(
  documents: readonly PublishedDocument[],
  diagnostics: Diagnostics,
): SchemaModules {
  const packages = ownersByPackage(documents);
  const publishers = new Map(documents.map((d) => [d.key, d.publisher]));
  const kinds = kindsOf(documents);

  const homes: Home[] = [];
  for (const [name, copies] of groupCopies(documents)) {
    const kind = kinds.get(name);
    const owner = ownerOf(
      name,
      kind,
      packages,
      publisherOf(copies[0], publishers),
    );
    const [main, ...others] = mainFirst(copies, owner, publishers);
    if (main !== undefined) {
      const told = Math.max(
        0,
        main.documents.findIndex(isPublishedBy(owner, publishers)),
      );
      homes.push({ copy: main, told, owner, kind, shared: true });
    }
    for (const copy of others) {
      homes.push({
        copy,
        told: 0,
        owner: publisherOf(copy, publishers),
        kind,
        shared: false,
      });
    }
    if (others.length > 0) diagnostics.add(differs(name, copies));
  }
  return settle(homes);
}

interface Home {
  readonly copy: SchemaCopy;
  /** Which of its documents is taken at its word: the owner's, where that is one. */
  readonly told: number;
  readonly owner: Owner;
  readonly kind: GroupVersionKind | undefined;
  /** Whether documents mean this one unless they are listed apart. */
  readonly shared: boolean;
}

function settle(homes: readonly Home[]): SchemaModules {
  const modules = new Map<string, SchemaModule>();
  const shared = byName<TypeReference>();
  const byDocument = byName<Record<string, TypeReference>>();

  for (const [directory, members] of groupBy(homes, ({ owner }) =>
    moduleDirectory(owner.group, owner.version),
  )) {
    const names = typeNames(members.map(qualifiedName));
    const schemas = members.map((home): SchemaDeclaration => {
      const typeName = names.get(qualifiedName(home)) ?? "";
      const { copy, told } = home;
      if (home.shared) shared[copy.name] = { directory, typeName };
      else {
        for (const key of copy.documents) {
          (byDocument[key] ??= byName())[copy.name] = { directory, typeName };
        }
      }
      return {
        name: copy.name,
        typeName,
        document: copy.documents[told] ?? "",
        schema: copy.schemas[told] ?? {},
        groupVersionKind: home.kind,
      };
    });
    const owner = members[0]?.owner;
    if (owner === undefined) continue;
    modules.set(directory, {
      ...owner,
      schemas: schemas.sort((a, b) => (a.typeName < b.typeName ? -1 : 1)),
    });
  }
  return { modules, types: { shared, byDocument } };
}

/** An object without what every object has: names of documents may be `__proto__` and `constructor`. */
function byName<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}

/** The name that a type is named by; a copy apart from the others is told by the document that publishes it. */
function qualifiedName({ copy, shared }: Home): string {
  if (shared) return copy.name;
  const at = copy.name.lastIndexOf(".") + 1;
  const document = (copy.documents[0] ?? "").replace(/[^A-Za-z0-9]+/g, "_");
  return `${copy.name.slice(0, at)}${document}.${copy.name.slice(at)}`;
}

/** The copy that the owner itself publishes comes first, else the one that most documents publish. */
function mainFirst(
  copies: readonly SchemaCopy[],
  owner: Owner,
  publishers: ReadonlyMap<string, Owner>,
): readonly SchemaCopy[] {
  const isOwn = (copy: SchemaCopy): boolean =>
    copy.documents.some(isPublishedBy(owner, publishers));
  return [...copies].sort(
    (a, b) =>
      Number(isOwn(b)) - Number(isOwn(a)) ||
      b.documents.length - a.documents.length,
  );
}

function isPublishedBy(
  { group, version }: Owner,
  publishers: ReadonlyMap<string, Owner>,
): (document: string) => boolean {
  return (document) => {
    const publisher = publishers.get(document);
    return publisher?.group === group && publisher.version === version;
  };
}

function publisherOf(
  copy: SchemaCopy | undefined,
  publishers: ReadonlyMap<string, Owner>,
): Owner {
  return (
    publishers.get(copy?.documents[0] ?? "") ?? { group: "meta", version: "v1" }
  );
}

/** The one kind of each schema, over all documents: none where they name several. */
function kindsOf(
  documents: readonly KeyedDocument[],
): ReadonlyMap<string, GroupVersionKind | undefined> {
  const published = new Map<string, Map<string, GroupVersionKind>>();
  for (const { document } of documents) {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const kinds = schema["x-kubernetes-group-version-kind"];
      if (kinds === undefined || registeredEverywhere.has(name)) continue;
      const known = published.get(name) ?? new Map<string, GroupVersionKind>();
      published.set(name, known);
      for (const kind of kinds) {
        const { group, version } = kind;
        known.set(JSON.stringify([group, version, kind.kind]), kind);
      }
    }
  }
  return new Map(
    [...published].map(([name, kinds]) => {
      const [only, ...others] = kinds.values();
      return [name, others.length === 0 ? only : undefined];
    }),
  );
}

function differs(
  name: string,
  copies: readonly SchemaCopy[],
): Parameters<Diagnostics["add"]>[0] {
  const publishers = copies
    .map(({ documents }) => documents.join(", "))
    .join(" | ");
  return {
    severity: "warning",
    code: "schema-differs",
    message: `schema "${name}" is not the same in all documents: ${publishers}`,
    hint: "each keeps its own type; this is usual where an aggregated API server was built from another version of Kubernetes",
    at: { document: copies[0]?.documents[0] ?? "" },
  };
}
