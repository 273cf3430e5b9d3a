import { isScalar, type Pair, Scalar, type YAMLMap } from "yaml";
import { scalarText, type ScalarStyle } from "./scalar.js";
import { commentsAbove, lineEndOf, lineStart, type Splice } from "./splice.js";
import { afterColon, contentEnd, itemTokens } from "./tokens.js";

/**
 * What makes a field of a map say a name: a new value in the place of the old one and in its style, or a new field.
 *
 * @returns undefined where the map is written in a way that has no place for it
 */
export function setField(
  text: string,
  map: YAMLMap,
  field: string,
  name: string,
): Splice | undefined {
  const pair = pairOf(map, field);
  return pair === undefined
    ? addField(text, map, field, name)
    : setValue(text, pair, name, map.flow === true);
}

/** The field of a name. */
export function pairOf(map: YAMLMap, field: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === field);
}

function setValue(
  text: string,
  pair: Pair,
  name: string,
  isInFlow: boolean,
): Splice | undefined {
  const value = pair.value as Pick<Scalar, "range"> | null;
  const written = scalarText(name, styleOf(pair), isInFlow);
  const [start, end] = value?.range ?? [0, 0];
  if (start < end)
    // The last line of a block scalar is all its own.
    return {
      start,
      end,
      text: text[end - 1] === "\n" ? written + lineEndOf(text) : written,
    };
  const after = afterColon(pair);
  return after === undefined
    ? undefined
    : { start: after, end: after, text: ` ${written}` };
}

function styleOf({ key, value }: Pair): ScalarStyle {
  const model = isScalar(value) && value.value !== null ? value : key;
  const type = isScalar(model) ? model.type : undefined;
  if (type === Scalar.QUOTE_DOUBLE) return "double";
  return type === Scalar.QUOTE_SINGLE ? "single" : "plain";
}

/** Adds a field before the first one that comes after it in the alphabet, which is kubectl's order; or else before the last. */
function addField(
  text: string,
  map: YAMLMap,
  field: string,
  name: string,
): Splice | undefined {
  const { items } = map;
  const index = items.findIndex(
    ({ key }) => isScalar(key) && String(key.value) > field,
  );
  const position = index === -1 ? items.length - 1 : index;
  const next = items[position];
  if (next === undefined) return addFirstField(map, field, name);
  const [start] = (next.key as Pick<Scalar, "range">).range ?? [0];
  if (map.flow === true) return addEntry(text, next, start, field, name);
  const previousEnd = contentEnd(itemTokens(map)[position - 1]);
  return addLine(text, start, previousEnd, field, name);
}

/** A line above a key and the comments on it; a comment on the first key is one on the file, and stays above. */
function addLine(
  text: string,
  key: number,
  previousEnd: number,
  field: string,
  name: string,
): Splice {
  const line = lineStart(text, key);
  const start =
    previousEnd === 0
      ? line
      : commentsAbove(text, line, key - line, previousEnd);
  const value = scalarText(name, "plain", false);
  return {
    start,
    end: start,
    text: `${text.slice(line, key)}${field}: ${value}${lineEndOf(text)}`,
  };
}

/** An entry in flow style or JSON, written as the one after it is. */
function addEntry(
  text: string,
  next: Pair,
  start: number,
  field: string,
  name: string,
): Splice {
  const line = lineStart(text, start);
  const indent = text.slice(line, start);
  const style = keyStyle(next);
  const isTight = style === "double" && text[afterColon(next) ?? start] !== " ";
  const space = isTight ? "" : " ";
  const after =
    line > 0 && indent.trim() === "" ? lineEndOf(text) + indent : space;
  const [key, value] = [field, name].map((part) =>
    scalarText(part, style, true),
  );
  return { start, end: start, text: `${key}:${space}${value},${after}` };
}

function addFirstField(
  map: YAMLMap,
  field: string,
  name: string,
): Splice | undefined {
  const start = map.range?.[0];
  if (start === undefined || map.flow !== true) return undefined;
  const entry = [field, name].map((part) => scalarText(part, "double", true));
  return { start: start + 1, end: start + 1, text: entry.join(": ") };
}

function keyStyle({ key }: Pair): ScalarStyle {
  return isScalar(key) && key.type === Scalar.QUOTE_DOUBLE ? "double" : "plain";
}
