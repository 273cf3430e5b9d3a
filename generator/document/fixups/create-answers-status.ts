import type { Operation, PathItem, Response } from "../openapi.js";
import type { Corrected, Fixup } from "./fixup.js";

const status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
const paths = [
  "/api/v1/namespaces/{namespace}/bindings",
  "/api/v1/namespaces/{namespace}/pods/{name}/binding",
  "/api/v1/namespaces/{namespace}/pods/{name}/eviction",
];

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
    const found = paths.filter((path) => document.paths[path]?.post);
    if (found.length === 0) return { document, changed: 0 };
    if (!Object.hasOwn(document.components.schemas, status)) {
      return { document, changed: 0 };
    }

    const corrected: { [path: string]: PathItem } = { ...document.paths };
    for (const path of found) {
      const item = corrected[path];
      if (item?.post) corrected[path] = { ...item, post: answering(item.post) };
    }
    return {
      document: { ...document, paths: corrected },
      changed: found.length,
    };
  },
};

function answering(operation: Operation): Operation {
  const schema = { $ref: `#/components/schemas/${status}` };
  const responses: { [code: string]: Response } = {};
  for (const [code, response] of Object.entries(operation.responses)) {
    responses[code] =
      response.content === undefined
        ? response
        : { ...response, content: { "application/json": { schema } } };
  }
  return { ...operation, responses };
}
