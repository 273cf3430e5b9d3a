import { Deadline } from "./deadline.js";
import { isNotFound } from "./errors.js";
import { Merged } from "./merged.js";
import type {
  KubernetesObject,
  LabelSelectorInput,
  Listable,
  LogLines,
  LogOptions,
  Watchable,
} from "./types.js";

/** Options of a read of many logs. */
export interface PodLogsOptions extends Omit<LogOptions, "container"> {
  /** The containers to read, by their names. Default: all, those that initialize and ephemeral ones too. */
  containers?: readonly string[] | undefined;
  /**
   * How many logs are read at once. The others wait for their turn; with `follow` there is none, so that more are a RangeError.
   * Default: 50.
   */
  concurrency?: number | undefined;
}

/** Which pods: one by its name, or those with these labels; `{}` for all. */
export type PodSelection =
  string | { readonly labelSelector?: LabelSelectorInput | undefined };

/** A line, and where it is from. */
export interface PodLogLine {
  readonly pod: string;
  readonly namespace: string | undefined;
  readonly container: string;
  readonly line: string;
}

/** What {@link podLogs} needs to know of pods: `k8s.core.v1.pods("default")` fits. */
export interface LoggedPods<
  Pod extends LoggedPod = LoggedPod,
> extends Listable<Pod> {
  watch(options?: object): ReturnType<Watchable<Pod>["watch"]>;
  logs(name: string, options?: LogOptions): LogLines;
}

/** The fields of a pod that say which logs it has. */
export interface LoggedPod extends KubernetesObject {
  readonly spec?: {
    readonly containers?: readonly { readonly name: string }[] | null;
    readonly initContainers?: readonly { readonly name: string }[] | null;
  } | null;
  readonly status?: {
    readonly phase?: string;
    readonly containerStatuses?: readonly ContainerState[] | null;
    readonly initContainerStatuses?: readonly ContainerState[] | null;
    readonly ephemeralContainerStatuses?: readonly ContainerState[] | null;
  } | null;
}

interface ContainerState {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: {
    readonly running?: object | null;
    readonly terminated?: object | null;
  } | null;
}

/**
 * Reads the logs of all containers of one pod, or of many, line by line as they come. Containers that have not started have none.
 *
 * With `follow` it goes on with pods that come to be, and with containers that start again: of a named pod until that has ended or
 * is gone, of others until `signal`, or until who reads them leaves the loop. What options such as `tailLines` leave out is that of
 * the containers which run at its beginning.
 *
 * @throws {ApiError} `isNotFound` where there is no pod of that name
 * @throws {RangeError} with `follow`, where there are more logs than `concurrency`
 */
export async function* podLogs(
  pods: LoggedPods,
  selection: PodSelection,
  options: PodLogsOptions = {},
): AsyncGenerator<PodLogLine, void, undefined> {
  const deadline = new Deadline(options, "the logs of pods: not done after");
  const reading = new Reading(pods, options, deadline.signal);
  const abort = (): void => reading.lines.end(deadline.signal.reason);
  deadline.signal.addEventListener("abort", abort);
  const selected = {
    signal: deadline.signal,
    headers: options.headers,
    ...(typeof selection === "string"
      ? { fieldSelector: { "metadata.name": selection } }
      : { labelSelector: selection.labelSelector }),
  };
  const name = typeof selection === "string" ? selection : undefined;
  const run = options.follow === true ? followed : listed;
  run(reading, selected, name).then(
    () => reading.lines.end(),
    (error: unknown) => reading.lines.end(error),
  );
  try {
    yield* reading.lines.values();
  } finally {
    deadline.signal.removeEventListener("abort", abort);
    deadline.abort();
    deadline.close();
  }
}

async function listed(
  reading: Reading,
  selected: object,
  name: string | undefined,
): Promise<void> {
  let isThere = false;
  for await (const pod of reading.pods.listAll(selected)) {
    isThere = true;
    reading.begin(pod);
  }
  if (!isThere && name !== undefined) await reading.refused(name);
  await reading.done();
}

