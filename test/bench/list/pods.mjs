/**
 * A PodList as an API server writes it: without spaces, its items without `apiVersion` and `kind`, each of about 3.4 kB.
 *
 * @param {number} count
 * @returns {string} JSON
 */
export function podList(count) {
  const items = Array.from({ length: count }, (_, i) => pod(i));
  return JSON.stringify({
    kind: "PodList",
    apiVersion: "v1",
    metadata: { resourceVersion: "123456" },
    items,
  });
}

const time = "2026-01-02T03:04:05Z";

/** One of its items. */
export function pod(i) {
  const owner = `web-${(i % 500).toString(16).padStart(10, "0")}`;
  const name = `${owner}-${i.toString(36).padStart(5, "0")}`;
  const uid = `00000000-0000-4000-8000-${i.toString(16).padStart(12, "0")}`;
  return {
    metadata: {
      name,
      generateName: `${owner}-`,
      namespace: "default",
      uid,
      resourceVersion: String(1_000 + i),
      creationTimestamp: time,
      labels: { app: "web", "pod-template-hash": owner.slice(4) },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: owner,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: [
        managedBy("kube-controller-manager", ownedByController(uid)),
        managedBy("kubelet", ownedByKubelet, "status"),
      ],
    },
    spec: spec(i),
    status: status(i, uid),
  };
}

function managedBy(manager, fieldsV1, subresource) {
  return {
    manager,
    operation: "Update",
    apiVersion: "v1",
    time,
    fieldsType: "FieldsV1",
    fieldsV1,
    ...(subresource === undefined ? {} : { subresource }),
  };
}

const ownedByController = (uid) => ({
  "f:metadata": {
    "f:generateName": {},
    "f:labels": { ".": {}, "f:app": {}, "f:pod-template-hash": {} },
    "f:ownerReferences": { ".": {}, [`k:{"uid":"${uid}"}`]: {} },
  },
  "f:spec": {
    "f:containers": {
      'k:{"name":"web"}': {
        ".": {},
        "f:image": {},
        "f:imagePullPolicy": {},
        "f:name": {},
        "f:resources": {},
      },
    },
    "f:dnsPolicy": {},
    "f:restartPolicy": {},
    "f:schedulerName": {},
  },
});

const ownedByKubelet = {
  "f:status": {
    "f:conditions": {
      'k:{"type":"ContainersReady"}': { ".": {}, "f:status": {}, "f:type": {} },
      'k:{"type":"Ready"}': { ".": {}, "f:status": {}, "f:type": {} },
    },
    "f:containerStatuses": {},
    "f:hostIP": {},
    "f:phase": {},
    "f:podIP": {},
    "f:startTime": {},
  },
};

function spec(i) {
  return {
    volumes: [
      {
        name: "kube-api-access",
        projected: {
          sources: [
            {
              serviceAccountToken: { expirationSeconds: 3607, path: "token" },
            },
            {
              configMap: {
                name: "kube-root-ca.crt",
                items: [{ key: "ca.crt", path: "ca.crt" }],
              },
            },
          ],
          defaultMode: 420,
        },
      },
    ],
    containers: [
      {
        name: "web",
        image: "registry.example/web:1.2.3",
        ports: [{ containerPort: 8080, protocol: "TCP" }],
        env: [{ name: "SHARD", value: String(i % 16) }],
        resources: { requests: { cpu: "100m", memory: "128Mi" } },
        volumeMounts: [
          {
            name: "kube-api-access",
            readOnly: true,
            mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
          },
        ],
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        imagePullPolicy: "IfNotPresent",
      },
    ],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    serviceAccountName: "default",
    nodeName: `node-${i % 100}`,
    securityContext: {},
    schedulerName: "default-scheduler",
    tolerations: ["not-ready", "unreachable"].map((reason) => ({
      key: `node.kubernetes.io/${reason}`,
      operator: "Exists",
      effect: "NoExecute",
      tolerationSeconds: 300,
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: "PreemptLowerPriority",
  };
}

function status(i, uid) {
  const ip = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
  const conditions = [
    "PodReadyToStartContainers",
    "Initialized",
    "Ready",
    "ContainersReady",
    "PodScheduled",
  ].map((type) => ({ type, status: "True", lastTransitionTime: time }));
  return {
    phase: "Running",
    conditions,
    hostIP: "192.0.2.1",
    hostIPs: [{ ip: "192.0.2.1" }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime: time,
    containerStatuses: [
      {
        name: "web",
        state: { running: { startedAt: time } },
        lastState: {},
        ready: true,
        restartCount: 0,
        image: "registry.example/web:1.2.3",
        imageID: `registry.example/web@sha256:${uid.replaceAll("-", "")}`,
        containerID: `containerd://${uid.replaceAll("-", "")}`,
        started: true,
      },
    ],
    qosClass: "Burstable",
  };
}
