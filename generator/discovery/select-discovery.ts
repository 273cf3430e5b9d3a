import type { AggregatedDiscovery } from "../source/source.js";

/** Keeps what discovery says of the group/versions that have one of the keys; what else it holds stays as it is. */
export function selectDiscovery(
  discovery: AggregatedDiscovery,
  keys: ReadonlySet<string>,
): AggregatedDiscovery {
  const select = (part: unknown): unknown => {
    if (!isRecord(part) || !Array.isArray(part["items"])) return part;
    const groups = part["items"].filter(isRecord).map((group) => {
      const { metadata, versions } = group;
      const name = isRecord(metadata) ? metadata["name"] : undefined;
      const root =
        typeof name === "string" && name !== "" ? `apis/${name}` : "api";
      const kept = (Array.isArray(versions) ? versions : []).filter(
        (version: unknown) =>
          isRecord(version) &&
          keys.has(`${root}/${String(version["version"])}`),
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
