import { apiVersionOf } from "../diff/api-version.js";
import type { Change, FieldPlace, ServedPlace } from "../diff/change.js";
import { deprecationOf } from "../emit/docs.js";
import { knownSchema } from "../emit/known-schemas.js";
import { fielded, type TypeHome } from "./fields.js";
import type { Target } from "./page-model.js";
import { fieldTarget } from "./paging.js";
import type { Reference } from "./reference.js";
import { fieldNames } from "./since.js";
import { groupVersionName } from "./words.js";

/** Where a change is told, and which page has more of what it concerns. */
export interface ChangePlace {
  /** The group and version that it is told with. */
  readonly group: string;
  /** The nearest place that is there still; undefined where there is none. */
  readonly to: Target | undefined;
}

/** Finds the page that a change concerns. */
export function changePlace(
  reference: Reference,
  { place }: Change,
): ChangePlace {
  return place.kind === "served"
    ? servedPlace(reference, place)
    : fieldPlace(reference, place);
}

/** What is deprecated now: what it is called, and what its description says of that. */
export function deprecationAt(
  reference: Reference,
  { schema, path }: FieldPlace,
): { readonly subject: string; readonly about: string } {
  const home = reference.homeOf(schema);
  const names = fieldNames(path);
  const found = home && nearest(home, names).schema;
  return {
    subject: [home?.declaration.typeName ?? schema, ...names].join("."),
    about: deprecationOf(found ?? {})
      .slice("@deprecated".length)
      .trim(),
  };
}

function servedPlace(
  { model, addresses }: Reference,
  { group, version, resource }: ServedPlace,
): ChangePlace {
  const found = model.groupVersions.find(
    (one) =>
      one.group === group && (version === undefined || one.version === version),
  );
  const own = found?.resources.find(({ plural }) => plural === resource);
  return {
    group:
      version === undefined
        ? group === ""
          ? "core"
          : group
        : apiVersionOf({ group, version }),
    to: found && {
      page:
        own === undefined
          ? addresses.groupVersion(found)
          : addresses.resource(found, own),
    },
  };
}

function fieldPlace(
  reference: Reference,
  { schema, path, usedBy }: FieldPlace,
): ChangePlace {
  const home = reference.homeOf(schema);
  const [use] = usedBy;
  return {
    group: groupOf(reference, home) ?? use?.apiVersion ?? schema,
    to: home && existing(reference, home, fieldNames(path)),
  };
}

function groupOf(
  { model }: Reference,
  home: TypeHome | undefined,
): string | undefined {
  const found = model.groupVersions.find(
    ({ directory }) => directory === home?.directory,
  );
  return found && (groupVersionName(found) || found.directory);
}

/** The place of a field, or of the nearest one around it that is there. */
function existing(
  reference: Reference,
  home: TypeHome,
  path: readonly string[],
): Target {
  return fieldTarget(
    reference,
    home,
    knownSchema(home.declaration.name) === undefined
      ? nearest(home, path).path
      : [],
  );
}

/** A field, or the nearest one around it that is there. */
function nearest({ declaration }: TypeHome, path: readonly string[]) {
  let { schema } = declaration;
  const there: string[] = [];
  for (const name of path) {
    const { properties = {} } = fielded(schema);
    const next = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (next === undefined) break;
    there.push(name);
    schema = next;
  }
  return { path: there, schema };
}
