import type { KnownObject } from "../../../output/manifests.js";

const admission = "admissionregistration.k8s.io/v1";
const apiGroup = "rbac.authorization.k8s.io";

/** What no admission of these tests' own is ever asked about. */
const matchConstraints = {
  resourceRules: [
    {
      apiGroups: ["none.example.com"],
      apiVersions: ["v1"],
      operations: ["CREATE"],
      resources: ["nothings"],
    },
  ],
};

/** The least that a server takes for each kind that is in no namespace. A test gives the names, where a kind does not have its own form. */
export const clusterScopedObjects: readonly KnownObject[] = [
  {
    apiVersion: admission,
    kind: "MutatingAdmissionPolicy",
    spec: {
      matchConstraints,
      reinvocationPolicy: "Never",
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: {
            expression: '[JSONPatch{op: "test", path: "/kind", value: ""}]',
          },
        },
      ],
    },
  },
  {
    apiVersion: admission,
    kind: "MutatingAdmissionPolicyBinding",
    spec: { policyName: "none" },
  },
  { apiVersion: admission, kind: "MutatingWebhookConfiguration" },
  {
    apiVersion: admission,
    kind: "ValidatingAdmissionPolicy",
    spec: { matchConstraints, validations: [{ expression: "true" }] },
  },
  {
    apiVersion: admission,
    kind: "ValidatingAdmissionPolicyBinding",
    spec: { policyName: "none", validationActions: ["Audit"] },
  },
  { apiVersion: admission, kind: "ValidatingWebhookConfiguration" },
  {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "minimals.minimal.example.com" },
    spec: {
      group: "minimal.example.com",
      names: { kind: "Minimal", plural: "minimals" },
      scope: "Cluster",
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object" } },
        },
      ],
    },
  },
  {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: "v1.none.example.com" },
    spec: {
      group: "none.example.com",
      version: "v1",
      groupPriorityMinimum: 1,
      versionPriority: 1,
      service: { namespace: "default", name: "none" },
      insecureSkipTLSVerify: true,
    },
  },
  {
    apiVersion: "flowcontrol.apiserver.k8s.io/v1",
    kind: "FlowSchema",
    spec: { priorityLevelConfiguration: { name: "global-default" } },
  },
  {
    apiVersion: "flowcontrol.apiserver.k8s.io/v1",
    kind: "PriorityLevelConfiguration",
    spec: {
      type: "Limited",
      limited: {
        nominalConcurrencyShares: 0,
        limitResponse: { type: "Reject" },
      },
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    spec: { controller: "example.com/none" },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IPAddress",
    metadata: { name: "192.0.2.1" },
    spec: {
      parentRef: { resource: "services", namespace: "default", name: "none" },
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    spec: { cidrs: ["192.0.2.0/28"] },
  },
  {
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    handler: "none",
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    rules: [],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    roleRef: { apiGroup, kind: "ClusterRole", name: "none" },
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "DeviceClass",
    spec: {},
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "DeviceTaintRule",
    spec: { taint: { key: "example.com/none", effect: "None" } },
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceSlice",
    spec: {
      driver: "none.example.com",
      nodeName: "none",
      pool: { name: "none", generation: 1, resourceSliceCount: 1 },
    },
  },
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    value: 1,
  },
  { apiVersion: "storage.k8s.io/v1", kind: "CSIDriver", spec: {} },
  { apiVersion: "storage.k8s.io/v1", kind: "CSINode", spec: { drivers: [] } },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    provisioner: "example.com/none",
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttachment",
    spec: {
      attacher: "example.com",
      nodeName: "none",
      source: { persistentVolumeName: "none" },
    },
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttributesClass",
    driverName: "none.example.com",
    parameters: { none: "none" },
  },
  {
    apiVersion: "storagemigration.k8s.io/v1",
    kind: "StorageVersionMigration",
    spec: { resource: { group: "none.example.com", resource: "nothings" } },
  },
  { apiVersion: "v1", kind: "Namespace" },
  { apiVersion: "v1", kind: "Node", spec: { unschedulable: true } },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    spec: {
      storageClassName: "none",
      capacity: { storage: "1Gi" },
      accessModes: ["ReadWriteOnce"],
      hostPath: { path: "/none" },
    },
  },
];
