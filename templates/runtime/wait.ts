import { Deadline } from "./deadline.js";
import { TimeoutError } from "./errors.js";
import { pathSegment } from "./path.js";
import type {
  Gettable,
  KubernetesObject,
  RequestOptions,
  Watchable,
  WatchEvent,
  WatchOptions,
} from "./types.js";

/** Tells whether an object is as it should be; undefined stands for no object. It is asked again with each change. */
export interface StateTest<T> {
  (object: T | undefined): boolean;
  /** What is waited for, in the words of a {@link TimeoutError}: `the condition Ready to be True`. */
  readonly description?: string;
}

/** A test that only an object passes. */
export interface PresentTest<T> {
  (object: T | undefined): object is T;
  readonly description?: string;
}

/** A test that only no object passes. */
export interface AbsentTest<T> {
  (object: T | undefined): object is undefined;
  readonly description?: string;
}

/** Options of {@link waitFor}. */
export interface WaitOptions extends RequestOptions {
  /** Of the object that is meant: another one of its name counts as none. */
  uid?: string | undefined;
}

/** A resource whose objects can be waited for: of one namespace, or of the cluster. */
export type Awaitable<T> = Gettable<unknown> & Watchable<T>;

/**
 * Waits until an object passes a test, and gives it. The object is watched, so that no state is asked for twice; where it is not
 * there, or not any more, the test is asked about undefined. An object that was replaced by another of its name is gone first.
 *
 * It takes `list` and `watch` of the one name. Ready-made tests are {@link hasCondition}, {@link isRolledOut}, {@link exists} and
 * {@link isDeleted}.
 *
 * @throws {TimeoutError} where `timeoutMs` is over; it says what was waited for, and what was seen last
 * @throws what the test throws: so can it end the wait
 */
export function waitFor<T extends KubernetesObject>(
  resource: Awaitable<T>,
  name: string,
  test: PresentTest<NoInfer<T>>,
  options?: WaitOptions,
): Promise<T>;
export function waitFor<T extends KubernetesObject>(
  resource: Awaitable<T>,
  name: string,
  test: AbsentTest<NoInfer<T>>,
  options?: WaitOptions,
): Promise<undefined>;
export function waitFor<T extends KubernetesObject>(
  resource: Awaitable<T>,
  name: string,
  test: StateTest<NoInfer<T>>,
  options?: WaitOptions,
): Promise<T | undefined>;
export async function waitFor<T extends KubernetesObject>(
  resource: Awaitable<T>,
  name: string,
  test: StateTest<T>,
  { uid, headers, ...limits }: WaitOptions = {},
): Promise<T | undefined> {
  pathSegment("name", name);
  const what = test.description ?? "what the test asks for";
  const deadline = new Deadline(
    limits,
    `waiting for ${what} of ${JSON.stringify(name)}: not done after`,
  );
  const watch: WatchOptions = {
    fieldSelector: { "metadata.name": name },
    headers,
    signal: deadline.signal,
  };
  let seen: T | "nothing" | undefined = "nothing";
  try {
    // Every resource selects by this field, whatever else it does.
    for await (const event of resource.watch(watch as WatchOptions<never>)) {
      const last: T | undefined = seen === "nothing" ? undefined : seen;
      const states: (T | undefined)[] = statesOf(event, last, uid);
      for (const object of states) {
        seen = object;
        if (test(object)) return object;
      }
    }
  } catch (error) {
    const isLate = error === deadline.signal.reason && !limits.signal?.aborted;
    if (!isLate || !(error instanceof TimeoutError)) throw error;
    throw new TimeoutError(`${error.message}; ${describeSeen(seen)}`);
  } finally {
    deadline.close();
  }
  throw new TypeError("the watch has ended by itself");
}

/** What an event says of the one object, in order: one that took the place of another comes after nothing. */
function statesOf<T extends KubernetesObject>(
  event: WatchEvent<T>,
  last: T | undefined,
  uid: string | undefined,
): (T | undefined)[] {
  const object =
    event.type === "SYNC"
      ? event.objects[0]
      : event.type === "DELETED"
        ? undefined
        : event.object;
  const own = object?.metadata?.uid;
  if (uid !== undefined && own !== uid) return [undefined];
  const isReplaced =
    object !== undefined && last !== undefined && last.metadata?.uid !== own;
  return isReplaced ? [undefined, object] : [object];
}

/** The last state in words, for who has waited in vain. */
function describeSeen(seen: KubernetesObject | "nothing" | undefined): string {
  if (seen === "nothing") return "the server has not told of it yet";
  if (seen === undefined) return "there is no such object";
  const { status } = seen as { status?: { [field: string]: unknown } };
  const conditions = Array.isArray(status?.["conditions"])
    ? (status["conditions"] as readonly { [field: string]: unknown }[])
    : [];
  const said = conditions.map(({ type, status: is, reason, message }) => {
    const why = [reason, message].filter(Boolean).join(": ");
    return `${String(type)}=${String(is)}${why === "" ? "" : ` (${why})`}`;
  });
  const phase = status?.["phase"];
  if (typeof phase === "string") said.unshift(`phase ${phase}`);
  return said.length === 0
    ? "it is there, and has no conditions"
    : `it is there, with ${said.join(", ")}`;
}
