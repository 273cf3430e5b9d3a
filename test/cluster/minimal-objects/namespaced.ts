import type { KnownObject } from "../../../output/manifests.js";

const apiGroup = "rbac.authorization.k8s.io";
const time = "2026-01-01T00:00:00.000000Z";

/** The least that a server takes for each other kind that is in a namespace. A test gives the names. */
export const namespacedObjects: readonly KnownObject[] = [
  { apiVersion: "coordination.k8s.io/v1", kind: "Lease" },
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    addressType: "IPv4",
    endpoints: [],
  },
  {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    eventTime: time,
    action: "Test",
    reason: "Test",
    type: "Normal",
    reportingController: "example.com/test",
    reportingInstance: "test",
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    spec: {
      ingressClassName: "none",
      defaultBackend: { service: { name: "none", port: { number: 80 } } },
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    spec: { podSelector: { matchLabels: { app: "none" } } },
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    rules: [],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    roleRef: { apiGroup, kind: "Role", name: "none" },
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    spec: {},
  },
  {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaimTemplate",
    spec: { spec: {} },
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIStorageCapacity",
    storageClassName: "none",
  },
  { apiVersion: "v1", kind: "ConfigMap" },
  { apiVersion: "v1", kind: "Endpoints" },
  { apiVersion: "v1", kind: "Event", metadata: {}, involvedObject: {} },
  { apiVersion: "v1", kind: "LimitRange", spec: { limits: [] } },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    spec: {
      storageClassName: "none",
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
    },
  },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "v1", kind: "Secret" },
  {
    apiVersion: "v1",
    kind: "Service",
    spec: { ports: [{ port: 80 }] },
  },
  { apiVersion: "v1", kind: "ServiceAccount" },
];
