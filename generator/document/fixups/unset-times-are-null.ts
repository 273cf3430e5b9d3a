import { referencedSchema, type Schema } from "../openapi.js";
import { correctSchemas, goTypeOf, withNullable } from "./correct-schemas.js";
import type { Fixup } from "./fixup.js";

/**
 * Times that are no pointers in Go are `null` while nobody has set them, and are published as times.
 *
 * `omitempty` leaves no struct out, and a zero `metav1.Time` marshals to `null`: the `eventTime` of most events is one.
 * Read from `types.go` of k8s.io/api, k8s.io/kube-aggregator and k8s.io/apiextensions-apiserver at v0.37.2: by the
 * name of the Go type, which is the same in all versions. `ObjectMeta.creationTimestamp` has `omitzero`.
 */
export const unsetTimesAreNull: Fixup = {
  name: "unset-times-are-null",
  upstream:
    "https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/time.go",
  apply: (document) =>
    correctSchemas(document, (name, schema) =>
      withNullable(schema, timesOf(name, schema)),
    ),
};

const timeTypes =
  /^io\.k8s\.apimachinery\.pkg\.apis\.meta\.v1\.(?:Micro)?Time$/;

const ofConditions = [
  "lastHeartbeatTime",
  "lastProbeTime",
  "lastTransitionTime",
  "lastUpdateTime",
];

const ofTypes: { readonly [type: string]: readonly string[] } = {
  ContainerStateRunning: ["startedAt"],
  ContainerStateTerminated: ["finishedAt", "startedAt"],
  Event: [
    "deprecatedFirstTimestamp",
    "deprecatedLastTimestamp",
    "eventTime",
    "firstTimestamp",
    "lastTimestamp",
  ],
  EventSeries: ["lastObservedTime"],
  PodVolumeHealth: ["lastTransitionTime"],
  VolumeError: ["time"],
  VolumeHealthStatus: ["lastTransitionTime"],
};

function timesOf(name: string, schema: Schema): readonly string[] {
  const type = goTypeOf(name);
  if (type === undefined) return [];
  const times = Object.hasOwn(ofTypes, type)
    ? (ofTypes[type] ?? [])
    : type.endsWith("Condition")
      ? ofConditions
      : [];
  return times.filter((property) => {
    const value = schema.properties?.[property];
    const reference = value?.$ref ?? value?.allOf?.[0]?.$ref ?? "";
    return (
      value?.nullable !== true &&
      timeTypes.test(referencedSchema(reference) ?? "")
    );
  });
}
