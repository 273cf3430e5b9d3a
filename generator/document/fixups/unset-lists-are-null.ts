import type { Schema } from "../openapi.js";
import { correctSchemas, goTypeOf, withNullable } from "./correct-schemas.js";
import type { Fixup } from "./fixup.js";

/**
 * Lists that are empty in Go and have no `omitempty` are `null` when they are read, and are published as lists.
 *
 * An EndpointSlice without endpoints, a Role without rules and a HorizontalPodAutoscaler that has measured nothing are read so: code that
 * loops over what the type promises throws on the first of them. Here are the fields without `omitempty` of `types.go` at v0.37.2 that
 * the server accepts without elements, or fills itself; those of which validation demands one are left out. By the name of the Go
 * type, which is the same in all versions.
 */
export const unsetListsAreNull: Fixup = {
  name: "unset-lists-are-null",
  upstream:
    "https://github.com/kubernetes/api/blob/v0.37.2/discovery/v1/types.go",
  apply: (document) =>
    correctSchemas(document, (name, schema) =>
      withNullable(schema, listsOf(name, schema)),
    ),
};

const ofTypes: { readonly [type: string]: readonly string[] } = {
  AllocatedDeviceStatus: ["conditions"],
  ClusterRole: ["rules"],
  CSINodeDriver: ["topologyKeys"],
  CSINodeSpec: ["drivers"],
  CustomResourceDefinitionStatus: ["conditions", "storedVersions"],
  DeviceClaim: ["requests"],
  EndpointSlice: ["endpoints", "ports"],
  HorizontalPodAutoscalerStatus: ["currentMetrics"],
  LimitRangeSpec: ["limits"],
  PodFailurePolicy: ["rules"],
  ProjectedVolumeSource: ["sources"],
  Role: ["rules"],
};

function listsOf(name: string, schema: Schema): readonly string[] {
  const type = goTypeOf(name);
  if (type === undefined || !Object.hasOwn(ofTypes, type)) return [];
  return (ofTypes[type] ?? []).filter((property) => {
    const value = schema.properties?.[property];
    return value?.type === "array" && value.nullable !== true;
  });
}
