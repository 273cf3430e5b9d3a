import type { AggregatedDiscovery } from "../source/source.js";
import type { GroupVersion } from "./group-version.js";

/** Keeps what discovery says of the group/versions that are selected; what else it holds stays as it is. */
export function selectDiscovery(
  discovery: AggregatedDiscovery,
  isSelected: (groupVersion: GroupVersion) => boolean,
): AggregatedDiscovery {
  const select = (part: unknown): unknown => {
    if (!isRecord(part) || !Array.isArray(part["items"])) return part;
    const groups = part["items"].filter(isRecord).map((group) => {
      const { metadata, versions } = group;
      const name = isRecord(metadata) ? metadata["name"] : undefined;
      const kept = (Array.isArray(versions) ? versions : []).filter(
        (version: unknown) =>
          isRecord(version) &&
          isSelected({
            group: typeof name === "string" ? name : "",
            version: String(version["version"]),
          }),
      );
      return { ...group, versions: kept };
    });
    return {
      ...part,
      items: groups.filter(({ versions }) => versions.length > 0),
    };
  };
  const { api, apis } = discovery;
  return { api: select(api), apis: select(apis) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
