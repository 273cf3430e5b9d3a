import { notPublished, quote, type DocumentCheck } from "./document-check.js";
import { referencedSchema } from "./openapi.js";

/** Checks that a `$ref` has its schema. */
export function checkReference(value: unknown, check: DocumentCheck): void {
  const name = typeof value === "string" ? referencedSchema(value) : undefined;
  if (name !== undefined && Object.hasOwn(check.schemas, name)) return;
  if (name !== undefined) {
    check.report(
      "dangling-reference",
      `there is no schema ${quote(name)} in the document`,
      "the document was cut or edited: fetch it again",
    );
  } else if (typeof value === "string" && !value.startsWith("#")) {
    check.report(
      "external-reference",
      `the reference ${quote(value)} leads out of the document`,
      "a document of Kubernetes holds every schema that it refers to; nothing is fetched for a reference",
    );
  } else {
    check.report(
      "dangling-reference",
      `the reference ${quote(value)} is not to a schema of the document`,
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
  // What is open, each with what is still to be visited of it: chains may be longer than a stack of calls.
  const open: { readonly name: string; readonly pending: string[] }[] = [];
  const positions = new Map<string, number>();
  const visit = (name: string): void => {
    positions.set(name, open.length);
    open.push({ name, pending: [...definedAs(schemas[name])].reverse() });
  };
  for (const first of Object.keys(schemas).sort()) {
    if (!done.has(first)) visit(first);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const target = top.pending.pop();
      if (target === undefined) {
        open.pop();
        positions.delete(top.name);
        done.add(top.name);
        continue;
      }
      if (done.has(target)) continue;
      const start = positions.get(target);
      if (start === undefined) {
        visit(target);
        continue;
      }
      const circle = open.slice(start).map(({ name }) => name);
      for (const member of circle) done.add(member);
      reportCircle([...circle, target], check);
    }
  }
}

function reportCircle(circle: readonly string[], check: DocumentCheck): void {
  const [name = ""] = circle;
  const shown =
    circle.length > 20 ? [...circle.slice(0, 10), "…", name] : circle;
  check.within("schemas", () =>
    check.within(name, () =>
      check.report(
        "circular-reference",
        `the schema is defined as itself: ${shown.join(" → ")}`,
        notPublished,
      ),
    ),
  );
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
