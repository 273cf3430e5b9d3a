import type { Pair, YAMLSeq } from "yaml";
import {
  commentLine,
  commentsAbove,
  lineStart,
  nextLine,
  type Splice,
} from "./splice.js";
import {
  afterColon,
  contentEnd,
  itemTokens,
  type ItemToken,
} from "./tokens.js";

/**
 * What takes an item out of the list that a field holds, with the comments inside of it and directly above it. A list that is empty
 * then is written `[]`: it stays a list.
 *
 * @returns undefined where the list is written in a way that nothing can be cut out of
 */
export function deleteItem(
  text: string,
  field: Pair<unknown, YAMLSeq>,
  index: number,
): readonly Splice[] | undefined {
  const list = field.value;
  if (list === null) return undefined;
  const items = itemTokens(list).slice(0, list.items.length);
  if (list.flow === true) {
    const cut = cutFromFlow(text, list, items, index);
    return cut && [cut];
  }
  const cut = cutLines(text, items, index);
  if (cut === undefined || items.length > 1) return cut && [cut];
  const after = afterColon(field);
  return after === undefined
    ? undefined
    : [{ start: after, end: after, text: " []" }, cut];
}

function cutLines(
  text: string,
  items: readonly ItemToken[],
  index: number,
): Splice | undefined {
  const dash = items[index]?.start.find(({ type }) => type === "seq-item-ind");
  if (dash === undefined) return undefined;
  const line = lineStart(text, dash.offset);
  const column = dash.offset - line;
  if (text.slice(line, dash.offset).trim() !== "") return undefined;

  let end = nextLine(text, contentEnd(items[index]));
  for (;;) {
    const below = commentLine(text, end);
    if (below === undefined || below.column <= column || isDisabled(below))
      break;
    end = nextLine(text, end);
  }
  const start = commentsAbove(
    text,
    line,
    column,
    nextLineAfter(text, contentEnd(items[index - 1])),
  );
  for (let at = start; at < line; at = nextLine(text, at)) {
    const above = commentLine(text, at);
    if (above !== undefined && isDisabled(above))
      return { start: line, end, text: "" };
  }
  return { start, end, text: "" };
}

/** An item that someone has commented out is not a comment on the item below it. */
function isDisabled({ comment }: { readonly comment: string }): boolean {
  return /^#+\s*-\s/.test(comment);
}

function nextLineAfter(text: string, end: number): number {
  return end === 0 ? 0 : nextLine(text, end);
}

/** Cuts an item out of `[a, b]` with one comma, and with the space between it and the next. */
function cutFromFlow(
  text: string,
  list: YAMLSeq,
  items: readonly ItemToken[],
  index: number,
): Splice | undefined {
  const item = placeOf(items[index]);
  const next = placeOf(items[index + 1]);
  const previous = placeOf(items[index - 1]);
  if (item === undefined) return undefined;
  if (next !== undefined) {
    const hasComment = text.slice(item.end, next.start).includes("#");
    const end = hasComment ? next.comma + 1 : next.start;
    return { start: item.start, end, text: "" };
  }
  if (previous !== undefined) {
    if (!text.slice(previous.end, item.start).includes("#"))
      return { start: previous.end, end: item.end, text: "" };
    // The comma before it stays, so one after it goes.
    const [comma = ""] = /^\s*,/.exec(text.slice(item.end)) ?? [];
    return { start: item.start, end: item.end + comma.length, text: "" };
  }
  const [open, close] = list.range ?? [item.start - 1, item.end + 1];
  const around =
    text.slice(open + 1, item.start) + text.slice(item.end, close - 1);
  return /^[\s,]*$/.test(around)
    ? { start: open + 1, end: close - 1, text: "" }
    : { start: item.start, end: item.end, text: "" };
}

interface Place {
  readonly start: number;
  readonly end: number;
  /** The comma before it. */
  readonly comma: number;
}

function placeOf(item: ItemToken | undefined): Place | undefined {
  if (item === undefined) return undefined;
  const { start, ...content } = item;
  const anchor = start.find(({ type }) => type === "anchor" || type === "tag");
  const comma = start.find(({ type }) => type === "comma");
  const first = anchor ?? content.key ?? content.value;
  const begin =
    first && "start" in first && !Array.isArray(first.start)
      ? first.start.offset
      : first?.offset;
  return begin === undefined
    ? undefined
    : { start: begin, end: contentEnd(content), comma: comma?.offset ?? begin };
}
