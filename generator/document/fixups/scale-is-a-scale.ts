import {
  methods,
  type GroupVersionKind,
  type Operation,
  type PathItem,
} from "../openapi.js";
import { answerOf, correctPaths, type CorrectedPath } from "./correct-paths.js";
import type { Fixup } from "./fixup.js";

/**
 * The scale of a custom resource is a `Scale` of autoscaling/v1, and its operations name the custom resource's own kind.
 *
 * The publisher of CRDs writes the kind of the resource on each of its routes; built-in groups name `Scale`.
 */
export const scaleIsAScale: Fixup = {
  name: "scale-is-a-scale",
  upstream:
    "https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/controller/openapi/builder/builder.go",
  apply: (document) =>
    correctPaths(document, (path, item) =>
      path.endsWith("/{name}/scale") && answerOf(item.get) === schema
        ? withScale(item)
        : undefined,
    ),
};

const kindKey = "x-kubernetes-group-version-kind";
const scale: GroupVersionKind = {
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
};
const schema = "#/components/schemas/io.k8s.api.autoscaling.v1.Scale";

function withScale(item: PathItem): CorrectedPath {
  const corrected: { -readonly [M in keyof PathItem]: Operation } = {};
  let changed = 0;
  for (const method of methods) {
    const operation = item[method];
    if (operation === undefined || operation[kindKey]?.kind === scale.kind) {
      continue;
    }
    corrected[method] = { ...operation, [kindKey]: scale };
    changed += 1;
  }
  return { item: { ...item, ...corrected }, changed };
}
