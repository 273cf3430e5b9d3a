import { join } from "node:path";

import { typescript } from "../places.mjs";

/** @typedef {import("../compare.mjs").Row} Row */

const deployment = (type) => `
export const web: ${type} = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", labels: { app: "web" } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "web:1", ports: [{ containerPort: 80 }] }] },
    },
  },
};

export function replicas(deployment: ${type}): number {
  return deployment.spec?.replicas ?? 1;
}
`;

const typesAlone = {
  kubewright: `import type { Deployment } from "./k8s/apps/v1/index.js";\n${deployment("Deployment")}`,
  kubernetesTypes: `import type { Deployment } from "kubernetes-types/apps/v1";\n${deployment("Deployment")}`,
};

const withClient = {
  group: `import { appsV1, type Deployment } from "./k8s/apps/v1/index.js";
import { openConnection } from "./k8s/runtime/connect.js";
${deployment("Deployment")}
const { transport } = await openConnection();
console.log(await appsV1(transport).deployments("default").get("web"));
`,
  root: `import { connect } from "./k8s/index.js";
import type { Deployment } from "./k8s/apps/v1/index.js";
${deployment("Deployment")}
const k8s = await connect();
console.log(await k8s.apps.v1.deployments("default").get("web"));
`,
  clientNode: `import { AppsV1Api, KubeConfig, type V1Deployment } from "@kubernetes/client-node";
${deployment("V1Deployment")}
const config = new KubeConfig();
config.loadFromDefault();
const apps = config.makeApiClient(AppsV1Api);
console.log(await apps.readNamespacedDeployment({ name: "web", namespace: "default" }));
`,
};

const declarations = ["--emit", "js"];

/**
 * What the compiler takes for a project, nothing being emitted.
 *
 * @param {string} name
 * @param {Parameters<import("../inputs.mjs").Inputs["project"]>[1]} content
 * @returns {Row["ours"]}
 */
function compile(name, content) {
  return (inputs) => ({
    args: [join(typescript, "tsc.js"), "-p", inputs.project(name, content)],
  });
}

/** The same program on a client of more groups, with which it has nothing to do. */
function onOperators(how, targets) {
  const project = (capture) =>
    compile(`${how}-${capture}`, {
      program: withClient[how],
      types: ["node"],
      capture,
    });
  return {
    name: `tsc-operators-${how}`,
    title: `one resource, through the ${how}: of a server with 72 CRDs`,
    section: "compiling",
    peer: "kubewright, of Kubernetes 1.37 alone",
    needs: ["captures"],
    costs: ["wallMs", "peakMiB"],
    targets,
    quick: how === "group",
    ours: project("v1.37-operators"),
    theirs: project("v1.37"),
  };
}

/**
 * @param {"ts" | "d.ts"} form
 * @param {"kubernetes-types" | "client-node"} peer
 * @param {number} most
 * @returns {Row}
 */
function againstPeer(form, peer, most) {
  const isTypes = peer === "kubernetes-types";
  const options = isTypes
    ? // As bundlers do it: kubernetes-types is imported without extensions.
      { types: [], module: "preserve" }
    : { types: ["node"] };
  const program = isTypes ? typesAlone.kubewright : withClient.group;
  const theirs = isTypes ? typesAlone.kubernetesTypes : withClient.clientNode;
  const packages = [isTypes ? peer : "@kubernetes/client-node"];
  return {
    name: `tsc-${form}-${peer}`,
    title: isTypes
      ? `the types of one resource, as \`.${form}\``
      : `one resource and its client, as \`.${form}\``,
    section: "compiling",
    peer: packages[0],
    packages,
    needs: ["captures", "peers"],
    costs: ["wallMs", "peakMiB"],
    targets: { wallMs: most, peakMiB: most },
    ours: compile(`${form}-${isTypes ? "types" : "client"}`, {
      program,
      ...options,
      capture: "v1.37",
      form: form === "ts" ? [] : declarations,
    }),
    theirs: compile(peer, { program: theirs, ...options }),
  };
}

/** @type {readonly Row[]} */
export const compilingRows = [
  onOperators("group", { wallMs: 1.05 }),
  onOperators("root", { wallMs: 1.5 }),
  againstPeer("d.ts", "kubernetes-types", 1.15),
  againstPeer("ts", "kubernetes-types", 1.35),
  againstPeer("d.ts", "client-node", 0.8),
  againstPeer("ts", "client-node", 0.8),
];
