import type { DocumentCache } from "../cache/document-cache.js";
import type { SharedTexts } from "../cache/shared-texts.js";
import type { Surroundings } from "../../templates/runtime/connect.js";
import type { Diagnostics } from "../diagnostics.js";
import { failure } from "../diagnostics.js";
import type { LockedOutput, LockedServer } from "../incremental/lock.js";
import { offlineSource } from "../incremental/offline-source.js";
import {
  recordedSource,
  type RecordedSource,
} from "../incremental/recorded-source.js";
import type { GenerateFlags } from "../options.js";
import { checkServers, openServer } from "../source/open-server.js";
import { isServer } from "../source/source-spec.js";

/** What the servers of a run are opened with. */
export interface ServerCircumstances {
  /** How the lock names the output. */
  readonly key: string;
  readonly locked: LockedOutput | undefined;
  /** The hash of the options that say what is read. */
  readonly options: string;
  readonly cache: DocumentCache | undefined;
}

/** What the servers of several runs have in common. */
export interface SharedByServers {
  /** Has what other runs of this process read. */
  readonly texts?: SharedTexts;
  readonly surroundings?: Surroundings;
}

/** The servers among what `--from` names, in its order; offline, what the lock says of them. Each is opened once. */
export class Servers {
  readonly #specs: readonly string[];
  readonly #opened: Map<number, RecordedSource> = new Map();
  readonly #open: (position: number) => RecordedSource;

  /**
   * Nothing is asked of them yet.
   *
   * @throws {GenerationFailed} `ambiguous-credentials`; offline, `not-locked` and `unusable-cache`
   */
  constructor(
    flags: GenerateFlags,
    circumstances: ServerCircumstances,
    diagnostics: Diagnostics,
    { texts, surroundings }: SharedByServers = {},
  ) {
    this.#specs = flags.from.filter(isServer);
    const { cache, locked } = circumstances;
    if (flags.offline && this.#specs.length > 0) {
      this.#open = openOffline(this.#specs, flags, circumstances);
      return;
    }
    checkServers(flags.from, flags, diagnostics);
    this.#open = (position) =>
      recordedSource(
        openServer(
          this.#specs[position] ?? "",
          flags,
          diagnostics,
          surroundings,
        ),
        cache,
        locked?.servers[position],
        texts,
      );
  }

  get count(): number {
    return this.#specs.length;
  }

  /** @throws {GenerationFailed} `bad-source` */
  at(position: number): RecordedSource {
    const opened = this.#opened.get(position) ?? this.#open(position);
    this.#opened.set(position, opened);
    return opened;
  }

  /** What the lock is to say of them. */
  recorded(): readonly LockedServer[] {
    return this.#specs.map((_, position) => this.at(position).recorded());
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map((one) => one.close()));
  }
}

function openOffline(
  specs: readonly string[],
  { lockFile }: GenerateFlags,
  { key, locked, options, cache }: ServerCircumstances,
): (position: number) => RecordedSource {
  const way =
    "run it once without --offline, where the server can be reached, and commit the lock";
  if (locked === undefined)
    throw failure({
      code: "not-locked",
      message: `${lockFile} says nothing of "${key}": offline, nothing is known of the server`,
      hint: way,
    });
  if (locked.options !== options || locked.servers.length !== specs.length)
    throw failure({
      code: "not-locked",
      message: `"${key}" was locked with another --from, --include or --exclude`,
      hint: way,
      at: { document: lockFile },
    });
  if (cache === undefined)
    throw failure({
      code: "unusable-cache",
      message: "there is no folder for a cache, as the user has no home",
      hint: "name one with $KUBEWRIGHT_CACHE_DIR",
    });
  return (position) => {
    const spec = specs[position] ?? "";
    return offlineSource(
      spec === "cluster" ? "cluster" : "url",
      `${lockFile} in place of ${spec}`,
      locked.servers[position] ?? { documents: {} },
      cache,
    );
  };
}
