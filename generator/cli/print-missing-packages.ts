import { findMissingPackages } from "./missing-packages.js";
import type { Terminal } from "./terminal.js";

/** Says what to install for a client to run. */
export function printMissingPackages(out: string, terminal: Terminal): void {
  const { packageJson, missing, command } = findMissingPackages(out);
  if (command === undefined) return;
  const where =
    packageJson === undefined
      ? `there is no package.json above ${out}`
      : `${packageJson} does not depend on ${missing.join(", ")}`;
  terminal.advice(where, `the client needs: ${command}`);
}
