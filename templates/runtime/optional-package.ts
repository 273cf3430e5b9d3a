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
    if (!notFound || !message.includes(`'${name}'`)) throw cause;
    throw new ConfigError(
      `the package "${name}" is not installed: npm i ${name}`,
      { cause },
    );
  }
}

/** undici 8 does not say what it needs: it fails at the first of Node's functions that is not there. */
function unsuited(cause: unknown): ConfigError {
  return new ConfigError(
    `the package "undici" does not run on Node.js ${process.versions.node}: undici 8 needs 22.19 or later, undici 7 runs on all that this client does: npm i undici@7`,
    { cause },
  );
}
