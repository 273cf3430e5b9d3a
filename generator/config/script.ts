import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { failure } from "../diagnostics.js";
import { pointerTo } from "../json.js";
import type { ConfigText } from "./read.js";
import { scriptProblem } from "./script-problem.js";

/**
 * Runs a configuration in TypeScript or JavaScript: the same way for all, on every release of Node, so that a file which it imports may be
 * TypeScript, and a mistake has its line. Nothing of it is kept in memory: the next reading sees what has changed.
 *
 * @throws {GenerationFailed} `config-failed`, `no-default-export`
 */
export async function runConfigScript(
  path: string,
  signal: AbortSignal,
): Promise<ConfigText> {
  const absolute = resolve(path);
  const { createJiti } = await import("jiti");
  const jiti = createJiti(absolute, {
    fsCache: cacheFolder(dirname(absolute)) ?? false,
    moduleCache: false,
    // A file without a default export is told from one with it.
    interopDefault: false,
    // `npx kubewright` runs without being installed in the project.
    virtualModules: { kubewright: await import("./config.js") },
  });
  const run = async (): Promise<unknown> => {
    const exports = await jiti.import<object>(absolute);
    if (!("default" in exports)) throw withoutDefault(path);
    const given = await exports.default;
    return typeof given === "function"
      ? ((await given()) as unknown)
      : (given as unknown);
  };
  let value: unknown;
  try {
    value = await settled(run(), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw scriptProblem(path, error);
  }
  return {
    value,
    locate: (steps) => ({ document: path, pointer: pointerTo(steps) }),
  };
}

/**
 * What a promise gives, until the user interrupts. A promise that nothing is left to settle would end the process as if all were done:
 * it is waited for.
 */
async function settled<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  const waiting = setInterval(() => undefined, 60_000);
  try {
    return await new Promise<Value>((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error);
      signal.addEventListener("abort", abort, { once: true });
      promise.then(resolve, reject).finally(() => {
        signal.removeEventListener("abort", abort);
      });
    });
  } finally {
    clearInterval(waiting);
  }
}

/** Where JavaScript that was made of TypeScript is kept: beside what else tools keep of the project. */
function cacheFolder(folder: string): string | undefined {
  const packages = join(folder, "node_modules");
  if (existsSync(packages)) return join(packages, ".cache/kubewright-config");
  const parent = dirname(folder);
  return parent === folder ? undefined : cacheFolder(parent);
}

function withoutDefault(path: string): Error {
  return failure({
    code: "no-default-export",
    message: "it has no default export",
    hint: 'write: import { defineConfig } from "kubewright"; export default defineConfig({ … })',
    at: { document: path },
  });
}
