import type { JsonObject } from "./document-facts.js";
import { GoProgram } from "./go-program.js";

/** What an API server publishes for definitions, by the program in `crd-oracle`. */
export class CrdOracle {
  readonly #program: GoProgram = new GoProgram("crd-oracle");

  /** The documents of the definitions by their keys. @throws where a definition cannot be decoded */
  publish(definitions: readonly JsonObject[]): JsonObject {
    const output = this.#program.run(`${JSON.stringify(definitions)}\n`);
    const documents = JSON.parse(output) as JsonObject;
    const { error } = documents;
    if (typeof error === "string") throw new Error(error);
    return documents;
  }

  close(): void {
    this.#program.close();
  }
}
