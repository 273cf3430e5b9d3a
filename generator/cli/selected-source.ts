import type { Diagnostics } from "../diagnostics.js";
import { selectDiscovery } from "../discovery/select-discovery.js";
import {
  isNamedBy,
  selectDocuments,
  type Selection,
} from "../discovery/select.js";
import { unpublishedGroupVersions } from "../discovery/unpublished.js";
import type { DocumentEntry, Source } from "../source/source.js";

/** A source without what is not selected, neither its documents nor what discovery says of it. */
export function selectedSource(
  source: Source,
  selection: Selection,
  diagnostics: Diagnostics,
): Source {
  const { include = [], exclude = [] } = selection;
  if (include.length + exclude.length === 0) return source;
  let selected: Promise<readonly DocumentEntry[]> | undefined;
  const select = async (
    signal: AbortSignal | undefined,
  ): Promise<readonly DocumentEntry[]> => {
    const [entries, discovery] = await Promise.all([
      source.list(signal),
      source.discovery(signal),
    ]);
    const listed = new Set(entries.map(({ key }) => key));
    const unpublished = unpublishedGroupVersions(listed, discovery);
    return selectDocuments(entries, selection, diagnostics, unpublished);
  };
  return {
    ...source,
    list: (signal) => (selected ??= select(signal)),
    async discovery(signal) {
      const discovery = await source.discovery(signal);
      return discovery && selectDiscovery(discovery, isNamedBy(selection));
    },
  };
}
