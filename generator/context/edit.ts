import { isDeepStrictEqual } from "node:util";
import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { deleteItem } from "./delete-item.js";
import { notEditable } from "./problems.js";
import { scalarText } from "./scalar.js";
import { pairOf, setField } from "./set-field.js";
import { applySplices, lineEndOf, type Splice } from "./splice.js";

/** One thing to change in the text of a kubeconfig file. */
export type Edit =
  | { readonly kind: "set-current"; readonly name: string }
  | { readonly kind: "rename"; readonly name: string; readonly to: string }
  | { readonly kind: "delete"; readonly name: string };

/**
 * Changes the text of a kubeconfig file, which has been read and found to be one, and nothing else in it: comments, order, quotes,
 * fields that nobody knows and ends of lines stay. The text that comes of it is read again, and must say what was meant.
 *
 * @throws {GenerationFailed} `kubeconfig-not-editable`
 */
export function editKubeconfig(
  file: string,
  text: string,
  edits: readonly Edit[],
): string {
  const document = firstDocument(text);
  const before = dataOf(file, document);
  const intended = edits.reduce(
    (data, edit) => editedData(data, edit, indexOf(document, edit.name)),
    before,
  );
  const splices = edits.flatMap((edit) => {
    const found = splicesOf(file, text, document, edit);
    if (found === undefined)
      throw notEditable(
        file,
        `${describe(edit)} has no plain place in its text`,
      );
    return found;
  });
  const result = applySplices(text, splices);
  const after = firstDocument(result);
  if (
    after.errors.length > 0 ||
    after.warnings.length > document.warnings.length ||
    !isDeepStrictEqual(dataOf(file, after), intended)
  )
    throw notEditable(
      file,
      `${describe(edits.at(-1))} cannot be changed in its text without changing something else, such as what an anchor or a tag stands for`,
    );
  return result;
}

function describe(edit: Edit | undefined): string {
  return edit?.kind === "rename" || edit?.kind === "delete"
    ? `the context "${edit.name}"`
    : `"current-context"`;
}

/** kubectl reads no more than the first. */
function firstDocument(text: string): Document {
  const [document]: readonly Document[] = parseAllDocuments(text, {
    keepSourceTokens: true,
    prettyErrors: false,
  });
  return document ?? new Document(null);
}

function splicesOf(
  file: string,
  text: string,
  document: Document,
  edit: Edit,
): readonly Splice[] | undefined {
  const root = document.contents;
  if (edit.kind === "set-current") {
    const splice = isMap(root)
      ? setField(text, root, "current-context", edit.name)
      : firstFields(text, edit.name);
    return splice && [splice];
  }
  const list = contextsOf(document);
  const index = indexOf(document, edit.name);
  const item = list?.value?.items[index] as Node | undefined;
  if (list === undefined || item === undefined) return undefined;
  if (edit.kind === "delete") {
    refuseAliased(file, document, item, edit.name);
    return deleteItem(text, list, index);
  }
  const map = resolved(document, item);
  const splice = map && setField(text, map, "name", edit.to);
  return splice && [splice];
}

/** What makes a kubeconfig of a file that says nothing yet. */
function firstFields(text: string, name: string): Splice {
  const lineEnd = lineEndOf(text);
  const lines = [
    ...(text === "" || text.endsWith("\n") ? [] : [""]),
    "apiVersion: v1",
    "kind: Config",
    `current-context: ${scalarText(name, "plain", false)}`,
    "",
  ];
  return { start: text.length, end: text.length, text: lines.join(lineEnd) };
}

function contextsOf(document: Document): Pair<unknown, YAMLSeq> | undefined {
  const root = document.contents;
  const pair = isMap(root) ? pairOf(root, "contexts") : undefined;
  return isSeq(pair?.value) ? (pair as Pair<unknown, YAMLSeq>) : undefined;
}

/** Where a context stands in its list; -1 where it does not. */
function indexOf(document: Document, name: string): number {
  const items = contextsOf(document)?.value?.items ?? [];
  return items.findIndex((item) => {
    const map = resolved(document, item);
    const value = map?.get("name", true);
    const scalar = isAlias(value) ? value.resolve(document) : value;
    // As it is written, which is what the reader takes it for.
    return (
      isScalar(scalar) &&
      (typeof scalar.value === "string" ? scalar.value : scalar.source) === name
    );
  });
}

function resolved(document: Document, item: unknown): YAMLMap | undefined {
  const node = isAlias(item) ? item.resolve(document) : item;
  return isMap(node) ? node : undefined;
}

function refuseAliased(
  file: string,
  document: Document,
  item: Node,
  name: string,
): void {
  const anchors = new Set<string>();
  const own = new Set<unknown>();
  visit(item, {
    Node: (_, node) => {
      own.add(node);
      if (!isAlias(node) && node.anchor !== undefined) anchors.add(node.anchor);
    },
  });
  visit(document, {
    Alias: (_, alias) => {
      if (anchors.has(alias.source) && !own.has(alias))
        throw notEditable(
          file,
          `something outside of the context "${name}" is an alias (*${alias.source}) of an anchor inside of it`,
        );
    },
  });
}

type Data = ReadonlyMap<unknown, unknown> | null;

/** Data as Maps, so that the order and the types of keys are kept apart. */
function dataOf(file: string, document: Document): Data {
  try {
    return (document.toJS({ mapAsMap: true }) ?? null) as Data;
  } catch {
    throw notEditable(
      file,
      "an alias in it stands for nothing, or for too much",
    );
  }
}

/** What the data should be afterwards. Nothing is changed where it is: an alias and its anchor share their data. */
function editedData(data: Data, edit: Edit, index: number): Data {
  if (edit.kind === "set-current") {
    const empty = [
      ["apiVersion", "v1"],
      ["kind", "Config"],
    ] as const;
    return new Map<unknown, unknown>(data ?? empty).set(
      "current-context",
      edit.name,
    );
  }
  const contexts = (data?.get("contexts") ?? []) as readonly Data[];
  const next =
    edit.kind === "delete"
      ? contexts.filter((_, i) => i !== index)
      : contexts.map((context, i) =>
          i === index ? new Map(context).set("name", edit.to) : context,
        );
  return new Map(data).set("contexts", next);
}
