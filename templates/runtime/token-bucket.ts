/** A limit on how often something happens: it may happen `burst` times at once, and then `perSecond` times a second. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  /** Below zero where some were promised for later. */
  #tokens: number;
  #at: number;

  /** @param now milliseconds, as a clock gives them to each call */
  constructor(perSecond: number, burst: number, now: number) {
    this.#perMs = perSecond / 1_000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** Takes a token where there is one. */
  take(now: number): boolean {
    this.#fill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Takes a token, or the next that nobody was promised; gives how long to wait for it, in milliseconds. */
  reserve(now: number): number {
    this.#fill(now);
    this.#tokens -= 1;
    return Math.max(0, -this.#tokens / this.#perMs);
  }

  #fill(now: number): void {
    const gained = (now - this.#at) * this.#perMs;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#at = now;
  }
}
