import { referencedSchema } from "../openapi.js";
import type {
  Document,
  Operation,
  PathItem,
  Response,
  Schema,
} from "../openapi.js";
import type { Corrected, Fixup } from "./fixup.js";

const status =
  "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Status";

/**
 * A delete answers the object while it is on its way out and a `Status` once it is gone; one of both is published.
 *
 * Which of them depends on the storage: pods publish the object, config maps and custom resources the `Status`; finalizers and grace
 * periods decide what comes.
 */
export const deleteAnswersEither: Fixup = {
  name: "delete-answers-either",
  upstream: "https://github.com/kubernetes/kubernetes/issues/59501",
  apply(document: Document): Corrected {
    if (!Object.hasOwn(document.components.schemas, nameOf(status))) {
      return { document, changed: 0 };
    }
    const paths: { [path: string]: PathItem } = {};
    let changed = 0;
    for (const [path, item] of Object.entries(document.paths)) {
      const corrected = withEither(item);
      if (corrected !== undefined) changed += 1;
      paths[path] = corrected ?? item;
    }
    return changed === 0
      ? { document, changed }
      : { document: { ...document, paths }, changed };
  },
};

function nameOf(reference: string): string {
  return referencedSchema(reference) ?? "";
}

function withEither(item: PathItem): PathItem | undefined {
  const operation = item.delete;
  if (operation?.["x-kubernetes-action"] !== "delete") return undefined;
  const object = answerOf(item.get) ?? answerOf(operation);
  const published = answerOf(operation);
  if (object === undefined || published === undefined || object === status) {
    return undefined;
  }
  const schema: Schema = { oneOf: [{ $ref: object }, { $ref: status }] };
  const responses: { [code: string]: Response } = {};
  for (const [code, response] of Object.entries(operation.responses)) {
    responses[code] =
      response.content === undefined
        ? response
        : { ...response, content: { "application/json": { schema } } };
  }
  return { ...item, delete: { ...operation, responses } };
}

/** The reference that an operation's answers are; undefined where it is anything else. */
function answerOf(operation: Operation | undefined): string | undefined {
  const [first] = Object.values(operation?.responses["200"]?.content ?? {});
  return first?.schema?.$ref;
}
