import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

import { expect, inject } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { test as base, uniqueName } from "./live-client.js";

/** Whether there is a program that plays a kubelet's streams: where the control plane was not built here, there is none. */
export const hasStreamingKubelet: boolean =
  inject("cluster").kubelet !== undefined;

/** Whose part it is to translate the WebSockets of exec and attach: the API server's, or, from Kubernetes 1.36 on, the kubelet's. */
export type Translator = "API server" | "kubelet";

/** What a pod of a {@link StreamingNode} has. */
export interface StreamedPod {
  /** Default: `["main"]`. */
  readonly containers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** What the containers have written when they begin to run; default: they have no log yet. */
  readonly log?: string;
  /** Default: the API server. */
  readonly translator?: Translator;
}

/**
 * A kubelet that runs the programs of an exec as processes of this machine, with the code that kubelets and container runtimes use:
 * unlike kwok's, it hands on the end of standard input and the code of the exit.
 */
export class StreamingNode {
  readonly #k8s: Kubernetes;
  readonly #namespace: string;
  readonly #process: ChildProcess;
  readonly #logs: string;
  readonly #names: { readonly [by in Translator]: string };

  private constructor(
    k8s: Kubernetes,
    namespace: string,
    kubelet: ChildProcess,
    logs: string,
  ) {
    this.#k8s = k8s;
    this.#namespace = namespace;
    this.#process = kubelet;
    this.#logs = logs;
    const name = uniqueName("streams");
    this.#names = { "API server": name, kubelet: `${name}-translating` };
  }

  static async start(
    k8s: Kubernetes,
    namespace: string,
  ): Promise<StreamingNode> {
    const { kubeconfig, kubelet = "" } = inject("cluster");
    const folder = dirname(kubeconfig);
    const logs = await mkdtemp(join(folder, "streamed-logs-"));
    const child = spawn(
      kubelet,
      [
        ...["-certificate", join(folder, "kubelet.crt")],
        ...["-key", join(folder, "kubelet.key"), "-logs", logs],
      ],
      { stdio: ["pipe", "pipe", "ignore"] },
    );
    child.stdin.on("error", () => undefined);
    const [port] = (await once(createInterface(child.stdout), "line")) as [
      string,
    ];
    const node = new StreamingNode(k8s, namespace, child, logs);
    await node.#register(port);
    return node;
  }

  /** Makes a pod, and waits until it runs; gives its name. */
  async run(pod: StreamedPod = {}): Promise<string> {
    const { containers = ["main"], labels = {} } = pod;
    const pods = this.#k8s.core.v1.pods(this.#namespace);
    const name = uniqueName("pod");
    for (const container of containers)
      if (pod.log !== undefined)
        await this.writeLog(name, pod.log, { container });
    await pods.create({
      metadata: { name, labels },
      spec: {
        nodeName: this.#names[pod.translator ?? "API server"],
        containers: containers.map((container) => ({
          name: container,
          image: "example.com/web:1",
        })),
      },
    });
    await expect
      .poll(async () => (await pods.get(name)).status?.phase, {
        timeout: 60_000,
      })
      .toBe("Running");
    return name;
  }

  /** Has a container write to its log; `text` as a container runtime writes it, with times and tags. */
  async writeLog(
    pod: string,
    text: string | Uint8Array,
    { container = "main", previous = false } = {},
  ): Promise<void> {
    const name = `${pod}_${container}.log${previous ? ".previous" : ""}`;
    await appendFile(join(this.#logs, name), text);
  }

  /** Ends all that runs in a pod, as a kubelet does that is told to. */
  kill(pod: string): void {
    this.#process.stdin?.write(`kill ${pod}\n`);
  }

  /** Deletes a pod: from the API server, and then what runs in it. */
  async deletePod(pod: string): Promise<void> {
    await this.#k8s.core.v1.pods(this.#namespace).delete(pod);
    this.kill(pod);
  }

  /** As where the power goes out: what it ran ends, and nobody says so. */
  crash(): void {
    this.#process.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    const isRunning = exitCode === null && signalCode === null;
    const exit = isRunning ? once(this.#process, "exit") : undefined;
    this.#process.stdin?.end();
    await exit;
    for (const name of Object.values(this.#names))
      await this.#k8s.core.v1.nodes.delete(name);
  }

  /** Two nodes for it: to the API server, they differ in what their kubelet can do. */
  async #register(port: string): Promise<void> {
    const { nodes } = this.#k8s.core.v1;
    for (const [by, name] of Object.entries(this.#names)) {
      const annotations = { "kubewright.test/kubelet-port": port };
      // Pods come here by name alone.
      const spec = { unschedulable: true };
      await nodes.create({ metadata: { name, annotations }, spec });
      if (by === "kubelet")
        await nodes.status.patch(name, {
          status: { declaredFeatures: ["ExtendWebSocketsToKubelet"] },
        });
      await expect
        .poll(
          async () => {
            const { status } = await nodes.get(name);
            return status?.daemonEndpoints?.kubeletEndpoint?.Port;
          },
          { timeout: 60_000 },
        )
        .toBe(Number(port));
    }
  }
}

/** A test with a node of its file's own. */
export const test = base.extend<{ node: StreamingNode }>({
  node: [
    async ({ k8s, namespace }, use) => {
      const node = await StreamingNode.start(k8s, namespace);
      await use(node);
      await node.stop();
    },
    { scope: "file" },
  ],
});
