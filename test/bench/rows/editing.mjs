import { join } from "node:path";

/** @typedef {import("../compare.mjs").Row} Row */

const script = join(import.meta.dirname, "../editing/measure.mjs");

// Where something is typed and asked for is marked: «key:what is typed».
const programs = {
  kubewright: `import { connect } from "./k8s/index.js";
import type { Deployment } from "./k8s/apps/v1/index.js";

const k8s = await connect();
k8s«root:.»;
const deployments = k8s.apps.v1.deployments("default");
deployments«resource:.»;
export const web: Deployment = {
  metadata: { name: "web" },
  spec: {
    selector: {},
    template: { spec: { containers: [], «literal:\\n» } },
  },
};
`,
  clientNode: `import * as k8s from "@kubernetes/client-node";

const config = new k8s.KubeConfig();
config.loadFromDefault();
k8s«root:.»;
const deployments = config.makeApiClient(k8s.AppsV1Api);
deployments«resource:.»;
export const web: k8s.V1Deployment = {
  metadata: { name: "web" },
  spec: {
    selector: {},
    template: { spec: { containers: [], «literal:\\n» } },
  },
};
`,
};

/** @type {(name: string, content: object) => Row["ours"]} */
const edit = (name, content) => (inputs, out) => {
  const measured = join(out, "measured.json");
  const folder = inputs.project(name, { ...content, types: ["node"] });
  return { args: [script, folder, measured], measured };
};

/** @type {readonly Row[]} */
export const editingRows = [
  {
    name: "editor",
    title: "Deployments of Kubernetes 1.37",
    section: "editing",
    peer: "@kubernetes/client-node",
    packages: ["@kubernetes/client-node"],
    needs: ["captures", "peers"],
    costs: ["rootMs", "resourceMs", "literalMs", "readyMs"],
    targets: { rootMs: 0.5, resourceMs: 0.5, literalMs: 0.5, readyMs: 0.9 },
    ours: edit("editor-kubewright", {
      program: programs.kubewright,
      capture: "v1.37",
    }),
    theirs: edit("editor-client-node", { program: programs.clientNode }),
  },
];
