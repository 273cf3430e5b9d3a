import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { JsonObject } from "./document-facts.js";

/** What an API server publishes for definitions, by the program in `crd-oracle`, which is built when it is first asked. */
export class CrdOracle {
  #folder: string | undefined;

  /** The documents of the definitions by their keys. @throws where a definition cannot be decoded */
  publish(definitions: readonly JsonObject[]): JsonObject {
    const output = execFileSync(this.#program(), {
      input: `${JSON.stringify(definitions)}\n`,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const documents = JSON.parse(output) as JsonObject;
    const { error } = documents;
    if (typeof error === "string") throw new Error(error);
    return documents;
  }

  close(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  #program(): string {
    if (this.#folder) return join(this.#folder, "crd-oracle");
    this.#folder = mkdtempSync(join(tmpdir(), "kubewright-crd-oracle-"));
    const program = join(this.#folder, "crd-oracle");
    // As build.sh builds, so that Go takes from its cache what the control plane has, too.
    const flags = ["-mod=readonly", "-trimpath", "-o", program];
    execFileSync("go", ["build", ...flags, "./crd-oracle"], {
      cwd: import.meta.dirname,
      env: { GOTOOLCHAIN: "auto", ...process.env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    return program;
  }
}
