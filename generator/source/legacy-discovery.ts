import { isRecord, type JsonRecord } from "../json.js";
/** A group as `/apis` lists it; the core group as `/api` does, without a name. */
export interface LegacyGroup {
  readonly name: string;
  /** The preferred one first. */
  readonly versions: readonly string[];
}

/** What a server answered when it was asked for the resources of a group/version. */
export interface LegacyAnswer {
  readonly version: string;
  readonly status: number;
  /** An `APIResourceList`, where it gave one. */
  readonly value: unknown;
}

/** A group of an `APIGroupDiscoveryList`. */
export interface GroupItem {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly object[];
}

/** Reads `APIVersions`, which `/api` answers without aggregated discovery. */
export function legacyVersions(value: unknown): readonly LegacyGroup[] {
  const versions = listIn(value, "versions").filter(isSegment);
  return [{ name: "", versions }];
}

/** Reads `APIGroupList`, which `/apis` answers without aggregated discovery. */
export function legacyGroups(value: unknown): readonly LegacyGroup[] {
  return records(value, "groups").flatMap((group) => {
    const { name, preferredVersion } = group;
    if (!isSegment(name)) return [];
    const versions = records(group, "versions")
      .map(({ version }) => version)
      .filter(isSegment);
    const preferred = isRecord(preferredVersion)
      ? preferredVersion["version"]
      : undefined;
    const first = versions.filter((version) => version === preferred);
    const others = versions.filter((version) => version !== preferred);
    return [{ name, versions: [...first, ...others] }];
  });
}

/** A group with its resources, as aggregated discovery has it. */
export function groupItem(
  name: string,
  answers: readonly LegacyAnswer[],
): GroupItem {
  return {
    metadata: name === "" ? {} : { name },
    versions: answers.map(({ version, status, value }) => ({
      version,
      resources: resourcesOf({ group: name, version }, value),
      freshness: status >= 500 ? "Stale" : "Current",
    })),
  };
}

/** An `APIResourceList` has subresources beside their resources: `deployments`, `deployments/scale`. */
function resourcesOf(
  groupVersion: { readonly group: string; readonly version: string },
  value: unknown,
): readonly object[] {
  const all = records(value, "resources").flatMap((resource) => {
    const { name } = resource;
    if (typeof name !== "string") return [];
    const [plural = "", ...below] = name.split("/");
    return [{ plural, subresource: below.join("/"), resource }];
  });
  const facts = ({ kind, group, version, verbs }: JsonRecord): object => ({
    // Where they are those of the list, servers leave them out.
    responseKind: isSegment(version)
      ? { group: typeof group === "string" ? group : "", version, kind }
      : { ...groupVersion, kind },
    verbs,
  });
  return all
    .filter(({ subresource }) => subresource === "")
    .map(({ plural, resource }) => {
      const { namespaced, singularName, shortNames, categories } = resource;
      const subresources = all.filter(
        (other) => other.plural === plural && other.subresource !== "",
      );
      return {
        resource: plural,
        ...facts(resource),
        scope: namespaced === true ? "Namespaced" : "Cluster",
        singularResource: singularName,
        ...(shortNames === undefined ? {} : { shortNames }),
        ...(categories === undefined ? {} : { categories }),
        ...(subresources.length === 0
          ? {}
          : {
              subresources: subresources.map((other) => ({
                subresource: other.subresource,
                ...facts(other.resource),
              })),
            }),
      };
    });
}

/** They become a path that is asked for. */
function isSegment(value: unknown): value is string {
  return typeof value === "string" && /^\w[\w.-]*$/.test(value);
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}

function records(value: unknown, name: string): readonly JsonRecord[] {
  return listIn(value, name).filter(isRecord);
}
