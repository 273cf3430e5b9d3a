import { ConfigError } from "./errors.js";

/** Loads a module that needs a package. @throws {ConfigError} that says how to install it */
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
    if (!notFound || !message.includes(`'${name}'`)) throw cause;
    throw new ConfigError(
      `the package "${name}" is not installed: npm i ${name}`,
      { cause },
    );
  }
}
