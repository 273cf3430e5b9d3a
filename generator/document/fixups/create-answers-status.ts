import { answering, correctPaths } from "./correct-paths.js";
import type { Corrected, Fixup } from "./fixup.js";

const status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
const paths: ReadonlySet<string> = new Set([
  "/api/v1/namespaces/{namespace}/bindings",
  "/api/v1/namespaces/{namespace}/pods/{name}/binding",
  "/api/v1/namespaces/{namespace}/pods/{name}/eviction",
]);

/**
 * Binding and evicting a pod answer a `Status`, and are published as answering what was sent.
 *
 * The storage of both returns `&metav1.Status{Status: metav1.StatusSuccess}`; the published type is the one that
 * the handler takes. Typed as published, `.metadata.name` of the answer compiles and is undefined.
 */
export const createAnswersStatus: Fixup = {
  name: "create-answers-status",
  upstream:
    "https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/registry/core/pod/storage/eviction.go",
  apply(document): Corrected {
    if (!Object.hasOwn(document.components.schemas, status)) {
      return { document, changed: 0 };
    }
    const schema = { $ref: `#/components/schemas/${status}` };
    return correctPaths(document, (path, item) =>
      paths.has(path) && item.post
        ? { item: { ...item, post: answering(item.post, schema) }, changed: 1 }
        : undefined,
    );
  },
};
