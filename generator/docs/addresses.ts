import type { GroupVersion, Resource } from "../model/model.js";

/** Where the pages of a site are: paths from its root with `/`, without an ending, so that each format adds its own. */
export interface Addresses {
  readonly groupVersion: (groupVersion: GroupVersion) => string;
  readonly resource: (groupVersion: GroupVersion, resource: Resource) => string;
  /** An address for one more page of a resource, by its number from 2. */
  readonly partOfResource: (
    groupVersion: GroupVersion,
    resource: Resource,
    number: number,
  ) => string;
  /** By the folder and the name of the type in the client; undefined where there is no such type. */
  readonly type: (directory: string, typeName: string) => string | undefined;
  /** An address for one more page of a type, which holds some of its fields. */
  readonly partOfType: (
    directory: string,
    typeName: string,
    part: string,
  ) => string;
}

/** The pages that are there whatever is documented. */
export const fixedPages = {
  front: "index",
  deprecated: "deprecated",
  stability: "alpha-and-beta",
  /** What refers to what. */
  kinds: "kinds",
  /** How large groups are. */
  sizes: "sizes",
  /** Where it is compared with something. */
  upgrade: "upgrade",
} as const;

/** What the folder of a site has beside the pages. */
export const assetsFolder = "assets";

/**
 * Gives each page its address: the folder of a group and version is that of the client.
 *
 * Some file systems do not tell capitals from small letters, and some have devices in the place of files: of two names that are the same
 * there, the second is marked.
 */
export function addressesOf(groupVersions: readonly GroupVersion[]): Addresses {
  const folders = new FileNames([assetsFolder]);
  const indexes = new Map<string, string>();
  const resources = new Map<Resource, string>();
  const types = new Map<string, string>();
  const inside = new Map<string, FileNames>();
  const beside = new Map<string, FileNames>();
  for (const groupVersion of groupVersions) {
    const { directory } = groupVersion;
    const [group = "", ...rest] = directory.split("/");
    const folder = [folders.same(group), ...rest].join("/");
    indexes.set(directory, `${folder}/index`);
    const names = new FileNames(["index", "types"]);
    beside.set(directory, names);
    for (const resource of groupVersion.resources)
      resources.set(
        resource,
        // `index-2` is the second page of a long list.
        `${folder}/${names.claim(resource.plural.replace(/^index-(?=\d+$)/i, "index_"))}`,
      );
    const typeFiles = new FileNames(["index"]);
    inside.set(directory, typeFiles);
    for (const { typeName } of groupVersion.schemas)
      types.set(
        `${directory}#${typeName}`,
        `${folder}/types/${typeFiles.claim(typeName)}`,
      );
  }
  return {
    groupVersion: ({ directory }) => indexes.get(directory) ?? "",
    resource: (groupVersion, resource) =>
      resources.get(resource) ?? indexes.get(groupVersion.directory) ?? "",
    partOfResource({ directory }, resource, number) {
      const own = resources.get(resource) ?? "";
      const [folder, name] = splitPath(own);
      const file = beside.get(directory)?.same(`${name}-${String(number)}`);
      return `${folder}/${file ?? ""}`;
    },
    type: (directory, typeName) => types.get(`${directory}#${typeName}`),
    partOfType(directory, typeName, part) {
      const own = types.get(`${directory}#${typeName}`) ?? "";
      const [folder] = splitPath(own);
      const name = inside.get(directory)?.claim(`${typeName}.${part}`) ?? "";
      return `${folder}/${name}`;
    },
  };
}

function splitPath(path: string): readonly [folder: string, name: string] {
  const end = path.lastIndexOf("/");
  return [path.slice(0, end), path.slice(end + 1)];
}

/** The names of the files of one folder. */
class FileNames {
  readonly #used: Set<string>;
  readonly #given = new Map<string, string>();

  constructor(used: readonly string[]) {
    this.#used = new Set([...devices, ...used]);
  }

  /** A name that no other file has. */
  claim(ideal: string): string {
    const plain = ideal.replace(/[^\w.$-]/g, "_").slice(0, longestName);
    let name = plain;
    for (let count = 2; this.#used.has(name.toLowerCase()); count += 1)
      name = `${plain}-${String(count)}`;
    this.#used.add(name.toLowerCase());
    return name;
  }

  /** The name that this was given before, or a new one. */
  same(ideal: string): string {
    const given = this.#given.get(ideal) ?? this.claim(ideal);
    this.#given.set(ideal, given);
    return given;
  }
}

const longestName = 120;

/** @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const devices: readonly string[] = ["con", "prn", "aux", "nul", "", ".", ".."];

/**
 * The anchor of a field on its type's page: `.spec.template`, as `kubectl explain` has it, with a dot before it, so that it is none of the
 * page's own.
 */
export function fieldAnchor(path: readonly string[]): string {
  return path
    .map((name) => `.${encodeURIComponent(name).replaceAll(".", "%2E")}`)
    .join("");
}
