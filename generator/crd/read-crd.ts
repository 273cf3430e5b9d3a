import type { Diagnostics } from "../diagnostics.js";
import type { Crd, CrdApiVersion, CrdNames, CrdOrigin } from "./crd.js";
import { CrdCheck, isFields } from "./crd-check.js";
import { checkLabel } from "./crd-label.js";
import { readVersions } from "./crd-versions.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a definition. It is held to what a server holds it to, as far as what is published depends on it; problems are kept, and then there
 * is none.
 *
 * @param base where in its document it stands: an item of a list is below `items`
 */
export function readCrd(
  value: Fields,
  api: CrdApiVersion,
  origin: CrdOrigin,
  base: readonly (number | string)[],
  diagnostics: Diagnostics,
): Crd | undefined {
  const metadata = isFields(value["metadata"]) ? value["metadata"] : {};
  const { name: called } = metadata;
  const check = new CrdCheck(
    origin,
    base,
    typeof called === "string" ? called : "",
  );
  if (isDeeper(value, maximumDepth)) {
    check.report(`it is more than ${maximumDepth} levels deep`);
    check.problems.forEach((problem) => diagnostics.add(problem));
    return undefined;
  }
  const declared = check.fields(value, "metadata");
  const name = check.within("metadata", () => check.required(declared, "name"));
  const spec = check.fields(value, "spec");
  const crd = check.within("spec", () => {
    const group = readGroup(spec, check);
    const names = readNames(check.fields(spec, "names"), check);
    const namespaced = readScope(spec, api, check);
    const versions = readVersions(spec, api, check, diagnostics);
    return { origin, name, group, names, namespaced, versions };
  });
  const expected = `${crd.names.plural}.${crd.group}`;
  if (check.problems.length === 0 && name !== expected)
    check.within("metadata", () =>
      check.within("name", () =>
        check.report(
          `it must be "${expected}", the plural and the group of its spec`,
        ),
      ),
    );
  check.problems.forEach((problem) => diagnostics.add(problem));
  return check.problems.length === 0 ? crd : undefined;
}

/** Deeper than any definition that a server takes. */
const maximumDepth = 1000;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (
    levels === 0 ||
    Object.values(value).some((item) => isDeeper(item, levels - 1))
  );
}

function readGroup(spec: Fields, check: CrdCheck): string {
  const group = check.required(spec, "group");
  const isDomain =
    group.length <= 253 &&
    group.includes(".") &&
    group
      .split(".")
      .every((part) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(part));
  if (group !== "" && !isDomain)
    check.within("group", () =>
      check.report(
        `${JSON.stringify(group)} is not a domain in small letters with at least one dot`,
      ),
    );
  return group;
}

function readNames(names: Fields, check: CrdCheck): CrdNames {
  return check.within("names", () => {
    const plural = check.required(names, "plural");
    const kind = check.required(names, "kind");
    const singular =
      check.optional(names, "singular", "string") || kind.toLowerCase();
    const listKind =
      check.optional(names, "listKind", "string") || `${kind}List`;
    const shortNames = check.strings(names, "shortNames");
    const categories = check.strings(names, "categories");
    for (const [field, text] of Object.entries({
      plural,
      singular,
      kind: kind.toLowerCase(),
      listKind: listKind.toLowerCase(),
    }))
      if (text !== "") check.within(field, () => checkLabel(text, check));
    for (const text of [...shortNames, ...categories]) checkLabel(text, check);
    if (kind !== "" && kind === listKind)
      check.within("listKind", () =>
        check.report("it must be another than the kind"),
      );
    return { plural, singular, kind, listKind, shortNames, categories };
  });
}

function readScope(spec: Fields, api: CrdApiVersion, check: CrdCheck): boolean {
  const scope =
    api === "v1beta1"
      ? check.optional(spec, "scope", "string") || "Namespaced"
      : check.required(spec, "scope");
  if (scope !== "" && scope !== "Namespaced" && scope !== "Cluster")
    check.within("scope", () =>
      check.report(
        `${JSON.stringify(scope)} is neither "Namespaced" nor "Cluster"`,
      ),
    );
  return scope === "Namespaced";
}
