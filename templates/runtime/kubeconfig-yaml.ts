import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Alias,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { ConfigError } from "./errors.js";

/** A value of a YAML document; it knows its line. What an alias stands for is the same object. */
export type YamlValue = YamlMap | YamlList | YamlScalar;

/** A map; of a key that stands twice, the last one. */
export interface YamlMap {
  readonly kind: "map";
  readonly line: number;
  readonly entries: ReadonlyMap<string, YamlValue>;
}

export interface YamlList {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly YamlValue[];
}

export interface YamlScalar {
  readonly kind: "scalar";
  readonly line: number;
  readonly value: string | number | boolean | null;
}

/**
 * Reads the first document of a YAML or JSON text as kubectl does, which is neither YAML 1.2 nor all of 1.1
 * (https://github.com/yaml/go-yaml/tree/v2, `resolve.go` and `decode.go`): `yes`, `on` and `y` are booleans, `010` is eight,
 * a date or `12:30:45` is a string, the last of equal keys counts, and `<<` overrides what stands before it.
 *
 * @throws {ConfigError} that names the file and the line, and shows nothing of the text, which may be a credential
 */
export function readYaml(file: string, text: string): YamlValue | undefined {
  try {
    return readFirstDocument(file, text);
  } catch (error) {
    // What is nested is read by functions that call themselves.
    if (error instanceof RangeError)
      throw notYaml(file, undefined, "it is nested too deep");
    throw error;
  }
}

function readFirstDocument(file: string, text: string): YamlValue | undefined {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Scalars stay as they are written: what they are is decided below.
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
  });
  const root = Array.isArray(documents) ? documents[0] : undefined;
  const [error] = root?.errors ?? [];
  if (error !== undefined)
    // YAML's own messages can hold the text that they are about.
    throw notYaml(file, lines.linePos(error.pos[0]).line, error.code);
  return root?.contents
    ? new YamlReader(file, lines).read(root.contents)
    : undefined;
}

function notYaml(
  file: string,
  line: number | undefined,
  why: string,
): ConfigError {
  const place = line === undefined ? `"${file}"` : `"${file}", line ${line}`;
  return new ConfigError(
    `${place}: not a kubeconfig, because not YAML (${why})`,
  );
}

// Up to 400,000 values kubectl lets 99 of 100 come from aliases; beyond, hardly more: https://github.com/yaml/go-yaml/blob/v2/decode.go
const maxAliased = 396_000;
const maxAliasedShare = 0.99;

/** One document; counts what its aliases stand for, which can be much more than the text. */
class YamlReader {
  readonly #file: string;
  readonly #lines: LineCounter;
  /** What each anchor that was read stands for, and how many values that is; undefined while it is being read. */
  readonly #anchors = new Map<
    string,
    { readonly value: YamlValue; readonly size: number } | undefined
  >();
  #count = 0;
  #aliased = 0;

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  read(node: unknown): YamlValue {
    if (isAlias(node)) return this.#alias(node);
    const before = this.#count;
    this.#count += 1;
    const anchor = anchorOf(node);
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const value = this.#value(node);
    if (anchor !== undefined)
      this.#anchors.set(anchor, { value, size: this.#count - before });
    return value;
  }

  #value(node: unknown): YamlValue {
    const line = this.#line(node);
    if (isMap(node)) return { kind: "map", line, entries: this.#entries(node) };
    if (isSeq(node))
      return {
        kind: "list",
        line,
        items: (node as YAMLSeq).items.map((item) => this.read(item)),
      };
    const value = isScalar(node) ? this.#scalar(node) : null;
    return { kind: "scalar", line, value };
  }

  #entries(map: YAMLMap): ReadonlyMap<string, YamlValue> {
    const entries = new Map<string, YamlValue>();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        for (const [name, merged] of this.#merged(value))
          entries.set(name, merged);
        continue;
      }
      const name = this.read(key);
      if (name.kind !== "scalar" || name.value === null)
        throw this.#error(key, "a key is no text");
      entries.set(String(name.value), this.read(value));
    }
    return entries;
  }

  /** What `<<` brings: a map, or of several the first one that has a key. */
  #merged(node: unknown): readonly (readonly [string, YamlValue])[] {
    const value = this.read(node);
    const maps = value.kind === "list" ? [...value.items].reverse() : [value];
    return maps.flatMap((map) => {
      if (map.kind !== "map")
        throw this.#error(node, '"<<" merges maps, and this is none');
      return [...map.entries];
    });
  }

  #alias(alias: Alias): YamlValue {
    const name = alias.source;
    const target = this.#anchors.get(name);
    if (target === undefined)
      throw this.#error(
        alias,
        this.#anchors.has(name)
          ? "an anchor holds an alias of itself"
          : "an alias has no anchor before it",
      );
    this.#count += 1 + target.size;
    this.#aliased += target.size;
    const share = this.#aliased / this.#count;
    if (
      this.#aliased > maxAliased ||
      (this.#aliased > 100 && this.#count > 1000 && share > maxAliasedShare)
    )
      throw this.#error(alias, "its aliases stand for too much");
    return target.value;
  }

  #scalar(scalar: Scalar): YamlScalar["value"] {
    const text = String(scalar.value ?? "");
    const tag = scalar.tag?.replace("tag:yaml.org,2002:", "!!");
    if (tag === "!!binary") return Buffer.from(text, "base64").toString("utf8");
    if (tag === undefined ? scalar.type !== "PLAIN" : !resolvedTags.has(tag))
      return text;
    return resolvePlain(text);
  }

  #error(node: unknown, why: string): ConfigError {
    return notYaml(this.#file, this.#line(node), why);
  }

  #line(node: unknown): number {
    const range = (node as { range?: [number] } | null | undefined)?.range;
    return range ? this.#lines.linePos(range[0]).line : 1;
  }
}

function anchorOf(node: unknown): string | undefined {
  return (node as { anchor?: string } | null | undefined)?.anchor;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

const resolvedTags: ReadonlySet<string> = new Set([
  "!!bool",
  "!!int",
  "!!float",
  "!!null",
  "!!timestamp",
]);

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...spellings(null, ["null"]),
  ...spellings(true, ["true", "yes", "on", "y"]),
  ...spellings(false, ["false", "no", "off", "n"]),
  ["", null],
  ["~", null],
]);

function spellings<Value>(
  value: Value,
  names: readonly string[],
): (readonly [string, Value])[] {
  return names.flatMap((name) => {
    const capitalized = name.charAt(0).toUpperCase() + name.slice(1);
    return [name, capitalized, name.toUpperCase()].map(
      (spelling) => [spelling, value] as const,
    );
  });
}

/** What a text without quotes is. */
function resolvePlain(text: string): YamlScalar["value"] {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  if (/^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/.test(text)) return NaN;
  const plain = text.replaceAll("_", "");
  const [, sign, base, digits] =
    /^([-+]?)(0b|0o|0x|0)([0-9a-f]+)$/i.exec(plain) ?? [];
  if (base !== undefined && digits !== undefined) {
    const prefix = base === "0" ? "0o" : base;
    const value = Number(prefix + digits);
    if (!Number.isNaN(value)) return sign === "-" ? -value : value;
  }
  const isNumber = /^[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?$/i.test(plain);
  return isNumber ? Number(plain) : text;
}
