import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { inject } from "vitest";

import { compiledRuntime } from "../runtime/compiled.js";

/**
 * A candidate in a process of its own. While it leads it says so every 20 ms, to itself and to the API server: it writes its
 * identity into a ConfigMap, through its guard, and prints what came of it.
 */
const program = `
import { leaderElection } from "./leader-election.js";
import { openConnection } from "./connect.js";
import { ResourceHandle } from "./resource.js";

const [kubeconfig, namespace, identity] = process.argv.slice(2);
const { transport } = await openConnection({ kubeconfig });
const verbs = ["get", "create", "update", "patch"];
const handle = (over, group, plural, kind) =>
  new ResourceHandle(over, { group, version: "v1", plural, kind, namespaced: true, verbs }, namespace);
const say = (text) => process.stdout.write(text + "\\n");
const election = leaderElection({
  leases: handle(transport, "coordination.k8s.io", "leases", "Lease"),
  name: "candidates",
  identity,
  leaseDurationMs: 10000,
  renewDeadlineMs: 8000,
  retryPeriodMs: 500,
  onNewLeader: (leader) => say("sees " + leader),
  onError: () => undefined,
});
const guarded = handle(election.guard(transport), "", "configmaps", "ConfigMap");
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
try {
  await election.run(async (signal) => {
    say("leads");
    while (!signal.aborted) {
      await guarded.patch("written", { data: { by: identity } }).then(
        () => say("wrote"),
        (error) => say(error.name),
      );
      await pause();
    }
    say("stops");
  }, { signal: stop.signal });
  say("ended");
} catch (error) {
  say(error.name);
}
await transport.close();
`;

/** A candidate that runs. */
export interface CandidateProcess {
  readonly identity: string;
  readonly process: ChildProcess;
  /** What it said, and when by this process's clock. */
  readonly said: { readonly text: string; readonly at: number }[];
  /** Whether it has said so. */
  has(text: string): boolean;
}

/** Writes the program; gives what starts a candidate of an identity. */
export async function candidates(
  namespace: string,
): Promise<(identity: string) => CandidateProcess> {
  const folder = compiledRuntime("module");
  await writeFile(join(folder, "candidate.js"), program);
  const { kubeconfig } = inject("cluster");
  return (identity) => {
    const child = spawn(
      process.execPath,
      [join(folder, "candidate.js"), kubeconfig, namespace, identity],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const said: { text: string; at: number }[] = [];
    let rest = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) said.push({ text, at: performance.now() });
    });
    return {
      identity,
      process: child,
      said,
      has: (text) => said.some((line) => line.text === text),
    };
  };
}
