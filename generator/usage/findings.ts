import { relative, sep } from "node:path";
import type ts from "typescript";
import type { ProgramUse, Site, Unseen } from "./uses.js";

/** A use without its site, which the node gives. */
type Placed<Use> = Use extends ProgramUse ? Omit<Use, "site"> : never;

/** Gathers what is found, each thing once. */
export class Findings {
  readonly #uses = new Map<string, ProgramUse>();
  readonly #unseen = new Map<string, Unseen>();

  use(node: ts.Node, use: Placed<ProgramUse>): void {
    const placed: ProgramUse = { ...use, site: siteOf(node) };
    const key = JSON.stringify({ ...placed, shown: "", isPartial: false });
    // What is found first is found on the longest way.
    if (!this.#uses.has(key)) this.#uses.set(key, placed);
  }

  unseen(node: ts.Node, what: string): void {
    const placed: Unseen = { site: siteOf(node), what };
    this.#unseen.set(JSON.stringify(placed), placed);
  }

  /** In the order of files, and of lines in them. */
  get uses(): readonly ProgramUse[] {
    return inOrder([...this.#uses.values()]);
  }

  get unseens(): readonly Unseen[] {
    return inOrder([...this.#unseen.values()]);
  }
}

function inOrder<Found extends { readonly site: Site }>(
  found: Found[],
): readonly Found[] {
  return found.sort(({ site: a }, { site: b }) =>
    a.file === b.file
      ? a.line - b.line || a.column - b.column
      : a.file < b.file
        ? -1
        : 1,
  );
}

/** Where a node begins. */
function siteOf(node: ts.Node): Site {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(
    node.getStart(),
  );
  return {
    file: shortPath(file.fileName),
    line: line + 1,
    column: character + 1,
  };
}

/** A file's path from the working directory. */
export function shortPath(file: string): string {
  return relative("", file).split(sep).join("/");
}
