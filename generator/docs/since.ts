import type { Change } from "../diff/change.js";
import type { GroupVersion, Model, Resource } from "../model/model.js";

/** What a reference is compared with. */
export interface Since {
  /** What the old side is called for short: its version, where it has one. */
  readonly name: string;
  /** What the two sides are called, with their versions. */
  readonly old: string;
  readonly next: string;
  readonly changes: readonly Change[];
  readonly oldModel: Model;
  /** What is documented, without what one of the sides cannot give. */
  readonly compared: Model;
}

/** What was not there on the old side. */
export interface Novelties {
  readonly isNewResource: (
    groupVersion: GroupVersion,
    resource: Resource,
  ) => boolean;
  readonly isNewType: (schemaName: string) => boolean;
  /** Of a type that was there; the path has no items of lists and no values of maps. */
  readonly isNewField: (schemaName: string, path: readonly string[]) => boolean;
}

/** Gathers what is new; of what was compared with nothing, nothing is. */
export function noveltiesOf(since: Since | undefined): Novelties {
  const added = new Set<string>();
  for (const { rule, place } of since?.changes ?? []) {
    if (place.kind === "field" && /^(?:required-)?field-added$/.test(rule))
      added.add(keyOf(place.schema, fieldNames(place.path)));
    else if (place.kind === "served" && place.subresource === undefined)
      added.add(
        `${rule} ${keyOf(place.group, [place.version ?? "", place.resource ?? ""])}`,
      );
  }
  const types = newTypes(since);
  return {
    isNewResource: ({ group, version }, { plural }) =>
      added.has(`resource-added ${keyOf(group, [version, plural])}`) ||
      added.has(`version-added ${keyOf(group, [version, ""])}`) ||
      added.has(`group-added ${keyOf(group, ["", ""])}`),
    isNewType: (name) => types.has(name),
    isNewField: (name, path) => added.has(keyOf(name, path)),
  };
}

function newTypes(since: Since | undefined): ReadonlySet<string> {
  if (since === undefined) return new Set();
  const names = (model: Model): readonly string[] =>
    model.groupVersions
      .filter((one) => model === since.oldModel || isCompared(one))
      .flatMap(({ schemas }) => schemas.map(({ name }) => name));
  const old = new Set(names(since.oldModel));
  return new Set(names(since.compared).filter((name) => !old.has(name)));
}

/** Of a group and version that one side cannot give it is not known what is new in it. */
function isCompared({ document, resources }: GroupVersion): boolean {
  return document !== undefined || resources.length > 0;
}

/** The names of the fields on a path of a comparison: `env[].value` has `env` and `value`. */
export function fieldNames(path: string): readonly string[] {
  return [...path.matchAll(/\[("(?:[^"\\]|\\.)*")\]|([^.[\]*]+)/g)].map(
    ([, quoted, plain]) =>
      quoted === undefined ? (plain ?? "") : (JSON.parse(quoted) as string),
  );
}

function keyOf(name: string, path: readonly string[]): string {
  return JSON.stringify([name, ...path]);
}
