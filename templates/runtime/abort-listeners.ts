interface Listening {
  readonly calls: Set<() => void>;
  readonly callAll: () => void;
}

const listening = new WeakMap<AbortSignal, Listening>();

/**
 * Calls a function when a signal is aborted; gives what ends that. However many there are, the signal has one listener: Node.js
 * warns of a leak from the eleventh on, and a program may well end dozens of watches by one signal.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const { calls, callAll } = listening.get(signal) ?? listen(signal);
  // One of its own, since the same function may be given twice.
  const own = (): void => call();
  calls.add(own);
  return () => {
    if (!calls.delete(own) || calls.size > 0) return;
    signal.removeEventListener("abort", callAll);
    listening.delete(signal);
  };
}

function listen(signal: AbortSignal): Listening {
  const calls = new Set<() => void>();
  const callAll = (): void => {
    for (const call of [...calls]) call();
  };
  const made = { calls, callAll };
  signal.addEventListener("abort", callAll, { once: true });
  listening.set(signal, made);
  return made;
}
