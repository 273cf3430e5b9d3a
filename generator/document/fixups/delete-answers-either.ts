import type { Document, PathItem } from "../openapi.js";
import {
  answering,
  answerOf,
  correctPaths,
  type CorrectedPath,
} from "./correct-paths.js";
import type { Corrected, Fixup } from "./fixup.js";

const status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
const statusReference = `#/components/schemas/${status}`;

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
    return Object.hasOwn(document.components.schemas, status)
      ? correctPaths(document, (_, item) => withEither(item))
      : { document, changed: 0 };
  },
};

function withEither(item: PathItem): CorrectedPath | undefined {
  const operation = item.delete;
  if (operation?.["x-kubernetes-action"] !== "delete") return undefined;
  const published = answerOf(operation);
  const object = answerOf(item.get) ?? published;
  if (
    object === undefined ||
    published === undefined ||
    object === statusReference
  ) {
    return undefined;
  }
  const either = { oneOf: [{ $ref: object }, { $ref: statusReference }] };
  return {
    item: { ...item, delete: answering(operation, either) },
    changed: 1,
  };
}
