import type { FieldNode, TypeHome } from "./fields.js";
import { fieldsOf, totalWeight } from "./fields.js";
import { fieldAnchor } from "./addresses.js";
import { Trees } from "./trees.js";
import { mostBytes, piecesOfList } from "./weights.js";
import type { Target } from "./page-model.js";
import type { Reference } from "./reference.js";

/** The fields of one page of a type. */
export interface TypePart {
  readonly address: string;
  /** Where they stand in the type; empty for those of its first page. */
  readonly at: readonly string[];
  readonly nodes: readonly FieldNode[];
  /** Which of a long list of fields these are; undefined where there is one such page. */
  readonly range: string | undefined;
}

/** What a page may come to that shows the fields of the types it refers to as well. */
const mostBytesInlined = 110_000;

/** Smaller trees stay where they are: a page for each would be many pages. */
const worthAPage = 20_000;

/**
 * The pages of a type, the first one first: as few as there is room in.
 *
 * What is too much for one page loses the smallest part of the tree with which the rest fits; a list of fields that is too long by itself
 * is cut in pieces.
 */
export function partsOf(
  reference: Reference,
  home: TypeHome,
): readonly TypePart[] {
  const key = `${home.directory}#${home.declaration.typeName}`;
  const known = reference.parts.get(key);
  if (known !== undefined) return known;
  const parts = makeParts(reference, home);
  reference.parts.set(key, parts);
  return parts;
}

function makeParts(reference: Reference, home: TypeHome): readonly TypePart[] {
  const { directory, declaration } = home;
  const { typeName } = declaration;
  const parts: TypePart[] = [];
  const all = fieldsOf(reference, home);
  const trees = new Trees(all);
  const address = (part: string): string =>
    reference.addresses.partOfType(directory, typeName, part);
  const place = (
    page: string,
    at: readonly string[],
    nodes: readonly FieldNode[],
    candidates: readonly FieldNode[],
  ): void => {
    parts.push({ address: page, at, nodes, range: undefined });
    const index = parts.length - 1;
    let size = trees.sizeOf(nodes);
    let left = candidates;
    while (size > mostBytes) {
      const moved = partToMove(trees, left, size - mostBytes);
      if (moved === undefined) break;
      const { path } = moved.field;
      const own = address(path.join("."));
      const { children } = moved;
      const [inside, outside] = trees.split(left, moved);
      size -= trees.sizeOf(children);
      left = outside;
      trees.cut(moved);
      moved.elsewhere = { page: own };
      place(own, path, children, inside);
    }
    if (size > mostBytes)
      parts.splice(index, 1, ...pieces(page, at, nodes, address));
  };
  const first = reference.addresses.type(directory, typeName) ?? "";
  place(first, [], all, trees.withAtLeast(worthAPage));
  return parts;
}

/** The smallest tree that is at least so large, or else the largest there is. */
function partToMove(
  trees: Trees,
  candidates: readonly FieldNode[],
  atLeast: number,
): FieldNode | undefined {
  let best: { readonly node: FieldNode; readonly size: number } | undefined;
  for (const node of candidates) {
    const size = trees.below(node);
    if (size < worthAPage) continue;
    const isBetter =
      best === undefined ||
      (best.size < atLeast
        ? size > best.size
        : size >= atLeast && size < best.size);
    if (isBetter) best = { node, size };
  }
  return best?.node;
}

function pieces(
  page: string,
  at: readonly string[],
  nodes: readonly FieldNode[],
  address: (part: string) => string,
): readonly TypePart[] {
  const lists = piecesOfList(nodes, (node) => totalWeight([node]));
  return lists.map((list, i) => ({
    address: i === 0 ? page : address([...at, String(i + 1)].join(".")),
    at,
    nodes: list,
    range: `${list[0]?.field.name ?? ""} … ${list.at(-1)?.field.name ?? ""}`,
  }));
}

/** The fields of other types that a type's first page shows in place: of those that are a resource's, and have one page. */
export function followedFields(
  reference: Reference,
  home: TypeHome,
): readonly FieldNode[] {
  const known = reference.followed.get(home.declaration);
  if (known !== undefined) return known;
  const parts = partsOf(reference, home);
  const [first] = parts;
  const isRoot = reference.roots.has(
    `${home.directory}#${home.declaration.typeName}`,
  );
  const followed =
    first === undefined || parts.length > 1 || !isRoot
      ? []
      : followReferences(reference, home, first.nodes);
  reference.followed.set(home.declaration, followed);
  return followed;
}

/**
 * Shows the fields of the types that fields refer to in place, level by level, while there is room for them. A type within itself stays a
 * link, and so does the metadata that all have.
 *
 * @returns the fields whose types are shown
 */
function followReferences(
  reference: Reference,
  home: TypeHome,
  nodes: readonly FieldNode[],
): readonly FieldNode[] {
  let room = mostBytesInlined - totalWeight(nodes);
  const followed: FieldNode[] = [];
  let level = nodes.map((node) => ({ node, within: [home.declaration] }));
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { node, within } of level) {
      const { refers } = node;
      if (refers === undefined) {
        next.push(...node.children.map((child) => ({ node: child, within })));
        continue;
      }
      if (refers.directory.startsWith("meta/")) continue;
      if (within.includes(refers.declaration)) continue;
      const children = fieldsOf(reference, refers, node.field.path);
      const size = totalWeight(children);
      if (children.length === 0 || size > room) continue;
      room -= size;
      node.children = children;
      followed.push(node);
      const inside = [...within, refers.declaration];
      next.push(...children.map((child) => ({ node: child, within: inside })));
    }
    level = next;
  }
  return followed;
}

/** What is on another page than its type's first one. */
export interface Moved {
  readonly page: string;
  /** Whether the field itself is there, or what is in it alone. */
  readonly itself: boolean;
}

/** Where the fields of a type are that are not on its first page, by their paths with dots. */
export function movedFields(
  parts: readonly TypePart[],
): ReadonlyMap<string, Moved> {
  const known = movedOf.get(parts) ?? findMoved(parts);
  movedOf.set(parts, known);
  return known;
}

/** Each field of a large type is asked for. */
const movedOf = new WeakMap<readonly TypePart[], ReadonlyMap<string, Moved>>();

function findMoved(parts: readonly TypePart[]): ReadonlyMap<string, Moved> {
  const moved = new Map<string, Moved>();
  for (const { address, at, nodes, range } of parts.slice(1)) {
    if (range === undefined)
      moved.set(at.join("."), { page: address, itself: false });
    else
      for (const { field } of nodes)
        moved.set(field.path.join("."), { page: address, itself: true });
  }
  return moved;
}

/** Where a field of a type is. */
export function fieldTarget(
  reference: Reference,
  home: TypeHome,
  path: readonly string[],
): Target {
  const parts = partsOf(reference, home);
  const page = parts[0]?.address ?? "";
  if (path.length === 0) return { page };
  const anchor = fieldAnchor(path);
  if (parts.length === 1) return { page, anchor };
  const moved = movedFields(parts);
  for (let length = path.length; length > 0; length -= 1) {
    const found = moved.get(path.slice(0, length).join("."));
    if (found !== undefined && (found.itself || length < path.length))
      return { page: found.page, anchor };
  }
  return { page, anchor };
}
