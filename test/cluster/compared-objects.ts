import type {
  Deployment,
  DeploymentApply,
} from "../../output/apps/v1/index.js";
import type { ConfigMap } from "../../output/core/v1/index.js";

type Named = { readonly metadata: { readonly name: string } };

/** A deployment that no controller gives pods: it is paused, and has no replicas. */
export function deployment(name: string): Deployment & DeploymentApply & Named {
  const labels = { app: "web" };
  const containers = [
    { name: "web", image: "example.com/web:1" },
    { name: "log", image: "example.com/log:1" },
  ];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels },
    spec: {
      replicas: 0,
      paused: true,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

/** A config map with a label to find it by. */
export function configMap(
  name: string,
  data: Record<string, string> = {},
): ConfigMap & Named {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, labels: { app: "kubectl" } },
    data,
  };
}

interface Comparable {
  readonly metadata: { readonly [field: string]: unknown };
  readonly status?: unknown;
}

/** The manager of the fields that {@link withoutIdentity} leaves. */
export const fieldManager = "kubewright-test";

/** An object without what makes it another one than its twin, and without what controllers write. */
export function withoutIdentity(object: unknown): unknown {
  const { metadata, status: _, ...rest } = object as Comparable;
  const owned = (metadata["managedFields"] ?? []) as readonly {
    readonly manager: string;
    readonly time?: string;
  }[];
  const managedFields = owned
    .filter(({ manager }) => manager === fieldManager)
    .map(({ time: _time, ...entry }) => entry);
  const { labels, namespace } = metadata;
  return { ...rest, metadata: { labels, namespace, managedFields } };
}
