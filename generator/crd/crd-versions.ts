import { isRecord, type JsonRecord } from "../json.js";
import type { Schema } from "../document/openapi.js";
import { subresources, type CrdApiVersion, type CrdVersion } from "./crd.js";
import type { CrdCheck } from "./crd-check.js";
import { readCrdSchema } from "./crd-schema.js";
import { checkLabel } from "./crd-label.js";
import { findViolation } from "./structural.js";
import { versionsOf } from "./v1beta1.js";

/** Reads the versions of a definition that are served. */
export function readVersions(
  spec: JsonRecord,
  api: CrdApiVersion,
  check: CrdCheck,
): readonly CrdVersion[] {
  const versions =
    api === "v1beta1"
      ? versionsOf(spec, check)
      : check.items(spec, "versions", (item) => check.record(item));
  const isPruned = spec["preserveUnknownFields"] !== true && api === "v1";
  const names = new Set<string>();
  let stored = 0;
  const served = versions.flatMap((version, index) =>
    withinVersion(check, index, () => {
      const name = check.required(version, "name");
      check.within("name", () => {
        if (name !== "") checkLabel(name, check);
        if (names.has(name)) check.report(`"${name}" is there twice`);
      });
      names.add(name);
      if (check.optional(version, "storage", "boolean") === true) stored += 1;
      if (check.optional(version, "served", "boolean") !== true) return [];
      return [
        {
          name,
          schema: readSchema(version, isPruned, check),
          subresources: readSubresources(version, check),
          selectableFields: readSelectableFields(version, check),
        },
      ];
    }),
  );
  check.within("versions", () => {
    if (versions.length === 0) check.report("there is none");
    else if (served.length === 0)
      check.report(
        "none is served",
        'set "served: true" on one, or leave the file away: a server publishes nothing for it',
      );
    if (versions.length > 0 && stored !== 1)
      check.report(
        `${stored === 0 ? "none" : "more than one"} of them has "storage: true"`,
      );
  });
  return served;
}

function withinVersion<Result>(
  check: CrdCheck,
  index: number,
  walk: () => Result,
): Result {
  return check.within("versions", () => check.within(index, walk));
}

/** A schema that is not structural is published as an object of any fields; a line says why. */
function readSchema(
  version: JsonRecord,
  isPruned: boolean,
  check: CrdCheck,
): Schema | undefined {
  const validation = check.fields(version, "schema");
  const field = "openAPIV3Schema";
  return check.within("schema", () => {
    const owner = check.optionalFields(validation, field);
    const warn = (reason: string): undefined => {
      check.warn({
        code: "non-structural-schema",
        message: reason,
        hint: isPruned
          ? "a server takes it no more, and publishes an object of any fields where it has it from before: correct the schema"
          : "a server publishes an object of any fields for it: correct the schema",
      });
    };
    return check.within(field, () => {
      if (owner === undefined)
        return isPruned ? warn("it is missing") : undefined;
      const { schema, obstacle } = readCrdSchema(owner, check);
      const reason = obstacle ?? findViolation(schema);
      return reason === undefined
        ? schema
        : warn(`not structural, at ${reason.replace(/^\./, "")}`);
    });
  });
}

function readSubresources(
  version: JsonRecord,
  check: CrdCheck,
): CrdVersion["subresources"] {
  const own = check.fields(version, "subresources");
  return check.within("subresources", () =>
    subresources.filter(
      (name) => check.optionalFields(own, name) !== undefined,
    ),
  );
}

function readSelectableFields(
  version: JsonRecord,
  check: CrdCheck,
): readonly string[] {
  return check.items(version, "selectableFields", (item) => {
    const field = isRecord(item) ? item : check.record(item);
    return check.required(field, "jsonPath").replace(/^\./, "");
  });
}
