import type { Schema } from "../document/openapi.js";
import type { SchemaDeclaration } from "../model/model.js";
import { referenceIn } from "../model/operations.js";
import { typedChoices } from "./choices.js";
import { declarationOf, type Emission } from "./emission.js";
import { knownSchema } from "./known-schemas.js";

/** Which schemas have an apply type of their own: the others are all optional as they are, and are used as they are. */
export interface ApplyDirectory {
  /** By `directory#typeName`. */
  readonly own: ReadonlySet<string>;
  /** What resources and subresources are applied as, and all that is reached from there, in the same way. */
  readonly roots: ReadonlySet<string>;
  readonly reached: ReadonlySet<string>;
}

/**
 * Finds the schemas that are applied field by field and differ from their plain types when they are.
 *
 * Roots are what resources and subresources can be applied with; from these it goes wherever the server merges: into
 * objects, maps and lists with keys, never into what is atomic.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function findApplyTypes(emission: Emission): ApplyDirectory {
  const roots = rootsOf(emission);
  const nodes = new Map<string, Node>();
  const pending = [...roots];
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    const declaration = emission.declarations.get(key);
    if (nodes.has(key) || declaration === undefined) continue;
    const node = inspect(emission, declaration);
    nodes.set(key, node);
    pending.push(...node.uses);
  }

  const users = new Map<string, string[]>();
  for (const [key, { uses }] of nodes)
    for (const used of uses) {
      const known = users.get(used);
      if (known === undefined) users.set(used, [key]);
      else known.push(key);
    }
  // What uses one that differs differs with it. A set is gone through to its end, also as it grows.
  const own = new Set(roots);
  for (const [key, { differs }] of nodes) if (differs) own.add(key);
  for (const key of own) for (const user of users.get(key) ?? []) own.add(user);
  return { own, roots, reached: new Set(nodes.keys()) };
}

/** Whether a list's items are told apart by keys. */
export function hasKeys(schema: Schema): boolean {
  return (
    schema["x-kubernetes-list-type"] === "map" &&
    (schema["x-kubernetes-list-map-keys"]?.length ?? 0) > 0
  );
}

/** Whether a map or an object is replaced whole. */
export function isAtomic(schema: Schema): boolean {
  return schema["x-kubernetes-map-type"] === "atomic";
}

interface Node {
  /** Whether the apply type differs whatever those that it uses do. */
  readonly differs: boolean;
  readonly uses: readonly string[];
}

function rootsOf(emission: Emission): Set<string> {
  const roots = new Set<string>();
  for (const { document, resources } of emission.model.groupVersions) {
    if (document === undefined) continue;
    for (const applied of resources.flatMap((r) => [r, ...r.subresources])) {
      if (!applied.patchTypes.includes("apply")) continue;
      const home = declarationOf(emission, document.key, applied.schema);
      if (home !== undefined) roots.add(`${home.directory}#${home.typeName}`);
    }
  }
  return roots;
}

function inspect(emission: Emission, declaration: SchemaDeclaration): Node {
  const uses: string[] = [];
  let differs = false;
  const visit = (schema: Schema): void => {
    if (isAtomic(schema)) return;
    const referenced = referenceIn(schema);
    if (referenced !== undefined) {
      const home = declarationOf(emission, declaration.document, referenced);
      if (home === undefined || isAtomic(home.declaration.schema)) return;
      if (knownSchema(referenced) !== undefined) return;
      uses.push(`${home.directory}#${home.typeName}`);
      return;
    }
    if (schema.type === "array") {
      if (!hasKeys(schema)) return;
      differs = true;
      if (schema.items !== undefined) visit(schema.items);
      return;
    }
    const properties = Object.values(schema.properties ?? {});
    if (properties.length > 0 && (schema.required?.length ?? 0) > 0) {
      differs = true;
    }
    if (typedChoices(schema).length > 0) differs = true;
    for (const property of properties) visit(property);
    if (typeof schema.additionalProperties === "object") {
      visit(schema.additionalProperties);
    }
  };
  visit(declaration.schema);
  return { differs, uses };
}
