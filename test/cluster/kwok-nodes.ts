import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Answer, type Identity, send } from "./https-request.js";

/** The address of every node: one that is reserved for examples, and that only our own network leads anywhere. */
export const nodeAddress = "192.0.2.1";

/** The range that pods have their addresses from. */
export const podAddresses = "10.244.0.1/16";

/** What each container of each pod has logged, and logs no more. */
export const logLines: readonly string[] = [
  "starting",
  "grüße, 世界 🚢",
  "ready",
];

const nodeNames = ["node-1", "node-2"];

/** Writes kwok's configuration and the log files that it names; gives the former's path. */
export async function writeKwokConfig(folder: string): Promise<string> {
  const stages = await readFile(
    join(import.meta.dirname, "kwok/stages.yaml"),
    "utf8",
  );
  const log = join(folder, "container.log");
  // As a container runtime writes it: https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
  const lines = logLines.map(
    (line, index) => `2026-01-02T03:04:0${index}.000000005Z stdout F ${line}\n`,
  );
  await writeFile(log, lines.join(""));
  await writeFile(followedLog(log), "");

  const config = join(folder, "kwok.yaml");
  const streams = streamConfigs(log)
    .map((object) => `---\n${JSON.stringify(object)}\n`)
    .join("");
  await writeFile(config, stages + streams);
  return config;
}

/** What a pod's ports lead to: programs that read their input, but for one that nothing listens on. */
export const podPorts = { echo: 8080, greeting: 8081, none: 9999 };

/** How every container of every pod answers: programs of an exec run on this machine, an attach shows the log. */
function streamConfigs(log: string): readonly object[] {
  const config = (kind: string, spec: object): object => ({
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind,
    metadata: { name: "every-container" },
    spec,
  });
  return [
    config("ClusterLogs", {
      logs: [
        // A container of this name writes on: the tests do, into the file beside.
        {
          containers: ["writer"],
          logsFile: followedLog(log),
          follow: true,
        },
        { logsFile: log, previousLogsFile: log },
      ],
    }),
    config("ClusterExec", { execs: [{ local: {} }] }),
    config("ClusterAttach", {
      attaches: [
        { containers: ["writer"], logsFile: followedLog(log) },
        { logsFile: log },
      ],
    }),
    config("ClusterPortForward", {
      forwards: [
        { ports: [podPorts.echo], command: ["cat"] },
        { ports: [podPorts.greeting], command: ["echo", "hello"] },
      ],
    }),
  ];
}

/** The log of containers called `writer`, beside the one of all others. */
export function followedLog(log: string): string {
  return `${log}.followed`;
}

/** Creates the nodes, which kwok then brings up. */
export async function createNodes(
  server: string,
  identity: Identity,
): Promise<void> {
  await Promise.all(
    nodeNames.map(async (name) => {
      const labels = { "kubernetes.io/hostname": name };
      const body = { metadata: { name, labels } };
      const path = "/api/v1/nodes";
      const answer = await send(server, path, identity, {
        method: "POST",
        body,
      });
      if (answer.status !== 201)
        throw new Error(`node ${name}: ${answer.status} ${answer.body}`);
    }),
  );
}

/** Whether a list of nodes says that pods may come: all are up, and the taint that a new node has is gone. */
export function areNodesReady({ status, body }: Answer): boolean {
  if (status !== 200) return false;
  const { items } = JSON.parse(body) as {
    items: {
      spec: { taints?: unknown[] };
      status: { conditions?: { type: string; status: string }[] };
    }[];
  };
  return items.every(
    (node) =>
      node.spec.taints === undefined &&
      node.status.conditions?.some(
        ({ type, status: is }) => type === "Ready" && is === "True",
      ) === true,
  );
}
