import { resolve } from "node:path";
import pc from "picocolors";
import type { ViteDevServer } from "vite";
import { runFor, type Messages } from "./messages.js";
import type { Regeneration } from "./regeneration.js";

/** How long files have to be left alone before they are read, in milliseconds: who writes one often writes several. */
const quiet = 100;

/** A dev server's client, for as long as the server runs. Nothing that goes wrong ends the server. */
export class ViteSession {
  readonly #server: ViteDevServer;
  readonly #regeneration: Regeneration;
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** What is wrong, for as long as it is. */
  #error: string | undefined;

  constructor(server: ViteDevServer, regeneration: Regeneration) {
    this.#server = server;
    this.#regeneration = regeneration;
  }

  /** Generates, and watches. It does not wait for a server where there is a client to begin with. */
  async start(): Promise<void> {
    const { watcher, ws } = this.#server;
    const { files, folders } = await this.#regeneration.files.watched();
    watcher.add([...files, ...folders]);
    watcher.on("all", (_, path) => this.#changed(path));
    // A page that is opened, or loaded again, has lost what was shown.
    ws.on("connection", () => this.#show());

    const first = this.#update();
    const { asksServer, hasClient } = this.#regeneration;
    if (!asksServer || !hasClient) await first;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  #changed(path: string): void {
    const isSource = this.#regeneration.files.includes(resolve(path));
    if (!isSource || this.#end.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#update(), quiet);
  }

  async #update(): Promise<void> {
    const { signal } = this.#end;
    const occasion = { isWatching: true, mode: "generate", signal } as const;
    try {
      this.#report(await runFor(this.#regeneration, occasion));
    } catch (error) {
      if (signal.aborted) return;
      const fault = error instanceof Error ? error.stack : String(error);
      this.#fail(`${fault}\nthis is a fault of kubewright: please report it`);
    }
  }

  #report({ errors, warnings, summary }: Messages): void {
    const { logger } = this.#server.config;
    for (const warning of warnings) logger.warnOnce(pc.yellow(warning));
    if (errors.length > 0) return this.#fail(errors.join("\n"));
    this.#mended();
    if (summary !== undefined) logger.info(summary, { timestamp: true });
  }

  #fail(error: string): void {
    this.#error = error;
    this.#server.config.logger.error(pc.red(error), { timestamp: true });
    this.#show();
  }

  #show(): void {
    if (this.#error === undefined) return;
    this.#server.ws.send({
      type: "error",
      err: { message: this.#error, stack: "", plugin: "kubewright" },
    });
  }

  /** The overlay goes with the next update, and where nothing was written there is none. */
  #mended(): void {
    if (this.#error === undefined) return;
    this.#error = undefined;
    this.#server.ws.send({ type: "full-reload" });
  }
}
