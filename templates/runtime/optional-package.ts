import { ConfigError } from "./errors.js";

/**
 * Loads a module that needs a package.
 *
 * @throws {ConfigError} where there is no such package, and where it does not run on this Node.js; says how to install one that does
 */
export async function installed<T>(
  name: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const notFound =
      code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    if (!notFound && name === "undici") throw unsuited(cause);
    // Deno quotes the name in its own way.
    if (!notFound || !new RegExp(`["']${name}["']`).test(message)) throw cause;
    throw new ConfigError(
      `the package "${name}" is not installed: ${installCommand(name)}`,
      { cause },
    );
  }
}

/** What to type to install a package that the client can be without: undici 8 does not run on every Node.js that the client does. */
export function installCommand(name: string): string {
  const wanted = name === "undici" ? "undici@7" : name;
  return process.versions["deno"] === undefined
    ? `npm i ${wanted}`
    : `deno add npm:${wanted}`;
}

/** undici 8 does not say what it needs: it fails at the first of Node's functions that is not there. */
function unsuited(cause: unknown): ConfigError {
  return new ConfigError(
    `the package "undici" does not run on Node.js ${process.versions.node}: undici 8 needs 22.19 or later, undici 7 runs on all that this client does: ${installCommand("undici")}`,
    { cause },
  );
}
