import { dirname, resolve, sep } from "node:path";
import { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";
import type { YamlMap, YamlValue } from "./kubeconfig-yaml.js";

/** The fields of one map of a kubeconfig file; knows where it stands, and shows no value. */
export class Fields {
  readonly #file: string;
  readonly #place: string;
  readonly #map: YamlMap | undefined;

  /** @throws {ConfigError} where the value is no map; an absent one and `null` have no fields */
  constructor(file: string, place: string, value: YamlValue | undefined) {
    this.#file = file;
    this.#place = place;
    if (isNull(value)) this.#map = undefined;
    else if (value.kind === "map") this.#map = value;
    else throw this.#error(place, value, "a map");
  }

  /** Whether there is such a map at all. */
  get given(): boolean {
    return this.#map !== undefined;
  }

  /** A field's text; undefined where it is empty, as an absent one. */
  text(field: string): string | undefined {
    const value = this.#get(field);
    return value && (this.#text(this.#at(field), value) || undefined);
  }

  secret(field: string): Secret | undefined {
    const text = this.text(field);
    return text === undefined ? undefined : new Secret(text);
  }

  /** A path, from the folder of the file that it stands in. */
  path(field: string): string | undefined {
    const text = this.text(field);
    return text === undefined ? undefined : resolve(dirname(this.#file), text);
  }

  /** A program: a path like {@link path}, or a bare word, which stays one to be looked up in `$PATH`. */
  command(field: string): string | undefined {
    return this.text(field)?.includes(sep)
      ? this.path(field)
      : this.text(field);
  }

  flag(field: string): boolean {
    const value = this.#get(field);
    if (value === undefined) return false;
    if (value.kind === "scalar" && typeof value.value === "boolean")
      return value.value;
    const quoted = value.kind === "scalar" && typeof value.value === "string";
    const hint = quoted ? ": true or false, without quotes" : "";
    throw this.#error(this.#at(field), value, `a boolean${hint}`);
  }

  /** A list of texts. */
  texts(field: string): readonly string[] {
    return this.#list(field).map((item, index) =>
      isNull(item) ? "" : this.#text(`${this.#at(field)}[${index}]`, item),
    );
  }

  /** A map. */
  child(field: string): Fields {
    return new Fields(this.#file, this.#at(field), this.#get(field));
  }

  /** A list of maps. */
  children(field: string): readonly Fields[] {
    return this.#list(field).map(
      (item, index) =>
        new Fields(this.#file, `${this.#at(field)}[${index}]`, item),
    );
  }

  /** The names of the fields, in the order of the file. */
  names(): readonly string[] {
    return this.#map === undefined ? [] : [...this.#map.entries.keys()];
  }

  /** A field as plain data. */
  data(field: string): unknown {
    return plainData(this.#get(field));
  }

  /** A list of named entries, whose content is in the field given. */
  entries(
    list: string,
    content: string,
  ): readonly (readonly [name: string, content: Fields])[] {
    this.refuseEqualNames(list);
    return this.children(list).map((entry) => {
      const name = entry.text("name");
      // kubectl takes it for the name "", which is also what a context without a user names.
      if (name === undefined)
        throw entry.#error(entry.#at("name"), entry.#map, "a string");
      return [name, entry.child(content)] as const;
    });
  }

  /** @throws {ConfigError} where a list has two entries of one name */
  refuseEqualNames(list: string): void {
    const seen = new Set<string>();
    for (const entry of this.children(list)) {
      const name = entry.text("name") ?? "";
      if (seen.has(name))
        throw new ConfigError(
          `${this.#where(entry.#map)}: there are two ${this.#at(list)} of the name "${name}"; take one of them out`,
        );
      seen.add(name);
    }
  }

  #get(field: string): YamlValue | undefined {
    const value = this.#map?.entries.get(field);
    return isNull(value) ? undefined : value;
  }

  #list(field: string): readonly YamlValue[] {
    const value = this.#get(field);
    if (value === undefined) return [];
    if (value.kind !== "list")
      throw this.#error(this.#at(field), value, "a list");
    return value.items;
  }

  #text(place: string, value: YamlValue): string {
    if (value.kind !== "scalar") throw this.#error(place, value, "a string");
    if (typeof value.value === "string") return value.value;
    throw this.#error(
      place,
      value,
      `a string: without quotes this is a ${typeof value.value}`,
    );
  }

  #at(field: string): string {
    return this.#place === "" ? field : `${this.#place}.${field}`;
  }

  #where(value: YamlValue | undefined): string {
    const line = value === undefined ? "" : `, line ${value.line}`;
    return `"${this.#file}"${line}`;
  }

  #error(
    place: string,
    value: YamlValue | undefined,
    wanted: string,
  ): ConfigError {
    const what = place === "" ? "a kubeconfig" : `"${place}"`;
    return new ConfigError(`${this.#where(value)}: ${what} must be ${wanted}`);
  }
}

function isNull(value: YamlValue | undefined): value is undefined {
  return (
    value === undefined || (value.kind === "scalar" && value.value === null)
  );
}

function plainData(value: YamlValue | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case "scalar":
      return value.value;
    case "list":
      return value.items.map(plainData);
    case "map":
      return Object.fromEntries(
        [...value.entries].map(([name, item]) => [name, plainData(item)]),
      );
  }
}
