import { ConfigError } from "./errors.js";

/** The first Node.js that undici 7 runs on, and so all that is made here. */
export const oldestNode = "20.18.1";

/** Whether a version of Node.js is older than {@link oldestNode}. */
export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = parts(version);
  const [oldMajor = 0, oldMinor = 0, oldPatch = 0] = parts(oldestNode);
  return (
    major < oldMajor ||
    (major === oldMajor &&
      (minor < oldMinor || (minor === oldMinor && patch < oldPatch)))
  );
}

const parts = (version: string): readonly number[] =>
  version.split(".").map(Number);

/**
 * Checks that there is Node.js, or what takes its place in Deno and Bun, before anything of it is loaded.
 *
 * @param version of the Node.js that this runs on; undefined where it runs elsewhere
 * @throws {ConfigError} where there is none, as in a page, and where it is too old
 */
export function checkNode(version: string | undefined = nodeVersion()): void {
  if (version === undefined)
    throw new ConfigError(
      "connect() of index.js needs Node.js, and this is none: import connect() of fetch.js, which is for browsers and workers",
    );
  if (isTooOld(version))
    throw new ConfigError(
      `Node.js ${version} is too old: connect() needs ${oldestNode} or later`,
    );
}

function nodeVersion(): string | undefined {
  const { process } = globalThis as {
    process?: { versions?: { node?: string } };
  };
  return process?.versions?.node;
}
