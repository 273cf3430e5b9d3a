import { toMicroTime } from "./time.js";
import type { KubernetesObject } from "./types.js";

/** What is said of an object. */
export interface EventFacts {
  type: "Normal" | "Warning";
  /** Why, in one word for programs: `Created`. At most 128 bytes. */
  reason: string;
  /** What was done, in one word: `CreateConfigMap`. At most 128 bytes. Default: the reason. */
  action?: string | undefined;
  /** For people. What is beyond 1,024 bytes is cut off. */
  message: string;
  /** Another object that it is about. */
  related?: KubernetesObject | undefined;
}

/** Who says it. */
export interface EventOrigin {
  readonly controller: string;
  readonly instance: string;
}

/** Which object an event is about: an `ObjectReference`. */
export interface EventReference {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
}

/** An `Event` of `events.k8s.io/v1`. */
export interface EventBody {
  metadata: { name: string; namespace: string };
  eventTime: string;
  type: string;
  reason: string;
  action: string;
  note: string;
  reportingController: string;
  reportingInstance: string;
  regarding: EventReference;
  related?: EventReference;
  series?: { count: number; lastObservedTime: string };
}

/** An event, and how often it happened. */
export interface EventSeries {
  /** The same for what is the same but for its time. */
  readonly key: string;
  /** As it was first, without a series. */
  readonly event: EventBody;
  count: number;
  /** When it last happened, and when it was last written. */
  at: number;
  lastObservedTime: string;
  /** How many the server knows of. */
  written: number;
  writtenAt: number;
  writes: number;
  writing: Promise<void> | undefined;
}

/** Begins a series of one. @throws {TypeError} where the object or the facts cannot make an event */
export function eventSeries(
  object: KubernetesObject,
  facts: EventFacts,
  source: EventOrigin,
  at: number,
): EventSeries {
  const regarding = referenceTo(object, "the object of an event");
  const related =
    facts.related && referenceTo(facts.related, "the related object");
  const { type, reason, action = reason } = facts;
  if (type !== "Normal" && type !== "Warning")
    throw new TypeError(
      `an event's "type" must be Normal or Warning: ${JSON.stringify(type)}`,
    );
  if (!reason) throw new TypeError('an event must have a "reason"');
  const now = toMicroTime(new Date());
  const event: EventBody = {
    metadata: {
      name: eventName(regarding.name),
      // Where the API wants events on what has no namespace of its own.
      namespace: regarding.namespace ?? "default",
    },
    eventTime: now,
    type,
    reason,
    action,
    note: cut(facts.message),
    reportingController: source.controller,
    reportingInstance: source.instance,
    regarding,
    ...(related === undefined ? {} : { related }),
  };
  const key = JSON.stringify([
    ...[type, reason, action, event.note],
    ...[idOf(regarding), related && idOf(related)],
  ]);
  return {
    key,
    event,
    at,
    count: 1,
    lastObservedTime: now,
    written: 0,
    writtenAt: 0,
    writes: 0,
    writing: undefined,
  };
}

/** What tells objects apart: not their versions. */
export function idOf(reference: EventReference): string {
  const { apiVersion, kind, namespace, name, uid } = reference;
  return JSON.stringify([apiVersion, kind, namespace, name, uid]);
}

function referenceTo(
  { apiVersion, kind, metadata }: KubernetesObject,
  what: string,
): EventReference {
  const { name, namespace, uid, resourceVersion } = metadata ?? {};
  if (!apiVersion || !kind || !name)
    throw new TypeError(
      `${what} needs an apiVersion, a kind and a metadata.name`,
    );
  return {
    apiVersion,
    kind,
    name,
    ...(namespace ? { namespace } : {}),
    ...(uid ? { uid } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
  };
}

/** A name of its own, which begins with the object's where that can be a part of it: `web.18c2f6a1b3e-9f3c21`. */
function eventName(name: string): string {
  const chance = Math.floor(Math.random() * 2 ** 40).toString(16);
  const own = `${Date.now().toString(16)}-${chance.padStart(10, "0")}`;
  const canBePart =
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(
      name,
    );
  return canBePart && name.length + own.length < 253
    ? `${name}.${own}`
    : `event.${own}`;
}

/** The beginning of a text, of at most the 1,024 bytes that a note may have. */
function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= 1_024) return text;
  const end = new TextDecoder().decode(bytes.subarray(0, 1_021));
  return `${end.replace(/\uFFFD+$/, "")}…`;
}
