import type { FieldNode } from "./fields.js";

/** How large the trees of a type's fields are: each is weighed once, however often one is cut. */
export class Trees {
  readonly #below = new Map<FieldNode, number>();
  readonly #parents = new Map<FieldNode, FieldNode>();

  constructor(nodes: readonly FieldNode[]) {
    nodes.forEach((node) => this.#weigh(node));
  }

  #weigh(node: FieldNode): number {
    let below = 0;
    for (const child of node.children) {
      this.#parents.set(child, node);
      below += this.#weigh(child);
    }
    this.#below.set(node, below);
    return node.weight + below;
  }

  /** The fields that have as much within them, each after those within it. */
  withAtLeast(bytes: number): readonly FieldNode[] {
    return [...this.#below]
      .filter(([, below]) => below >= bytes)
      .map(([node]) => node);
  }

  /** What the fields within a field come to, in bytes. */
  below(node: FieldNode): number {
    return this.#below.get(node) ?? 0;
  }

  /** What fields come to with all within them, in bytes. */
  sizeOf(nodes: readonly FieldNode[]): number {
    return nodes.reduce((sum, node) => sum + node.weight + this.below(node), 0);
  }

  /** Takes away what is in a field. */
  cut(node: FieldNode): void {
    const gone = this.below(node);
    for (
      let at: FieldNode | undefined = node;
      at !== undefined;
      at = this.#parents.get(at)
    )
      this.#below.set(at, this.below(at) - gone);
    for (const child of node.children) this.#parents.delete(child);
    node.children = [];
  }

  /** Parts fields in those within one of them, and the others. */
  split(
    nodes: readonly FieldNode[],
    around: FieldNode,
  ): readonly [inside: readonly FieldNode[], outside: readonly FieldNode[]] {
    const inside = nodes.filter((node) => this.#isWithin(node, around));
    const within = new Set(inside);
    return [
      inside,
      nodes.filter((node) => node !== around && !within.has(node)),
    ];
  }

  #isWithin(node: FieldNode, around: FieldNode): boolean {
    for (
      let at = this.#parents.get(node);
      at !== undefined;
      at = this.#parents.get(at)
    )
      if (at === around) return true;
    return false;
  }
}
