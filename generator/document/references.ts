import { notPublished, type DocumentCheck } from "./document-check.js";
import { referencedSchema } from "./openapi.js";

/** Checks that a `$ref` has its schema. */
export function checkReference(value: unknown, check: DocumentCheck): void {
  const name = typeof value === "string" ? referencedSchema(value) : undefined;
  if (name !== undefined && Object.hasOwn(check.schemas, name)) return;
  if (name !== undefined) {
    check.report(
      "dangling-reference",
      `there is no schema "${name}" in the document`,
      "the document was cut or edited: fetch it again",
    );
  } else if (typeof value === "string" && !value.startsWith("#")) {
    check.report(
      "external-reference",
      `the reference "${value}" leads out of the document`,
      "a document of Kubernetes holds every schema that it refers to; nothing is fetched for a reference",
    );
  } else {
    check.report(
      "dangling-reference",
      `the reference ${JSON.stringify(value)} is not to a schema of the document`,
      'a reference has the form "#/components/schemas/NAME"',
    );
  }
}

/**
 * A schema may hold itself in a property or an item, but may not be defined as itself: such a type has no meaning.
 *
 * To be called within `components`.
 */
export function checkCircles(check: DocumentCheck): void {
  const { schemas } = check;
  const done = new Set<string>();
  const visit = (name: string, open: readonly string[]): void => {
    if (done.has(name)) return;
    if (!open.includes(name)) {
      for (const target of definedAs(schemas[name]))
        visit(target, [...open, name]);
      done.add(name);
      return;
    }
    const circle = [...open.slice(open.indexOf(name)), name];
    for (const member of circle) done.add(member);
    check.within("schemas", () =>
      check.within(name, () =>
        check.report(
          "circular-reference",
          `the schema is defined as itself: ${circle.join(" → ")}`,
          notPublished,
        ),
      ),
    );
  };
  for (const name of Object.keys(schemas)) visit(name, []);
}

/** The schemas that a schema stands for, by reference or through a composition, without a property or an item between. */
function definedAs(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { $ref, allOf, anyOf, oneOf } = schema as Readonly<
    Record<string, unknown>
  >;
  const own = typeof $ref === "string" ? referencedSchema($ref) : undefined;
  const parts = [allOf, anyOf, oneOf].flatMap((part): unknown[] =>
    Array.isArray(part) ? part : [],
  );
  return [...(own === undefined ? [] : [own]), ...parts.flatMap(definedAs)];
}
