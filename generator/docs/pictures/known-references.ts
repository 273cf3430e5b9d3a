/** How one kind has to do with another: it names an object, it chooses objects by labels, or it has a template of one. */
export type Manner = "makes" | "names" | "selects";

/** What a field or a type of Kubernetes' own refers to. */
export interface KnownReference {
  readonly manner: Manner;
  /** As {@link kindKey} calls them. */
  readonly kinds: readonly string[];
}

/**
 * What Kubernetes' own types refer to, where the name of a field does not say so: by the package and the name of the type, without a
 * version. The comments on these types say it.
 *
 * @see https://github.com/kubernetes/api
 */
const types: Readonly<Record<string, KnownReference>> = {
  "core.SecretKeySelector": names("Secret"),
  "core.SecretEnvSource": names("Secret"),
  "core.SecretProjection": names("Secret"),
  "core.SecretVolumeSource": names("Secret"),
  "core.SecretReference": names("Secret"),
  "core.ConfigMapKeySelector": names("ConfigMap"),
  "core.ConfigMapEnvSource": names("ConfigMap"),
  "core.ConfigMapProjection": names("ConfigMap"),
  "core.ConfigMapVolumeSource": names("ConfigMap"),
  "core.ConfigMapNodeConfigSource": names("ConfigMap"),
  "core.PersistentVolumeClaimVolumeSource": names("PersistentVolumeClaim"),
  "core.PersistentVolumeClaimTemplate": makes("PersistentVolumeClaim"),
  "core.ClusterTrustBundleProjection": names(
    "ClusterTrustBundle.certificates.k8s.io",
  ),
  "core.PodTemplateSpec": makes("Pod"),
  "core.NodeSelector": selects("Node"),
  "core.PreferredSchedulingTerm": selects("Node"),
  "batch.JobTemplateSpec": makes("Job.batch"),
  "networking.IngressServiceBackend": names("Service"),
  "admissionregistration.ServiceReference": names("Service"),
  "apiextensions.ServiceReference": names("Service"),
  "apiregistration.ServiceReference": names("Service"),
  "flowcontrol.ServiceAccountSubject": names("ServiceAccount"),
  "flowcontrol.PriorityLevelConfigurationReference": names(
    "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io",
  ),
  "rbac.Subject": names("ServiceAccount"),
};

/** The same of fields, by their type: for what is a plain string or a selector. */
const fields: Readonly<Record<string, KnownReference>> = {
  // What a controller makes of it is told in its documentation: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
  "apps.DeploymentSpec.template": makes("ReplicaSet.apps", "Pod"),
  "apps.DaemonSetSpec.selector": selects("Pod"),
  "apps.DeploymentSpec.selector": selects("Pod"),
  "apps.ReplicaSetSpec.selector": selects("Pod"),
  "apps.StatefulSetSpec.selector": selects("Pod"),
  "apps.StatefulSetSpec.serviceName": names("Service"),
  "apps.StatefulSetSpec.volumeClaimTemplates": makes("PersistentVolumeClaim"),
  "batch.JobSpec.selector": selects("Pod"),
  "batch.CronJobStatus.active": names("Job.batch"),
  "core.CSIPersistentVolumeSource.driver": names("CSIDriver.storage.k8s.io"),
  "core.CSIVolumeSource.driver": names("CSIDriver.storage.k8s.io"),
  "core.EndpointAddress.targetRef": names("Pod"),
  "core.PersistentVolumeClaimSpec.dataSource": names("PersistentVolumeClaim"),
  "core.PersistentVolumeClaimSpec.selector": selects("PersistentVolume"),
  "core.PersistentVolumeClaimSpec.volumeName": names("PersistentVolume"),
  "core.PersistentVolumeSpec.claimRef": names("PersistentVolumeClaim"),
  "core.PodAffinityTerm.labelSelector": selects("Pod"),
  "core.PodSpec.nodeSelector": selects("Node"),
  "core.ReplicationControllerSpec.selector": selects("Pod"),
  "core.ServiceAccount.secrets": names("Secret"),
  "core.ServiceSpec.selector": selects("Pod"),
  "core.TopologySpreadConstraint.labelSelector": selects("Pod"),
  "discovery.Endpoint.targetRef": names("Pod"),
  "admissionregistration.MutatingAdmissionPolicyBindingSpec.policyName": names(
    "MutatingAdmissionPolicy.admissionregistration.k8s.io",
  ),
  "admissionregistration.ValidatingAdmissionPolicyBindingSpec.policyName":
    names("ValidatingAdmissionPolicy.admissionregistration.k8s.io"),
  "policy.PodDisruptionBudgetSpec.selector": selects("Pod"),
  "rbac.AggregationRule.clusterRoleSelectors": selects(
    "ClusterRole.rbac.authorization.k8s.io",
  ),
  "rbac.ClusterRoleBinding.roleRef": names(
    "ClusterRole.rbac.authorization.k8s.io",
  ),
  "rbac.RoleBinding.roleRef": names(
    "ClusterRole.rbac.authorization.k8s.io",
    "Role.rbac.authorization.k8s.io",
  ),
  "resource.ResourceClaimTemplate.spec": makes("ResourceClaim.resource.k8s.io"),
  "storage.CSINodeDriver.name": names("CSIDriver.storage.k8s.io"),
  "storage.StorageClass.provisioner": names("CSIDriver.storage.k8s.io"),
  "storage.VolumeAttachmentSpec.attacher": names("CSIDriver.storage.k8s.io"),
  "storage.VolumeAttributesClass.driverName": names("CSIDriver.storage.k8s.io"),
};

/** What is known of each field of a type, wherever it stands; undefined where nothing is. */
export function knownType(schema: string): KnownReference | undefined {
  return types[plainName(schema) ?? ""];
}

/** What is known of a field of a type; undefined where nothing is. */
export function knownField(
  schema: string,
  path: readonly string[],
): KnownReference | undefined {
  const type = plainName(schema);
  return type === undefined ? undefined : fields[[type, ...path].join(".")];
}

/**
 * Whether a type is one of Kubernetes' own: its fields are named by rules, so that a name such as `serviceAccountName` is no guess. A test
 * lists what is found by them.
 *
 * @see https://github.com/kubernetes/community/blob/main/contributors/devel/sig-architecture/api-conventions.md#object-references
 */
export function isOfKubernetes(schema: string): boolean {
  return plainName(schema) !== undefined;
}

/** `core.PodSpec` of `io.k8s.api.core.v1.PodSpec`; undefined for types of others. */
function plainName(schema: string): string | undefined {
  const match =
    /^io\.k8s\.(?:api|apimachinery|kube-aggregator|apiextensions-apiserver)\.(?:[\w-]+\.)*?(\w+)\.v\d\w*\.(\w+)$/.exec(
      schema,
    );
  return match === null ? undefined : `${match[1] ?? ""}.${match[2] ?? ""}`;
}

function names(...kinds: readonly string[]): KnownReference {
  return { manner: "names", kinds };
}

function selects(...kinds: readonly string[]): KnownReference {
  return { manner: "selects", kinds };
}

function makes(...kinds: readonly string[]): KnownReference {
  return { manner: "makes", kinds };
}
