import { isDeeper, isRecord, type JsonRecord } from "../json.js";
import type { Diagnostics } from "../diagnostics.js";
import type { Crd, CrdApiVersion, CrdNames, CrdOrigin } from "./crd.js";
import { CrdCheck } from "./crd-check.js";
import { checkKind, checkLabel } from "./crd-label.js";
import { readVersions } from "./crd-versions.js";

/**
 * Reads a definition. It is held to what a server holds it to, as far as what is published depends on it; problems are kept, and then there
 * is none.
 *
 * @param base where in its document it stands: an item of a list is below `items`
 */
export function readCrd(
  value: JsonRecord,
  api: CrdApiVersion,
  origin: CrdOrigin,
  base: readonly (number | string)[],
  diagnostics: Diagnostics,
): Crd | undefined {
  const { name } = isRecord(value["metadata"]) ? value["metadata"] : {};
  const called = typeof name === "string" ? name : "";
  const check = new CrdCheck(origin, base, called);
  const isTooDeep = isDeeper(value, maximumDepth);
  if (isTooDeep) check.report(`it is more than ${maximumDepth} levels deep`);
  const crd = isTooDeep ? undefined : readFields(value, api, origin, check);
  const said = check.problems.length === 0 ? check.warnings : check.problems;
  for (const diagnostic of said) diagnostics.add(diagnostic);
  return check.problems.length === 0 ? crd : undefined;
}

function readFields(
  value: JsonRecord,
  api: CrdApiVersion,
  origin: CrdOrigin,
  check: CrdCheck,
): Crd | undefined {
  const metadata = check.fields(value, "metadata");
  const name = check.within("metadata", () => check.required(metadata, "name"));
  const spec = check.optionalFields(value, "spec");
  if (spec === undefined) {
    if ((value["spec"] ?? null) === null)
      check.within("spec", () => check.report("it is missing"));
    return undefined;
  }
  const crd = check.within("spec", () => ({
    origin,
    name,
    group: readGroup(spec, check),
    names: readNames(check.fields(spec, "names"), check),
    namespaced: readScope(spec, api, check),
    versions: readVersions(spec, api, check),
  }));
  const expected = `${crd.names.plural}.${crd.group}`;
  if (check.problems.length === 0 && name !== expected)
    check.within("metadata", () =>
      check.within("name", () =>
        check.report(
          `it must be "${expected}", the plural and the group of its spec`,
        ),
      ),
    );
  return crd;
}

/** Deeper than any definition that a server takes. */
const maximumDepth = 1000;

function readGroup(spec: JsonRecord, check: CrdCheck): string {
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

function readNames(names: JsonRecord, check: CrdCheck): CrdNames {
  return check.within("names", () => {
    const plural = check.required(names, "plural");
    const kind = check.required(names, "kind");
    const singular = check.optional(names, "singular", "string") ?? "";
    const listKind = check.optional(names, "listKind", "string") ?? "";
    for (const [field, text] of Object.entries({ plural, singular }))
      if (text !== "") check.within(field, () => checkLabel(text, check));
    for (const [field, text] of Object.entries({ kind, listKind }))
      if (text !== "") check.within(field, () => checkKind(text, check));
    if (kind !== "" && kind === listKind)
      check.within("listKind", () =>
        check.report("it must be another than the kind"),
      );
    return {
      plural,
      singular: singular || kind.toLowerCase(),
      kind,
      listKind: listKind || `${kind}List`,
      shortNames: readLabels(names, "shortNames", check),
      categories: readLabels(names, "categories", check),
    };
  });
}

function readLabels(
  names: JsonRecord,
  field: string,
  check: CrdCheck,
): readonly string[] {
  const labels = check.strings(names, field);
  for (const [index, text] of labels.entries())
    check.within(field, () =>
      check.within(index, () => {
        if (text !== "") checkLabel(text, check);
      }),
    );
  return labels;
}

function readScope(
  spec: JsonRecord,
  api: CrdApiVersion,
  check: CrdCheck,
): boolean {
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
