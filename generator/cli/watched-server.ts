import { Diagnostics, GenerationFailed } from "../diagnostics.js";
import { sha256 } from "../manifest.js";
import type { GenerateFlags } from "../options.js";
import { findServer } from "../source/open-server.js";
import { serverSource } from "../source/server.js";
import type { Source } from "../source/source.js";
import { informer, type Informer } from "../../templates/runtime/informer.js";
import { rootClient, type RootClient } from "../../templates/runtime/root.js";
import type { KubernetesObject } from "../../templates/runtime/types.js";
import type { Terminal } from "./terminal.js";

/** What changes the documents of a server. */
const causes = [
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
  ["apiregistration.k8s.io/v1", "APIService"],
] as const;

/** How long the index may take to show what was installed, in milliseconds, and how often it is asked for until then. */
const publishedMs = 30_000;
const askedMs = 1_000;

/** How often the index is asked for where definitions may not be watched, in milliseconds. */
const unwatchedMs = 15_000;

/**
 * Tells whether a server publishes something else. What may change it is watched, over the API; the index is asked for when something
 * happened there, until it shows it.
 */
export class WatchedServer {
  readonly #source: Source;
  readonly #terminal: Terminal;
  readonly #informers: Informer<KubernetesObject>[] = [];
  readonly #opened: Promise<void>;
  #published: string | undefined;
  #expectedUntil = 0;
  #askAgain = 0;
  #isConnected = false;
  #isWatched = true;
  #problem = "";

  constructor(
    spec: string,
    flags: GenerateFlags,
    terminal: Terminal,
    signal: AbortSignal,
  ) {
    // What is to be said of the way to it, the run says.
    const server = findServer(spec, flags, new Diagnostics());
    const connected = server.connect();
    this.#terminal = terminal;
    this.#source = serverSource(
      { ...server, connect: () => connected },
      new Diagnostics(),
    );
    this.#opened = connected.then(
      ({ transport }) => {
        this.#isConnected = true;
        if (!signal.aborted) this.#watch(rootClient({ transport }, []));
      },
      () => undefined,
    );
  }

  /** Whether there is a way to the server; a kubeconfig that does not do gives none. */
  async hasWay(): Promise<boolean> {
    await this.#opened;
    return this.#isConnected;
  }

  /** Whether the index is another than when this was last asked, or could be had; a server that does not give one may do so later. */
  async isNew(): Promise<boolean> {
    const now = performance.now();
    const isExpected = now < this.#expectedUntil;
    const isDue =
      isExpected || !this.#isWatched || this.#published === undefined;
    if (!isDue || now < this.#askAgain) return false;
    this.#askAgain = now + (isExpected ? askedMs : unwatchedMs);
    const published = await this.#index();
    if (published === undefined) return false;
    const before = this.#published;
    this.#published = published;
    return before !== published;
  }

  async close(): Promise<void> {
    await this.#opened;
    await Promise.all(this.#informers.map((one) => one.close()));
    await this.#source.close();
  }

  #watch(client: RootClient): void {
    for (const [apiVersion, kind] of causes) {
      const watched = informer(client.resource(apiVersion, kind), {
        transform: ({ metadata }) => ({
          apiVersion,
          kind,
          metadata: metadata ?? {},
        }),
        onError: (error) => this.#failed(error),
      });
      this.#informers.push(watched);
      for (const type of ["added", "updated", "deleted"] as const)
        watched.on(type as "added", () => this.#happened());
    }
  }

  #happened(): void {
    this.#isWatched = true;
    this.#problem = "";
    this.#expectedUntil = performance.now() + publishedMs;
  }

  #failed(error: unknown): void {
    this.#isWatched = false;
    const problem = error instanceof Error ? error.message : String(error);
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#terminal.note(
      `what is installed cannot be watched, so the index is asked for from time to time: ${problem}`,
    );
  }

  async #index(): Promise<string | undefined> {
    try {
      const entries = await this.#source.list();
      return sha256(
        entries
          .map(({ key, hash = "" }) => `${key} ${hash}`)
          .sort()
          .join("\n"),
      );
    } catch (error) {
      if (!(error instanceof GenerationFailed)) throw error;
      return undefined;
    }
  }
}
