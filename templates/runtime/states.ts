import type { KubernetesObject } from "./types.js";

/** A workload that can be rolled out. */
export interface Workload extends KubernetesObject {
  kind?: "DaemonSet" | "Deployment" | "StatefulSet";
}

/** A rollout that will not come to its end by itself, or whose end cannot be told. */
export class RolloutError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RolloutError";
  }
}

/** A test for `waitFor` which any object passes that has, or has not, what is asked. */
export interface ObjectTest {
  <T extends KubernetesObject>(object: T | undefined): object is T;
  readonly description: string;
}

/**
 * Passes where the object has a condition, as `kubectl wait --for=condition` decides: type and status are compared without
 * their case, and a condition of an older generation than the object's does not count. Where there is no object it does not
 * pass; kubectl gives up there.
 *
 * @see https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/wait/condition.go
 */
export function hasCondition(type: string, status = "True"): ObjectTest {
  const test = <T extends KubernetesObject>(
    object: T | undefined,
  ): object is T => meetsCondition(object, type, status);
  const description = `the condition ${type} to be ${status}`;
  return Object.assign(test, { description });
}

/** Passes where there is an object. */
export const exists: ObjectTest = /* @__PURE__ */ Object.assign(
  <T extends KubernetesObject>(object: T | undefined): object is T =>
    object !== undefined,
  { description: "the existence" },
);

/**
 * Passes where there is no object, or none any more. Of an object that is deleted already and may have been made anew, give
 * `waitFor` the `uid`.
 */
export const isDeleted: {
  (object: KubernetesObject | undefined): object is undefined;
  readonly description: string;
} = Object.assign(
  (object: KubernetesObject | undefined): object is undefined =>
    object === undefined,
  { description: "the deletion" },
);

/**
 * Passes where a Deployment, StatefulSet or DaemonSet is rolled out, as `kubectl rollout status` decides.
 *
 * @throws {RolloutError} where a Deployment has exceeded its progress deadline, and where the update strategy is `OnDelete`
 * @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export const isRolledOut: {
  <T extends Workload>(object: T | undefined): object is T;
  readonly description: string;
} = Object.assign(
  <T extends Workload>(object: T | undefined): object is T => {
    if (object === undefined) return false;
    const rolledOut = rollouts[object.kind ?? ""];
    if (rolledOut === undefined)
      throw new RolloutError(
        `${JSON.stringify(object.kind)} is none of DaemonSet, Deployment, StatefulSet: it has no rollout`,
      );
    return rolledOut(object as RolloutState);
  },
  { description: "the rollout" },
);

interface Condition {
  readonly type?: unknown;
  readonly status?: unknown;
  readonly reason?: unknown;
  readonly observedGeneration?: unknown;
}

interface WithConditions {
  readonly metadata?: { readonly generation?: number };
  readonly status?: {
    readonly observedGeneration?: unknown;
    readonly conditions?: readonly (Condition | null)[] | null;
  };
}

function meetsCondition(
  object: object | undefined,
  type: string,
  wanted: string,
): boolean {
  const { metadata, status } = (object ?? {}) as WithConditions;
  const conditions = Array.isArray(status?.conditions) ? status.conditions : [];
  for (const condition of conditions as readonly (Condition | null)[]) {
    if (!isEqualFold(condition?.type, type)) continue;
    if (typeof condition?.status !== "string") continue;
    const observed = condition.observedGeneration ?? status?.observedGeneration;
    const generation = metadata?.generation;
    const isStale =
      typeof generation === "number" &&
      typeof observed === "number" &&
      observed < generation;
    return !isStale && isEqualFold(condition.status, wanted);
  }
  return false;
}

function isEqualFold(value: unknown, wanted: string): boolean {
  return (
    typeof value === "string" && value.toLowerCase() === wanted.toLowerCase()
  );
}

/** The fields that tell of a rollout. */
interface RolloutState {
  readonly metadata?: { readonly name?: string; readonly generation?: number };
  readonly spec?: {
    readonly replicas?: number;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly partition?: number };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly readyReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
    readonly conditions?: readonly Condition[];
  };
}

const rollouts: {
  readonly [kind: string]: ((object: RolloutState) => boolean) | undefined;
} = {
  DaemonSet(object) {
    requireRollingUpdate(object, "DaemonSet");
    const {
      desiredNumberScheduled: desired = 0,
      updatedNumberScheduled: updated = 0,
      numberAvailable: available = 0,
    } = object.status ?? {};
    return isObserved(object) && updated >= desired && available >= desired;
  },

  Deployment(object) {
    const { spec, status = {}, metadata } = object;
    if (!isObserved(object)) return false;
    const progress = status.conditions?.find((c) => c.type === "Progressing");
    if (progress?.reason === "ProgressDeadlineExceeded")
      throw new RolloutError(
        `the Deployment ${JSON.stringify(metadata?.name)} exceeded its progress deadline`,
      );
    const { replicas = 0, updatedReplicas: updated = 0 } = status;
    return (
      updated >= (spec?.replicas ?? 0) &&
      replicas <= updated &&
      (status.availableReplicas ?? 0) >= updated
    );
  },

  StatefulSet(object) {
    requireRollingUpdate(object, "StatefulSet");
    const { spec, status = {} } = object;
    if (!status.observedGeneration || !isObserved(object)) return false;
    const replicas = spec?.replicas ?? 0;
    if ((status.readyReplicas ?? 0) < replicas) return false;
    const rolling = spec?.updateStrategy?.rollingUpdate;
    if (rolling === undefined || rolling === null)
      return status.updateRevision === status.currentRevision;
    const { partition } = rolling;
    return (
      partition === undefined ||
      (status.updatedReplicas ?? 0) >= replicas - partition
    );
  },
};

function isObserved({ metadata, status }: RolloutState): boolean {
  return (metadata?.generation ?? 0) <= (status?.observedGeneration ?? 0);
}

function requireRollingUpdate(
  { spec, metadata }: RolloutState,
  kind: string,
): void {
  const type = spec?.updateStrategy?.type;
  if (type !== "RollingUpdate")
    throw new RolloutError(
      `the ${kind} ${JSON.stringify(metadata?.name)} has the update strategy ${JSON.stringify(type)}: only of RollingUpdate can it be told whether it is rolled out`,
    );
}
