import { TokenBucket } from "./token-bucket.js";

/** Says how long an item that failed has to wait. */
export interface RateLimiter {
  /** Counts a failure of the item of this key; gives how long to wait before the next try, in milliseconds. */
  when(key: string, now: number): number;
  /** Ends the count of the item's failures. */
  forget(key: string): void;
  /** How often the item failed since it was last forgotten. */
  retries(key: string): number;
}

/** How long items that fail wait. */
export interface RetryOptions {
  /** After the first failure; twice as long after each that follows. Default: 5. */
  baseDelayMs?: number | undefined;
  /** Never longer than this for the item's own sake. Default: 1,000,000, which is almost 17 minutes. */
  maxDelayMs?: number | undefined;
  /** Retries of all items together, beyond the burst. Default: 10. */
  perSecond?: number | undefined;
  /** Retries that may come at once. Default: 100. */
  burst?: number | undefined;
}

/**
 * Doubles an item's delay with each of its failures, and bounds the retries of all items together: whichever makes it wait
 * longer. The defaults are client-go's.
 *
 * @see https://github.com/kubernetes/client-go/blob/master/util/workqueue/default_rate_limiters.go
 */
export function rateLimiter(
  {
    baseDelayMs = 5,
    maxDelayMs = 1_000_000,
    perSecond = 10,
    burst = 100,
  }: RetryOptions,
  now: number,
): RateLimiter {
  const failures = new Map<string, number>();
  const bucket = new TokenBucket(perSecond, burst, now);
  return {
    when(key, at) {
      const failed = failures.get(key) ?? 0;
      failures.set(key, failed + 1);
      const own = Math.min(maxDelayMs, baseDelayMs * 2 ** failed);
      return Math.max(own, bucket.reserve(at));
    },
    forget: (key) => void failures.delete(key),
    retries: (key) => failures.get(key) ?? 0,
  };
}
