/** The group of an API server of the tests. */
export const machinesGroup = "machines.example.com";

const machine = { $ref: "#/definitions/com.example.machines.v1.Machine" };
const list = { $ref: "#/definitions/com.example.machines.v1.MachineList" };
const root = `/apis/${machinesGroup}/v1/namespaces/{namespace}/machines`;
const kind = { group: machinesGroup, version: "v1", kind: "Machine" };

const inPath = (name: string): object => ({
  name,
  in: "path",
  required: true,
  type: "string",
  uniqueItems: true,
});

function operation(action: string, schema: object, sent?: object): object {
  return {
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": kind,
    consumes: ["*/*"],
    produces: ["application/json"],
    ...(sent === undefined
      ? {}
      : {
          parameters: [
            { name: "body", in: "body", required: true, schema: sent },
          ],
        }),
    responses: { 200: { description: "OK", schema } },
  };
}

const connect = operation("connect", { type: "string" });

/** What it publishes: objects, what connects with any method, and, as KubeVirt does, what is put to with no action at all. */
export const machinesSwagger = {
  swagger: "2.0",
  info: { title: "Machines", version: "v1" },
  paths: {
    [root]: {
      parameters: [inPath("namespace")],
      get: operation("list", list),
      post: operation("post", machine, machine),
    },
    [`${root}/{name}`]: {
      parameters: [inPath("namespace"), inPath("name")],
      get: operation("get", machine),
      delete: operation("delete", machine),
    },
    [`${root}/{name}/start`]: {
      parameters: [inPath("namespace"), inPath("name")],
      put: {
        operationId: "v1Start",
        parameters: [
          {
            name: "body",
            in: "body",
            schema: {
              $ref: "#/definitions/com.example.machines.v1.StartOptions",
            },
          },
        ],
        responses: { 202: { description: "Accepted" } },
      },
    },
    [`${root}/{name}/console`]: {
      parameters: [inPath("namespace"), inPath("name")],
      get: connect,
      post: connect,
    },
    [`${root}/{name}/console/{path}`]: {
      parameters: [inPath("namespace"), inPath("name"), inPath("path")],
      get: connect,
    },
    [`${root}/{name}/reset`]: {
      parameters: [inPath("namespace"), inPath("name")],
      delete: connect,
      patch: connect,
    },
  },
  definitions: {
    "com.example.machines.v1.Machine": {
      type: "object",
      required: ["spec"],
      properties: {
        apiVersion: { type: "string" },
        kind: { type: "string" },
        metadata: {
          $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
        },
        spec: {
          type: "object",
          required: ["cpus"],
          properties: { cpus: { type: "integer", format: "int32" } },
        },
      },
      "x-kubernetes-group-version-kind": [kind],
    },
    "com.example.machines.v1.MachineList": {
      type: "object",
      required: ["items"],
      properties: {
        apiVersion: { type: "string" },
        kind: { type: "string" },
        metadata: {
          $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta",
        },
        items: { type: "array", items: machine },
      },
      "x-kubernetes-group-version-kind": [{ ...kind, kind: "MachineList" }],
    },
    "com.example.machines.v1.StartOptions": {
      type: "object",
      properties: { paused: { type: "boolean" } },
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {
      type: "object",
      properties: {
        name: { type: "string" },
        namespace: { type: "string" },
        uid: { type: "string" },
        resourceVersion: { type: "string" },
        creationTimestamp: {
          $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Time",
        },
        labels: { type: "object", additionalProperties: { type: "string" } },
      },
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta": {
      type: "object",
      properties: {
        continue: { type: "string" },
        resourceVersion: { type: "string" },
      },
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": {
      type: "string",
      format: "date-time",
    },
  },
};
