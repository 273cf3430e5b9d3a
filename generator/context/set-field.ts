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
  const line = lineStart(text, start);
  const indent = text.slice(line, start);
  const lineEnd = lineEndOf(text);
  if (map.flow !== true) {
    const limit = contentEnd(itemTokens(map)[position - 1]);
    const above =
      limit === 0 ? line : commentsAbove(text, line, start - line, limit);
    const value = scalarText(name, "plain", false);
    return {
      start: above,
      end: above,
      text: `${indent}${field}: ${value}${lineEnd}`,
    };
  }
  const style = keyStyle(next);
  const isTight = text[afterColon(next) ?? start] !== " ";
  const isOwnLine = line > 0 && indent.trim() === "";
  const separator = isTight && style === "double" ? ":" : ": ";
  const value = scalarText(name, style, true);
  return {
    start,
    end: start,
    text: `${scalarText(field, style, true)}${separator}${value},${
      isOwnLine ? lineEnd + indent : separator.slice(1)
    }`,
  };
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
