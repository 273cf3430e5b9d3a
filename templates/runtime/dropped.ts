const registry = new FinalizationRegistry<() => void>((letGo) => letGo());

/**
 * Lets go of what an iterator holds once nobody can read it any more: for a reader that takes one value and forgets the rest,
 * without ending its loop. It happens when memory is collected next; `letGo` must not refer to the iterator.
 */
export function whenDropped(iterator: object, letGo: () => void): void {
  registry.register(iterator, letGo, iterator);
}

/** Forgets what was to be let go of: its reader has ended it. */
export function notDropped(iterator: object): void {
  registry.unregister(iterator);
}
