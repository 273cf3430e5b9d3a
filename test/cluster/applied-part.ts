import type { PersistedDeployment } from "../../output/apps/v1/index.js";

/** What field managers made of a deployment: without what its controller writes at any moment. */
export function appliedPart({ metadata, spec }: PersistedDeployment): unknown {
  const { labels, annotations, finalizers, managedFields } = metadata;
  const own = Object.entries(annotations ?? {}).filter(
    ([key]) => !key.startsWith("deployment.kubernetes.io/"),
  );
  return {
    spec,
    labels,
    annotations: Object.fromEntries(own),
    finalizers,
    managedFields: managedFields?.filter((one) => one.operation === "Apply"),
  };
}
