import type { ByteStream } from "./types.js";
import { wholeBytes } from "./whole-bytes.js";

/** Bytes on their way from the network to who reads them: once, in the order that they came in. */
export class ByteQueue implements ByteStream {
  readonly #changed: () => void;
  #chunks: Uint8Array[] = [];
  #size: number = 0;
  #skip: number;
  #readers: (() => void)[] = [];
  #end: { readonly error: unknown } | undefined;

  /**
   * @param changed called when something was taken out, or is waited for
   * @param skip how many bytes at the beginning are not for who reads
   */
  constructor(changed: () => void, skip: number) {
    this.#changed = changed;
    this.#skip = skip;
  }

  /** How many bytes nobody has taken yet. */
  get size(): number {
    return this.#size;
  }

  /** Whether someone waits for bytes. */
  get isAwaited(): boolean {
    return this.#readers.length > 0;
  }

  push(bytes: Uint8Array): void {
    const chunk = bytes.subarray(this.#skip);
    this.#skip = Math.max(0, this.#skip - bytes.length);
    if (this.#end !== undefined || chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#wake();
  }

  /** No more comes; what is here can still be read, before the error where there is one. */
  end(error?: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** Forgets what is here; who reads on has the error, or the end. */
  abandon(error?: unknown): void {
    this.#chunks = [];
    this.#size = 0;
    this.#end ??= { error };
    this.#wake();
    this.#changed();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let chunk; (chunk = await this.#next()) !== undefined;) yield chunk;
    } finally {
      // Who leaves in the middle wants no more of it.
      this.abandon();
    }
  }

  bytes(): Promise<Uint8Array> {
    return wholeBytes(this);
  }

  async text(): Promise<string> {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      await this.bytes(),
    );
  }

  async #next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#size -= chunk.length;
        this.#changed();
        return chunk;
      }
      if (this.#end !== undefined) {
        if (this.#end.error !== undefined) throw this.#end.error as Error;
        return undefined;
      }
      const awaited = new Promise<void>((resolve) =>
        this.#readers.push(resolve),
      );
      this.#changed();
      await awaited;
    }
  }

  #wake(): void {
    const readers = this.#readers;
    this.#readers = [];
    for (const reader of readers) reader();
  }
}
