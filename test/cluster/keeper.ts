import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Processes and a temporary folder that do not outlive this process, however it ends.
 *
 * Handlers of `exit` and of signals are not enough: nothing runs after SIGKILL. So a shell script, in a session of its own,
 * holds the other end of a pipe and cleans up when the pipe closes. Stopping on purpose takes the same way.
 */
export class Keeper {
  readonly folder: string;
  readonly #script: ChildProcess;
  readonly #running = new Set<ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
    this.#script = spawn(join(import.meta.dirname, "keeper.sh"), [folder], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#script.unref();
    // A script that has ended already leaves nothing to write to, and nothing to do.
    this.#script.stdin?.on("error", () => undefined);
  }

  static async start(prefix: string): Promise<Keeper> {
    return new Keeper(await mkdtemp(join(tmpdir(), prefix)));
  }

  /** Starts a program whose output goes to `NAME.log` in the folder. It does not keep this process alive. */
  run(name: string, binary: string, args: readonly string[]): KeptProcess {
    const log = join(this.folder, `${name}.log`);
    const output = openSync(log, "a");
    const child = spawn(binary, args, {
      cwd: this.folder,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    child.unref();

    const kept = new KeptProcess(name, log, child);
    child.once("error", (error) => kept.ended(error.message));
    if (child.pid === undefined) return kept;

    this.#running.add(child);
    this.#tell(`+ ${child.pid}`);
    child.once("exit", (code, signal) => {
      this.#running.delete(child);
      this.#tell(`- ${child.pid}`);
      kept.ended(
        signal === null ? `exit code ${code}` : `ended by signal ${signal}`,
      );
    });
    return kept;
  }

  /** Ends every process and removes the folder; resolves when both are done. May be called twice. */
  async stop(): Promise<void> {
    if (this.#script.exitCode !== null || this.#script.signalCode !== null)
      return;
    const exits = [this.#script, ...this.#running].map((child) => {
      child.ref();
      return once(child, "exit");
    });
    this.#script.stdin?.end();
    await Promise.all(exits);
  }

  #tell(line: string): void {
    if (this.#script.stdin?.writable === true)
      this.#script.stdin.write(`${line}\n`);
  }
}

/** A program that a keeper started, as far as whoever waits for it to answer must know. */
export class KeptProcess {
  readonly name: string;
  readonly #log: string;
  readonly #child: ChildProcess;
  #end: string | undefined;

  constructor(name: string, log: string, child: ChildProcess) {
    this.name = name;
    this.#log = log;
    this.#child = child;
  }

  /** Has it stand still, as a machine that is out of memory does, or go on. */
  stall(isStalled: boolean): void {
    this.#child.kill(isStalled ? "SIGSTOP" : "SIGCONT");
  }

  /** Ends it at once, and resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#end !== undefined) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }

  /** Notes how it ended. */
  ended(how: string): void {
    this.#end ??= how;
  }

  /** @throws {ProcessEnded} with the last lines of its log, once it has ended */
  async throwIfEnded(): Promise<void> {
    if (this.#end === undefined) return;
    const log = await readFile(this.#log, "utf8");
    throw new ProcessEnded(this.name, this.#end, log);
  }
}

/** A program ended that should have gone on. */
export class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";
  /** It ended because something else listens on the port it was given. */
  readonly portTaken: boolean;

  constructor(program: string, how: string, log: string) {
    const lines = log.trimEnd().split("\n").slice(-15).join("\n  ");
    super(`${program}: ${how}; its last lines:\n  ${lines}`);
    this.portTaken = log.includes("address already in use");
  }
}
