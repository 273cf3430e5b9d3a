/** How long a stage took. */
export interface Timing {
  readonly stage: string;
  readonly milliseconds: number;
}

/** Measures stages that follow each other. */
export class Stopwatch {
  readonly #timings: Timing[] = [];
  #last: number = performance.now();

  /** Ends a stage, and begins the next. */
  lap(stage: string): void {
    const now = performance.now();
    this.#timings.push({ stage, milliseconds: now - this.#last });
    this.#last = now;
  }

  get timings(): readonly Timing[] {
    return [...this.#timings];
  }
}
