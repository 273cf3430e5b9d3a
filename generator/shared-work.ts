import { SharedTexts } from "./cache/shared-texts.js";
import {
  Diagnostics,
  GenerationFailed,
  type Diagnostic,
} from "./diagnostics.js";
import type { LoadedDocument } from "./document/load.js";
import { SharedDocuments } from "./document/shared-documents.js";
import type { OutputFile } from "./emit/emission.js";
import type { Form } from "./form/form.js";
import type { SchemaRecord } from "./incremental/schema-record.js";
import type { Model } from "./model/model.js";
import { Once } from "./once.js";
import type { ServerVersion } from "./source/source.js";

/** How much is kept of clients, in characters of their files: some six of servers without custom resources; and as much of what prettier formats. */
const maximum: number = 48 * 2 ** 20;

/** The files of a client, before they are formatted for their folder, and what they were made of. */
export interface Emitted {
  readonly files: readonly OutputFile[];
  readonly model: Model;
  readonly record: SchemaRecord | undefined;
  readonly documents: readonly Pick<LoadedDocument, "hash" | "key">[];
  readonly server: ServerVersion | undefined;
}

/** A client, or why there is none, with what was said meanwhile. */
interface Attempt {
  readonly emitted: Emitted | undefined;
  readonly problem: GenerationFailed | undefined;
  readonly said: readonly Diagnostic[];
}

/**
 * What several runs of one process share: equal documents are fetched and checked once, and what is equal in all of its documents, its
 * version and its form is made once. What is kept of it has a limit, which does not grow with the number of runs.
 */
export class SharedWork {
  readonly texts: SharedTexts = new SharedTexts();
  readonly documents: SharedDocuments = new SharedDocuments();
  /** What prettier made of a text, under a configuration of the user's own. */
  readonly formatted: Once<string> = new Once(maximum, ({ length }) => length);
  readonly #clients: Once<Attempt> = new Once(maximum, charactersOf);

  /** How many clients were made. */
  get clients(): number {
    return this.#clients.made;
  }

  /**
   * The client of documents.
   *
   * @param form and the version of the server: what a client depends on, beside its documents
   * @param make makes it, where nobody has done so yet
   * @param diagnostics is told what there was to say of it
   * @throws {GenerationFailed} what making it threw
   */
  async client(
    documents: readonly LoadedDocument[],
    form: { readonly form: Form; readonly server: string | undefined },
    make: (diagnostics: Diagnostics) => Promise<Emitted>,
    diagnostics: Diagnostics,
  ): Promise<Emitted> {
    const read = documents.map(({ key, hash, label, document }) => [
      key,
      hash,
      label,
      this.documents.numberOf(document),
    ]);
    const { emitted, problem, said } = await this.#clients.get(
      JSON.stringify([form, read]),
      () => attempt(make),
    );
    for (const one of said) diagnostics.add(one);
    if (emitted === undefined) throw problem ?? new Error("nothing was made");
    diagnostics.throwIfErrors();
    return emitted;
  }
}

async function attempt(
  make: (diagnostics: Diagnostics) => Promise<Emitted>,
): Promise<Attempt> {
  const diagnostics = new Diagnostics();
  const ended = (
    emitted: Emitted | undefined,
    problem: GenerationFailed | undefined,
  ): Attempt => ({ emitted, problem, said: diagnostics.list });
  try {
    return ended(await make(diagnostics), undefined);
  } catch (error) {
    if (error instanceof GenerationFailed) return ended(undefined, error);
    throw error;
  }
}

function charactersOf({ emitted }: Attempt): number {
  const files: Emitted["files"] = emitted?.files ?? [];
  return files.reduce((sum, { text }) => sum + text.length, 0);
}
