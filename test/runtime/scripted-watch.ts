import { onTestFinished } from "vitest";
import {
  informer,
  type Informable,
  type Informer,
  type InformerOptions,
} from "../../templates/runtime/informer.js";
import type {
  PersistedMetadata,
  WatchEvent,
  WatchOptions,
} from "../../templates/runtime/types.js";
import { testClock } from "./test-clock.js";

/** An object of the tests. */
export interface Thing {
  apiVersion?: string;
  kind?: string;
  metadata: PersistedMetadata;
  spec?: { node?: string; big?: string };
}

export function thing(
  name: string,
  resourceVersion: string,
  rest: { namespace?: string; uid?: string; node?: string } = {},
): Thing {
  const { namespace = "default", uid = `uid-${name}`, node } = rest;
  return {
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      creationTimestamp: "2026-01-02T03:04:05Z",
    },
    ...(node === undefined ? {} : { spec: { node } }),
  };
}

/** A resource whose watches a test plays itself. */
export interface ScriptedWatch extends Informable<Thing> {
  /** The options of each watch that was started. */
  readonly started: WatchOptions[];
  /** Yields an event; resolves when the reader has taken it in, and asks for the next. */
  send(event: WatchEvent<Thing>): Promise<void>;
  sync(resourceVersion: string, ...objects: Thing[]): Promise<void>;
  /** Breaks the watch that runs. */
  fail(error: Error): Promise<void>;
}

type Step = { readonly event: WatchEvent<Thing> } | { readonly error: Error };

export function scriptedWatch(): ScriptedWatch {
  const started: WatchOptions[] = [];
  const steps: { readonly step: Step; readonly taken: () => void }[] = [];
  let wake = (): void => undefined;
  const play = (step: Step): Promise<void> =>
    new Promise((taken) => {
      steps.push({ step, taken });
      wake();
    });
  async function* run(
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WatchEvent<Thing>, void, undefined> {
    signal?.addEventListener("abort", () => wake());
    for (;;) {
      signal?.throwIfAborted();
      const next = steps.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      if ("error" in next.step) {
        next.taken();
        throw next.step.error;
      }
      yield next.step.event;
      next.taken();
    }
  }
  return {
    started,
    watch(options = {}) {
      started.push(options);
      return run(options.signal);
    },
    send: (event) => play({ event }),
    sync: (resourceVersion, ...objects) =>
      play({ event: { type: "SYNC", objects, resourceVersion } }),
    fail: (error) => play({ error }),
  };
}

/** An informer of things, on a clock of the test. */
export function start<Index extends string = never>(
  options: InformerOptions<Thing, Index> = {},
): { source: ScriptedWatch; things: Informer<Thing, Index> } {
  const source = scriptedWatch();
  const things = informer<Thing, string, Index>(source, {
    clock: testClock(),
    ...options,
  });
  onTestFinished(() => things.close());
  return { source, things };
}

/** What the handlers are told, in words. */
export function heard(things: Informer<Thing, string>): string[] {
  const said: string[] = [];
  const say = ({ metadata }: Thing): string =>
    `${metadata.name}@${metadata.resourceVersion}`;
  things.on("added", (object) => said.push(`added ${say(object)}`));
  things.on("updated", (object, old) =>
    said.push(`updated ${say(old)} ${say(object)}`),
  );
  things.on("deleted", (object, old) =>
    said.push(`deleted ${say(old)} ${say(object)}`),
  );
  return said;
}

export function names(objects: Iterable<Thing>): string[] {
  return [...objects].map(({ metadata }) => metadata.name).sort();
}
