import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inject } from "vitest";

import type { Answer } from "../runtime/exact-answers.js";

/** Whether there is Go to ask: where the control plane was not built here, there may be none. */
export const hasGo: boolean = inject("cluster").origin === "built";

/** Go's own answers, by the program in `oracle`, which is built when it is first asked. */
export class Oracle {
  #folder: string | undefined;

  /** What Go says to each question. */
  ask(questions: readonly object[]): Answer[] {
    const output = execFileSync(this.#program(), {
      input: questions.map((one) => `${JSON.stringify(one)}\n`).join(""),
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const lines = output.trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Answer);
  }

  close(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  #program(): string {
    if (this.#folder) return join(this.#folder, "oracle");
    this.#folder = mkdtempSync(join(tmpdir(), "kubewright-oracle-"));
    const program = join(this.#folder, "oracle");
    // As build.sh builds, so that Go takes from its cache what the control plane has, too.
    const flags = ["-mod=readonly", "-trimpath", "-o", program];
    execFileSync("go", ["build", ...flags, "./oracle"], {
      cwd: import.meta.dirname,
      env: { GOTOOLCHAIN: "auto", ...process.env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    return program;
  }
}
