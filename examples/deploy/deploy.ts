/**
 * Deploys a manifest: applies all of it, waits until its deployments are rolled out, and where one is not, puts back what ran
 * before. It exits with 0 only where the new version runs.
 *
 *     node deploy.js app.yaml --timeout 120
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import {
  connect,
  isNotFound,
  isRolledOut,
  type Kubernetes,
  waitFor,
} from "kubewright/client";
import type { PersistedDeployment } from "kubewright/client/apps/v1";
import { type KnownObject, parseManifests } from "kubewright/client/manifests";

/** Whose the applied fields are. Every deploy has the same: what a manifest no longer says is then taken away. */
const fieldManager = "ci-deploy";
const revisionAnnotation = "deployment.kubernetes.io/revision";
/** The controller's own, which each revision gets anew. */
const hashLabel = "pod-template-hash";

/** A deployment of the manifest, and what was there of it before. */
interface Rollout {
  readonly object: Extract<KnownObject, { kind: "Deployment" }>;
  readonly name: string;
  readonly namespace: string;
  readonly before: PersistedDeployment | undefined;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: "string", default: "120" } },
});
const [file] = positionals;
if (file === undefined || !(Number(values.timeout) > 0)) {
  say("usage: deploy FILE [--timeout SECONDS]");
  process.exit(2);
}

const k8s = await connect();
try {
  const objects = parseManifests(await readFile(file, "utf8"), { file });
  await deploy(k8s, objects, Number(values.timeout) * 1000);
} catch (error) {
  say(`failed: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await k8s.close();
}

async function deploy(
  k8s: Kubernetes,
  objects: readonly KnownObject[],
  timeoutMs: number,
): Promise<void> {
  // What is invalid, forbidden or refused by admission is told before anything is changed.
  for (const object of objects)
    await k8s.object(object).apply({ fieldManager, dryRun: true });

  const rollouts = await findRollouts(k8s, objects);
  try {
    for (const object of objects) {
      await k8s.object(object).apply({ fieldManager });
      say(`applied ${object.kind} ${object.metadata?.name}`);
    }
    await untilRolledOut(k8s, rollouts, timeoutMs);
  } catch (error) {
    say(`rolling back: ${(error as Error).message}`);
    const back = rollouts.filter(({ before }) => before !== undefined);
    for (const rollout of rollouts) await rollBack(k8s, rollout);
    await untilRolledOut(k8s, back, timeoutMs);
    throw new Error("what ran before runs again", { cause: error });
  }
}

/** The deployments of a manifest, as they are before it is applied. */
async function findRollouts(
  k8s: Kubernetes,
  objects: readonly KnownObject[],
): Promise<readonly Rollout[]> {
  const rollouts: Rollout[] = [];
  for (const object of objects) {
    if (object.kind !== "Deployment") continue;
    const name = object.metadata?.name ?? "";
    const namespace = object.metadata?.namespace ?? k8s.namespace;
    const deployments = k8s.apps.v1.deployments(namespace);
    const before = await deployments.get(name).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    rollouts.push({ object, name, namespace, before });
  }
  return rollouts;
}

/** Waits as `kubectl rollout status` does, for all at once. The first that will not be ends it. */
async function untilRolledOut(
  k8s: Kubernetes,
  rollouts: readonly Rollout[],
  timeoutMs: number,
): Promise<void> {
  const others = new AbortController();
  try {
    await Promise.all(
      rollouts.map(async ({ name, namespace }) => {
        const deployments = k8s.apps.v1.deployments(namespace);
        const { signal } = others;
        await waitFor(deployments, name, isRolledOut, { timeoutMs, signal });
        say(`rolled out ${name}`);
      }),
    );
  } finally {
    others.abort();
  }
}

/**
 * Puts back the pods that a deployment had, from the replica set of its revision, as `kubectl rollout undo` does. It is applied,
 * and not patched: so the fields stay this field manager's, and the next deploy meets no conflict. What was not there goes.
 */
async function rollBack(
  k8s: Kubernetes,
  { object, name, namespace, before }: Rollout,
): Promise<void> {
  const deployments = k8s.apps.v1.deployments(namespace);
  if (before === undefined) {
    await deployments.delete(name).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
    say(`deleted ${name}, which was not there before`);
    return;
  }
  const revision = before.metadata.annotations?.[revisionAnnotation];
  const { items } = await k8s.apps.v1.replicaSets(namespace).list();
  const replicaSet = items.find(
    ({ metadata: { ownerReferences = [], annotations = {} } }) =>
      ownerReferences.some(({ uid }) => uid === before.metadata.uid) &&
      annotations[revisionAnnotation] === revision,
  );
  const template = replicaSet?.spec?.template;
  if (template === undefined)
    throw new Error(
      `there is no replica set of ${name}'s revision ${revision}`,
    );

  const { [hashLabel]: _, ...labels } = template.metadata?.labels ?? {};
  const previous = {
    ...object,
    spec: {
      ...object.spec,
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  } as typeof object;
  await k8s.object(previous).apply({ fieldManager });
  say(`applied ${name} as it was in revision ${revision}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