async function followed(
  reading: Reading,
  selected: object,
  name: string | undefined,
): Promise<void> {
  let begun = false;
  for await (const event of reading.pods.watch(selected)) {
    const { type } = event;
    const pods = type === "SYNC" ? event.objects : [event.object];
    if (type !== "DELETED") for (const pod of pods) reading.begin(pod, begun);
    if (name !== undefined) {
      if (!begun && pods.length === 0) await reading.refused(name);
      if (type === "DELETED" || pods.every(hasEnded)) break;
    }
    begun = true;
  }
  await reading.done();
}

function hasEnded({ status }: LoggedPod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** All that is read at once. */
class Reading {
  readonly pods: LoggedPods;
  readonly lines: Merged<PodLogLine> = new Merged();
  readonly #options: PodLogsOptions;
  readonly #signal: AbortSignal;
  readonly #concurrency: number;
  /** Each run of a container, once. */
  readonly #known: Set<string> = new Set();
  readonly #running: Set<Promise<void>> = new Set();
  readonly #queue: (() => Promise<void>)[] = [];

  constructor(pods: LoggedPods, options: PodLogsOptions, signal: AbortSignal) {
    const { concurrency = 50 } = options;
    if (!Number.isInteger(concurrency) || concurrency < 1)
      throw new TypeError(`"concurrency" must be 1 or more: ${concurrency}`);
    this.pods = pods;
    this.#options = options;
    this.#signal = signal;
    this.#concurrency = concurrency;
  }

  /** Reads the containers of a pod that are not read yet. @param isNew whether they came while others were followed */
  begin(pod: LoggedPod, isNew: boolean = false): void {
    const { containers: wanted } = this.#options;
    const { name = "", namespace, uid } = pod.metadata ?? {};
    for (const { name: container, restartCount = 0 } of started(pod)) {
      const run = `${uid} ${container} ${restartCount}`;
      if (wanted !== undefined && !wanted.includes(container)) continue;
      if (this.#known.has(run)) continue;
      this.#known.add(run);
      this.#queue.push(() => this.#read(name, namespace, container, isNew));
    }
    this.#start();
  }

  /** Has the server say why there is no such pod. */
  async refused(pod: string): Promise<void> {
    const { headers } = this.#options;
    await this.pods.logs(pod, { headers, signal: this.#signal }).text();
  }

  /** Waits for all that was begun. */
  async done(): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running);
  }

  #start(): void {
    while (this.#running.size < this.#concurrency) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      const running = next()
        .catch((error: unknown) => this.lines.end(error))
        .finally(() => {
          this.#running.delete(running);
          this.#start();
        });
      this.#running.add(running);
    }
    if (this.#options.follow === true && this.#queue.length > 0)
      throw new RangeError(
        `there are more than ${this.#concurrency} logs to follow at once; select fewer, or raise "concurrency"`,
      );
  }

  async #read(
    pod: string,
    namespace: string | undefined,
    container: string,
    isNew: boolean,
  ): Promise<void> {
    const { follow, timestamps, limitBytes, headers } = this.#options;
    const options = isNew
      ? { follow, timestamps, limitBytes, headers }
      : { ...this.#options, timeoutMs: undefined };
    try {
      const log = this.pods.logs(pod, {
        ...options,
        container,
        signal: this.#signal,
      });
      for await (const line of log)
        if (!(await this.lines.put({ pod, namespace, container, line })))
          return;
    } catch (error) {
      // It is gone since.
      if (!isNotFound(error)) throw error;
    }
  }
}

/** The containers that have a log: those that have run. */
function started({ status }: LoggedPod): readonly ContainerState[] {
  const all = [
    status?.initContainerStatuses,
    status?.containerStatuses,
    status?.ephemeralContainerStatuses,
  ];
  return all
    .flatMap((states) => states ?? [])
    .filter(({ state }) => state?.running ?? state?.terminated);
}
