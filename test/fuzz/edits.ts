import type { Dice } from "../unit/dice.js";
import type { DocumentJson } from "./documents.js";

type Container = Record<string, unknown> | unknown[];

/** A place in a document, where a value stands. */
interface Place {
  readonly container: Container;
  readonly key: string;
}

/** What values are taken from. */
export interface Donors {
  readonly all: readonly Place[];
  /** By the names that they stand under. */
  readonly byKey: ReadonlyMap<string, readonly Place[]>;
}

/** The values of documents, which nobody changes: they are many, and looked up for each edit. */
export function donorsOf(documents: readonly DocumentJson[]): Donors {
  const all = documents.flatMap((one) => placesIn(one));
  const byKey = new Map<string, Place[]>();
  for (const place of all) {
    const alike = byKey.get(place.key);
    if (alike === undefined) byKey.set(place.key, [place]);
    else alike.push(place);
  }
  return { all, byKey };
}

/** A document after some edits: values are deleted, doubled under another name, or replaced by what stands under the same name elsewhere. */
export function edited(
  document: DocumentJson,
  donors: Donors,
  dice: Dice,
): DocumentJson {
  const copy = structuredClone(document);
  const own = placesIn(copy);
  for (let left = 1 + dice.below(3); left > 0; left -= 1) {
    const places = placesIn(copy);
    if (places.length === 0) break;
    const place = dice.pick(places);
    const { container, key } = place;
    const alike = [
      ...own.filter((donor) => donor.key === key),
      ...(donors.byKey.get(key) ?? []),
    ];
    dice.pick([remove, double, replace, rename])(place, () =>
      structuredClone(
        valueAt(dice.pick(alike.length > 0 ? alike : donors.all)),
      ),
    );
    // What refers to itself has no end.
    if (JSON.stringify(container).length > 1_000_000) return document;
  }
  return copy;
}

type Edit = (place: Place, other: () => unknown) => void;

const remove: Edit = ({ container, key }) => {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else Reflect.deleteProperty(container, key);
};

const double: Edit = (place) => {
  const { container, key } = place;
  const value = structuredClone(valueAt(place));
  if (Array.isArray(container)) container.push(value);
  else container[`${key}Too`] = value;
};

const replace: Edit = ({ container, key }, other) => {
  (container as Record<string, unknown>)[key] = other();
};

/** Says another text, or stands under another name. */
const rename: Edit = (place, other) => {
  const value = valueAt(place);
  if (typeof value === "string") replace(place, () => `${value}s`);
  else if (typeof value === "boolean") replace(place, () => !value);
  else if (Array.isArray(place.container)) replace(place, other);
  else {
    double(place, other);
    remove(place, other);
  }
};

function valueAt({ container, key }: Place): unknown {
  return (container as Record<string, unknown>)[key];
}

/** All places below the paths and the schemas. */
function placesIn({ paths, components }: DocumentJson): readonly Place[] {
  const found: Place[] = [];
  const visit = (container: Container): void => {
    for (const key of Object.keys(container)) {
      found.push({ container, key });
      const value = valueAt({ container, key });
      if (typeof value === "object" && value !== null)
        visit(value as Container);
    }
  };
  visit(paths);
  visit(components.schemas);
  return found;
}
