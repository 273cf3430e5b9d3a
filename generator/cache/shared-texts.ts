import { Once } from "../once.js";

/** A text, and the hash of it. */
export interface HashedText {
  readonly text: string;
  readonly hash: string;
}

/** How much text is kept, in characters: the documents of some eight servers without custom resources. */
const maximum: number = 48 * 2 ** 20;

/** A server gave another document than the one that it was asked for. */
class OtherContent extends Error {
  readonly content: HashedText;

  constructor(content: HashedText) {
    super("another content");
    this.content = content;
  }
}

/** Texts of documents by the hash of their content, for the runs of one process: what several servers have is fetched from one of them. */
export class SharedTexts {
  readonly #texts: Once<string> = new Once(maximum, ({ length }) => length);

  /**
   * The document of a hash. What a server gives under a hash that it does not have is its own, and no other run is given it.
   *
   * @param get has it from the cache, or from the server
   */
  async get(hash: string, get: () => Promise<HashedText>): Promise<HashedText> {
    try {
      const text = await this.#texts.get(hash, async () => {
        const got = await get();
        if (got.hash !== hash) throw new OtherContent(got);
        return got.text;
      });
      return { text, hash };
    } catch (error) {
      if (error instanceof OtherContent) return error.content;
      throw error;
    }
  }
}
