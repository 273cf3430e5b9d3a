import { byStability } from "../../emit/groups.js";
import type { GroupVersion, Model, Resource } from "../../model/model.js";
import { groupBy } from "../../model/names.js";

/** A kind that the source has, in the version of its group that a reader would take. */
export interface Kind {
  /** `Deployment.apps`, or `Pod` alone of the core group: what facts and rules call it by. */
  readonly key: string;
  readonly name: string;
  readonly group: string;
  readonly groupVersion: GroupVersion;
  readonly resource: Resource;
}

/** What a kind is called among all. */
export function kindKey(group: string, name: string): string {
  return group === "" ? name : `${name}.${group}`;
}

/** All kinds of a source. */
export class Kinds {
  /** Sorted by group and name. */
  readonly all: readonly Kind[];
  /** Those with the subresource `scale`: what an autoscaler may name. */
  readonly scalable: readonly Kind[];
  readonly #byKey = new Map<string, Kind>();
  readonly #byName: ReadonlyMap<string, readonly Kind[]>;

  constructor({ groupVersions }: Pick<Model, "groupVersions">) {
    for (const groupVersion of [...groupVersions].sort(byStability))
      for (const resource of groupVersion.resources)
        this.#add(groupVersion, resource);
    this.all = [...this.#byKey.values()].sort(compareKinds);
    this.#byName = groupBy(this.all, ({ name }) => name.toLowerCase());
    this.scalable = this.all.filter(({ resource }) =>
      resource.subresources.some(({ name }) => name === "scale"),
    );
  }

  #add(groupVersion: GroupVersion, resource: Resource): void {
    const key = kindKey(groupVersion.group, resource.kind);
    if (this.#byKey.has(key)) return;
    const { group } = groupVersion;
    this.#byKey.set(key, {
      key,
      name: resource.kind,
      group,
      groupVersion,
      resource,
    });
  }

  /** A kind by its key; undefined where the source does not have it. */
  get(key: string): Kind | undefined {
    return this.#byKey.get(key);
  }

  /**
   * The kind that a group means by a name, in whatever case it is: its own, or one of a group of the same domain, or else one of
   * Kubernetes' own; undefined where there is none of these.
   */
  nearest(name: string, from: string): Kind | undefined {
    const named = this.#byName.get(name.toLowerCase()) ?? [];
    return (
      named.find(({ group }) => group === from) ??
      named.find(({ group }) => domainOf(group) === domainOf(from)) ??
      named.find(({ group }) => isKubernetes(group))
    );
  }
}

/** Kubernetes' own groups have no domain, or that which is kept for them. */
function isKubernetes(group: string): boolean {
  return !group.includes(".") || group.endsWith(".k8s.io");
}

/** `cert-manager.io` of `acme.cert-manager.io`; `acme.co.uk` of `ci.acme.co.uk`. */
function domainOf(group: string): string {
  if (isKubernetes(group)) return "";
  const count = /\.[a-z]{2,3}\.[a-z]{2}$/.test(group) ? 3 : 2;
  return group.split(".").slice(-count).join(".");
}

/** By group and name. */
export function compareKinds(a: Kind, b: Kind): number {
  return compare(a.group, b.group) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
