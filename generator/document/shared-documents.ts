import { Once } from "../once.js";
import { applyFixups } from "./fixups/index.js";
import type { Document } from "./openapi.js";

/** How much is kept, in characters of the documents' text: those of some five servers without custom resources. */
const maximum: number = 32 * 2 ** 20;

interface Weighed {
  readonly document: Document;
  readonly characters: number;
}

/** Documents that the runs of one process read: those of one content are parsed, checked and corrected once. */
export class SharedDocuments {
  readonly #loaded: Once<Weighed> = new Once(
    maximum,
    ({ characters }) => characters,
  );
  readonly #corrected: WeakMap<Document, Document> = new WeakMap();
  readonly #numbers: WeakMap<Document, number> = new WeakMap();
  #next = 0;

  /** How many documents were loaded. */
  get made(): number {
    return this.#loaded.made;
  }

  /**
   * The document of a content.
   *
   * @param label what messages call it
   * @param hash of the text
   * @param load is called where nobody has loaded it yet
   */
  async load(
    label: string,
    { hash, text }: { readonly hash: string; readonly text: string },
    load: () => Promise<Document>,
  ): Promise<Document> {
    const { document } = await this.#loaded.get(
      `${hash} ${label}`,
      async () => ({ document: await load(), characters: text.length }),
    );
    return document;
  }

  /** A document with every fixup applied. */
  corrected(document: Document): Document {
    const corrected = this.#corrected.get(document) ?? applyFixups(document);
    this.#corrected.set(document, corrected);
    return corrected;
  }

  /** Tells a document from every other one: two have one number where they are the same object. */
  numberOf(document: Document): number {
    const number = this.#numbers.get(document) ?? (this.#next += 1);
    this.#numbers.set(document, number);
    return number;
  }
}
