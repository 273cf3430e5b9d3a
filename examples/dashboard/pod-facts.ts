import type { PersistedPod } from "kubewright/client/core/v1";

/** What the table shows of a pod. */
export interface PodFacts {
  /** `Running`, `CrashLoopBackOff`, `Terminating`: as `kubectl get pods` has it, but for init containers. */
  readonly status: string;
  readonly phase: Phase;
  /** `1/2`: how many of its containers are ready. */
  readonly ready: string;
  readonly restarts: number;
  readonly node: string;
}

/** What a pod is counted and coloured as. */
export type Phase = (typeof phases)[number];

export const phases = [
  "Running",
  "Pending",
  "Succeeded",
  "Failed",
  "Terminating",
] as const;

export function factsOf({ metadata, spec, status }: PersistedPod): PodFacts {
  const containers = status?.containerStatuses ?? [];
  const reason = containers
    .map(({ state }) => state?.waiting?.reason ?? state?.terminated?.reason)
    .find((found) => found !== undefined && found !== "Completed");
  const isGoing = metadata.deletionTimestamp !== undefined;
  const phase = isGoing ? "Terminating" : phaseOf(status?.phase, reason);
  return {
    status: isGoing
      ? phase
      : (reason ?? status?.reason ?? status?.phase ?? phase),
    phase,
    ready: `${containers.filter(({ ready }) => ready).length}/${spec?.containers.length ?? 0}`,
    restarts: containers.reduce(
      (sum, { restartCount }) => sum + restartCount,
      0,
    ),
    node: spec?.nodeName ?? "",
  };
}

/** How long ago something was, in the two largest units at most: `2d 3h`, `5m`, `12s`. */
export function ageOf(time: string | undefined, now: number): string {
  if (time === undefined) return "";
  const seconds = Math.max(0, Math.floor((now - Date.parse(time)) / 1_000));
  const [days, hours, minutes] = [86_400, 3_600, 60].map((unit) =>
    Math.floor(seconds / unit),
  ) as [number, number, number];
  if (days > 0) return days < 10 ? `${days}d ${hours % 24}h` : `${days}d`;
  if (hours > 0) return hours < 10 ? `${hours}h ${minutes % 60}m` : `${hours}h`;
  return minutes > 0 ? `${minutes}m` : `${seconds}s`;
}

function phaseOf(phase: string | undefined, reason: string | undefined): Phase {
  // What waits for something that goes wrong runs as little as what has failed.
  if (reason !== undefined && /Err|BackOff|Failed/.test(reason))
    return "Failed";
  return phases.find((known) => known === phase) ?? "Pending";
}
