import type {
  Document,
  GroupVersionKind,
  Operation,
  PathItem,
} from "../openapi.js";
import { methods } from "../openapi.js";
import type { Corrected, Fixup } from "./fixup.js";

/**
 * The scale of a custom resource is a `Scale` of autoscaling/v1, and its operations name the custom resource's own kind.
 *
 * The publisher of CRDs writes the kind of the resource on each of its routes; built-in groups name `Scale`.
 */
export const scaleIsAScale: Fixup = {
  name: "scale-is-a-scale",
  upstream:
    "https://github.com/kubernetes/apiextensions-apiserver/blob/v0.37.2/pkg/controller/openapi/builder/builder.go",
  apply(document: Document): Corrected {
    const paths: { [path: string]: PathItem } = {};
    let changed = 0;
    for (const [path, item] of Object.entries(document.paths)) {
      if (!path.endsWith("/{name}/scale") || !answersScale(item)) continue;
      const corrected: { -readonly [M in keyof PathItem]: Operation } = {};
      for (const method of methods) {
        const operation = item[method];
        if (operation === undefined) continue;
        if (isScale(operation)) corrected[method] = operation;
        else {
          corrected[method] = { ...operation, [kindKey]: scale };
          changed += 1;
        }
      }
      paths[path] = { ...item, ...corrected };
    }
    return changed === 0
      ? { document, changed }
      : {
          document: { ...document, paths: { ...document.paths, ...paths } },
          changed,
        };
  },
};

const kindKey = "x-kubernetes-group-version-kind";
const scale: GroupVersionKind = {
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
};
const schema = "#/components/schemas/io.k8s.api.autoscaling.v1.Scale";

function answersScale({ get }: PathItem): boolean {
  const [first] = Object.values(get?.responses["200"]?.content ?? {});
  const published = first?.schema;
  return (published?.$ref ?? published?.allOf?.[0]?.$ref) === schema;
}

function isScale(operation: Operation): boolean {
  return operation[kindKey]?.kind === scale.kind;
}
