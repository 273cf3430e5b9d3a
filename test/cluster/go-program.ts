import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inject } from "vitest";

/** Whether there is Go to ask: where the control plane was not built here, there may be none. */
export const hasGo: boolean = inject("cluster").origin === "built";

/** A program in a folder beside this file, in the module of the control plane; it is built when it is first asked. */
export class GoProgram {
  readonly #name: string;
  #folder: string | undefined;

  /** @param name the name of its folder */
  constructor(name: string) {
    this.#name = name;
  }

  /** What it prints when it reads some text. */
  run(input: string): string {
    return execFileSync(this.#program(), {
      input,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
  }

  close(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  #program(): string {
    if (this.#folder) return join(this.#folder, this.#name);
    this.#folder = mkdtempSync(join(tmpdir(), `kubewright-${this.#name}-`));
    const program = join(this.#folder, this.#name);
    // As build.sh builds, so that Go takes from its cache what the control plane has, too.
    const flags = ["-mod=readonly", "-trimpath", "-o", program];
    execFileSync("go", ["build", ...flags, `./${this.#name}`], {
      cwd: import.meta.dirname,
      env: { GOTOOLCHAIN: "auto", ...process.env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    return program;
  }
}
