import { compareVersions } from "../crd/version-priority.js";
import type { Counterpart } from "./change.js";
import { apiVersionOf } from "./api-version.js";
import type { Served, Side } from "./side.js";

/**
 * Where a resource that one side alone has is served on the other: by another version of its group, the one that Kubernetes prefers; or
 * by another group, where it has the same name and kind there and most of its fields.
 */
export function counterpartOf(
  served: Served,
  other: Side,
): Counterpart | undefined {
  const { groupVersion, resource } = served;
  const alike = other.resources
    .filter(
      (one) =>
        one.resource.plural === resource.plural &&
        one.resource.kind === resource.kind,
    )
    .sort((a, b) =>
      compareVersions(a.groupVersion.version, b.groupVersion.version),
    );
  const isSameGroup = (one: Served): boolean =>
    one.groupVersion.group === groupVersion.group;
  const found =
    alike.find(isSameGroup) ?? alike.find((one) => sharesFields(served, one));
  if (found === undefined) return undefined;
  return {
    apiVersion: apiVersionOf(found.groupVersion),
    resource: found.resource.plural,
    in: isSameGroup(found) ? "version" : "group",
  };
}

/** Whether two resources have most fields of their specifications in common. */
function sharesFields(a: Served, b: Served): boolean {
  const [own, others] = [fieldsOf(a), new Set(fieldsOf(b))];
  const shared = own.filter((field) => others.has(field)).length;
  const larger = Math.max(own.length, others.size);
  return larger > 0 && shared * 2 > larger;
}

/** The fields of the specification; of a kind without one, its own, without those that every kind has. */
function fieldsOf({ groupVersion, resource, side }: Served): readonly string[] {
  const declaration = side.find(
    groupVersion.document?.key ?? "",
    resource.schema,
  );
  if (declaration === undefined) return [];
  const { schema } = side.resolve({ schema: declaration.schema, declaration });
  const { spec, ...own } = schema.properties ?? {};
  if (spec === undefined)
    return Object.keys(own).filter((name) => !ofEveryKind.has(name));
  const inner = side.resolve({ schema: spec, declaration });
  return Object.keys(inner.schema.properties ?? {});
}

const ofEveryKind: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "status",
]);
