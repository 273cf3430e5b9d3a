import type { PodSpec } from "../../../output/core/v1/index.js";
import type { KnownObject } from "../../../output/manifests.js";

const labels = { app: "minimal" };
const selector = { matchLabels: labels };

const podSpec: PodSpec = {
  // No scheduler has this name: a cluster that runs pods leaves these alone.
  schedulerName: "example.com/none",
  containers: [{ name: "main", image: "busybox" }],
};
const template = { metadata: { labels }, spec: podSpec };
const jobTemplate = { spec: { ...podSpec, restartPolicy: "Never" } };
const scaleTargetRef = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  name: "none",
};

/** The least that a server takes for each kind of workload, and for what is about workloads. A test gives the names. */
export const workloads: readonly KnownObject[] = [
  {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    revision: 1,
    data: {},
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    spec: { selector, template },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { replicas: 0, selector, template },
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    spec: { replicas: 0, selector, template },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    spec: { replicas: 0, serviceName: "none", selector, template },
  },
  {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    spec: { scaleTargetRef, maxReplicas: 1 },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    spec: { scaleTargetRef, maxReplicas: 1 },
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    spec: {
      schedule: "@yearly",
      suspend: true,
      jobTemplate: { spec: { template: jobTemplate } },
    },
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    spec: { suspend: true, template: jobTemplate },
  },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: "none" } } },
  },
  { apiVersion: "v1", kind: "Pod", spec: podSpec },
  { apiVersion: "v1", kind: "PodTemplate", template },
  {
    apiVersion: "v1",
    kind: "ReplicationController",
    spec: { replicas: 0, selector: labels, template },
  },
];
