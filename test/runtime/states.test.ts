import { describe, expect, it } from "vitest";
import {
  exists,
  hasCondition,
  isDeleted,
  isRolledOut,
  RolloutError,
  type Workload,
} from "../../templates/runtime/states.js";
import type { UntypedObject } from "../../templates/runtime/types.js";

const withConditions = (
  conditions: unknown,
  rest: { generation?: number; observedGeneration?: number } = {},
): UntypedObject => ({
  metadata: { name: "web", generation: rest.generation },
  status: { conditions, observedGeneration: rest.observedGeneration },
});

describe("hasCondition decides as kubectl wait does:", () => {
  const ready = { type: "Ready", status: "True" };
  it.each([
    ["a condition that is there", hasCondition("Ready"), [ready], true],
    ["without regard to case", hasCondition("ready", "true"), [ready], true],
    ["another status", hasCondition("Ready", "False"), [ready], false],
    ["another type", hasCondition("Available"), [ready], false],
    ["no conditions", hasCondition("Ready"), undefined, false],
    ["conditions that are null", hasCondition("Ready"), null, false],
    ["conditions that are no objects", hasCondition("Ready"), [null, 1], false],
    [
      "the first of a type that has a status",
      hasCondition("Ready"),
      [{ type: "Ready" }, ready, { type: "Ready", status: "False" }],
      true,
    ],
  ])("%s", (_, test, conditions, passes) => {
    expect(test(withConditions(conditions))).toBe(passes);
  });

  it.each([
    ["older than the object", 2, 1, undefined, false],
    ["of the object's generation", 2, 2, undefined, true],
    ["with a generation of its own that is older", 2, 2, 1, false],
    ["with a generation of its own that counts alone", 2, 1, 2, true],
    ["of a generation that is not told", 2, undefined, undefined, true],
    ["of an object without one", undefined, 1, undefined, true],
  ])(
    "a status %s",
    (_, generation, observedGeneration, ofCondition, passes) => {
      const condition = { ...ready, observedGeneration: ofCondition };
      const object = withConditions([condition], {
        ...(generation === undefined ? {} : { generation }),
        ...(observedGeneration === undefined ? {} : { observedGeneration }),
      });
      expect(hasCondition("Ready")(object)).toBe(passes);
    },
  );

  it("no object", () => {
    expect(hasCondition("Ready")(undefined)).toBe(false);
  });
});

describe("exists and isDeleted", () => {
  it("are one another's opposite", () => {
    expect([exists({}), exists(undefined)]).toEqual([true, false]);
    expect([isDeleted({}), isDeleted(undefined)]).toEqual([false, true]);
  });
});

function workload(
  kind: Workload["kind"],
  spec: object,
  status: object,
  generation = 1,
): Workload {
  const object = { kind, metadata: { name: "web", generation }, spec, status };
  return object as Workload;
}

const all = (kind: Workload["kind"], spec: object, status: object): boolean =>
  isRolledOut(workload(kind, spec, { observedGeneration: 1, ...status }));

describe("isRolledOut decides as kubectl rollout status does:", () => {
  const done = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
  it.each([
    ["all are there", done, true],
    ["not all are updated", { ...done, updatedReplicas: 1 }, false],
    ["old ones are left", { ...done, replicas: 3 }, false],
    ["not all are available", { ...done, availableReplicas: 1 }, false],
    ["nothing is told yet", {}, false],
  ])("a Deployment of which %s", (_, status, passes) => {
    expect(all("Deployment", { replicas: 2 }, status)).toBe(passes);
  });

  it.each(["DaemonSet", "Deployment", "StatefulSet"] as const)(
    "a %s whose change was not seen yet",
    (kind) => {
      const spec = { updateStrategy: { type: "RollingUpdate" } };
      const status = { observedGeneration: 1 };
      expect(isRolledOut(workload(kind, spec, status, 2))).toBe(false);
      expect(isRolledOut(workload(kind, spec, status, 1))).toBe(true);
    },
  );

  const progress = (reason: string) => ({
    ...done,
    conditions: [{ type: "Progressing", status: "False", reason }],
  });

  it("a Deployment that exceeded its progress deadline is an error, once the failure is that of this change", () => {
    const failed = progress("ProgressDeadlineExceeded");
    expect(() => all("Deployment", {}, failed)).toThrow(RolloutError);
    expect(() => all("Deployment", {}, failed)).toThrow(
      'the Deployment "web" exceeded its progress deadline',
    );
    const stale = workload("Deployment", {}, failed, 2);
    expect(isRolledOut(stale)).toBe(false);
    expect(all("Deployment", {}, progress("ReplicaSetUpdated"))).toBe(true);
  });

  const rolling = (partition?: number) => ({
    replicas: 3,
    updateStrategy: {
      type: "RollingUpdate",
      ...(partition === undefined ? {} : { rollingUpdate: { partition } }),
    },
  });
  const ready = { readyReplicas: 3, updatedReplicas: 3 };
  const revisions = { currentRevision: "a", updateRevision: "b" };
  it.each<[string, object, object, boolean]>([
    ["all are ready and updated", rolling(0), ready, true],
    ["one is not ready", rolling(0), { ...ready, readyReplicas: 2 }, false],
    ["one is not updated", rolling(0), { ...ready, updatedReplicas: 2 }, false],
    [
      "those behind the partition are updated",
      rolling(2),
      { readyReplicas: 3, updatedReplicas: 1 },
      true,
    ],
    [
      "one behind the partition is not",
      rolling(1),
      { readyReplicas: 3, updatedReplicas: 1 },
      false,
    ],
    ["an older revision is left", rolling(), { ...ready, ...revisions }, false],
    [
      "one revision is left",
      rolling(),
      { ...ready, ...revisions, currentRevision: "b" },
      true,
    ],
    [
      "no generation was ever seen",
      rolling(0),
      { ...ready, observedGeneration: 0 },
      false,
    ],
  ])("a StatefulSet of which %s", (_, spec, status, passes) => {
    expect(all("StatefulSet", spec, status)).toBe(passes);
  });

  const node = { desiredNumberScheduled: 2, updatedNumberScheduled: 2 };
  it.each([
    ["all are updated and available", { ...node, numberAvailable: 2 }, true],
    ["one is not available", { ...node, numberAvailable: 1 }, false],
    [
      "one is not updated",
      { ...node, updatedNumberScheduled: 1, numberAvailable: 2 },
      false,
    ],
  ])("a DaemonSet of which %s", (_, status, passes) => {
    const spec = { updateStrategy: { type: "RollingUpdate" } };
    expect(all("DaemonSet", spec, status)).toBe(passes);
  });

  it.each(["DaemonSet", "StatefulSet"] as const)(
    "a %s that is updated by hand is an error",
    (kind) => {
      const spec = { updateStrategy: { type: "OnDelete" } };
      expect(() => all(kind, spec, {})).toThrow('"OnDelete"');
    },
  );

  it("another kind is an error, and no object is not rolled out", () => {
    const pod = { kind: "Pod" } as unknown as Workload;
    expect(() => isRolledOut(pod)).toThrow(RolloutError);
    expect(isRolledOut(undefined)).toBe(false);
  });
});
