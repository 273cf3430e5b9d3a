/** Shows the sites of all namespaces, as they are at each moment. */
import { connect, type WatchEvent } from "./k8s/fetch.js";
import type { PersistedSite } from "./k8s/example.com/v1/index.js";

const sites = new Map<string, PersistedSite>();
const k8s = await connect({ server: "/cluster" });
try {
  // It begins with what there is, and comes back by itself where a connection breaks.
  for await (const event of k8s.exampleCom.v1.sites().watch()) {
    take(event);
    show();
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
}

function take(event: WatchEvent<PersistedSite>): void {
  if (event.type === "SYNC") {
    sites.clear();
    for (const site of event.objects) sites.set(site.metadata.uid, site);
  } else if (event.type === "DELETED") {
    sites.delete(event.object.metadata.uid);
  } else {
    sites.set(event.object.metadata.uid, event.object);
  }
}

function show(): void {
  say(sites.size === 1 ? "1 site" : `${sites.size} sites`);
  document.querySelector("#sites")?.replaceChildren(
    ...[...sites.values()].map(({ metadata, spec, status }) => {
      const ready = status?.conditions?.find(({ type }) => type === "Ready");
      return rowOf([
        metadata.namespace,
        metadata.name,
        spec.domain,
        ready?.status ?? "Unknown",
      ]);
    }),
  );
}

function rowOf(texts: readonly string[]): HTMLTableRowElement {
  const row = document.createElement("tr");
  for (const text of texts) row.insertCell().textContent = text;
  return row;
}

function say(text: string): void {
  const state = document.querySelector("#state");
  if (state !== null) state.textContent = text;
}
