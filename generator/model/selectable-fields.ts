/**
 * What field selectors may name for built-in kinds, beside `metadata.name` and, for namespaced kinds, `metadata.namespace`.
 *
 * No document says it: it stands in the field label conversions of kube-apiserver (`pkg/apis/<group>/<version>/conversion.go`,
 * read at v1.37.2). The cluster tests ask a real server for each.
 */
const builtIn: { readonly [kind: string]: readonly string[] } = {
  "/v1/Event": [
    "involvedObject.apiVersion",
    "involvedObject.fieldPath",
    "involvedObject.kind",
    "involvedObject.name",
    "involvedObject.namespace",
    "involvedObject.resourceVersion",
    "involvedObject.uid",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  "/v1/Namespace": ["status.phase"],
  "/v1/Node": ["spec.unschedulable"],
  "/v1/Pod": [
    "spec.hostNetwork",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.nominatedNodeName",
    "status.phase",
    "status.podIP",
    "status.podIPs",
  ],
  "/v1/ReplicationController": ["status.replicas"],
  "/v1/Secret": ["type"],
  "/v1/Service": ["spec.clusterIP", "spec.type"],
  "batch/v1/Job": ["status.successful"],
  "certificates.k8s.io/v1/CertificateSigningRequest": ["spec.signerName"],
  "certificates.k8s.io/v1/ClusterTrustBundle": ["spec.signerName"],
  "certificates.k8s.io/v1/PodCertificateRequest": [
    "spec.nodeName",
    "spec.podName",
    "spec.signerName",
  ],
  "certificates.k8s.io/v1alpha1/ClusterTrustBundle": ["spec.signerName"],
  "certificates.k8s.io/v1alpha1/PodCertificateRequest": [
    "spec.nodeName",
    "spec.podName",
    "spec.signerName",
  ],
  "certificates.k8s.io/v1beta1/ClusterTrustBundle": ["spec.signerName"],
  "certificates.k8s.io/v1beta1/PodCertificateRequest": [
    "spec.nodeName",
    "spec.podName",
    "spec.signerName",
  ],
  "events.k8s.io/v1/Event": [
    "reason",
    "regarding.apiVersion",
    "regarding.fieldPath",
    "regarding.kind",
    "regarding.name",
    "regarding.namespace",
    "regarding.resourceVersion",
    "regarding.uid",
    "reportingController",
    "type",
  ],
  "resource.k8s.io/v1/ResourceSlice": [
    "spec.driver",
    "spec.nodeName",
    "spec.pool.name",
  ],
  "resource.k8s.io/v1beta1/ResourceSlice": [
    "spec.driver",
    "spec.nodeName",
    "spec.pool.name",
  ],
  "resource.k8s.io/v1beta2/ResourceSlice": [
    "spec.driver",
    "spec.nodeName",
    "spec.pool.name",
  ],
};

/** Namespaced kinds that the server does not select by their namespace. */
const notByNamespace: ReadonlySet<string> = new Set([
  "certificates.k8s.io/v1/PodCertificateRequest",
  "certificates.k8s.io/v1alpha1/PodCertificateRequest",
  "certificates.k8s.io/v1beta1/PodCertificateRequest",
]);

/** What a field selector may name, sorted: the fields every object has, then those of its kind. */
export function selectableFieldsOf(
  kind: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  },
  namespaced: boolean,
  published: readonly string[],
): readonly string[] {
  const key = `${kind.group}/${kind.version}/${kind.kind}`;
  const own = Object.hasOwn(builtIn, key) ? (builtIn[key] ?? []) : published;
  const everywhere =
    namespaced && !notByNamespace.has(key)
      ? ["metadata.name", "metadata.namespace"]
      : ["metadata.name"];
  return [...new Set([...everywhere, ...own])].sort();
}
