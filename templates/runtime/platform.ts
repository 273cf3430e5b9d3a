import type { ConnectionSettings } from "./connection-settings.js";
import { installed } from "./optional-package.js";
import type { Transport } from "./types.js";

/**
 * Opens the transport of the platform that this runs on: undici, or in Bun and in Deno their own `fetch`.
 *
 * @throws {ConfigError} where the platform cannot do what the settings ask for, or undici is missing
 */
export async function platformTransport(
  settings: ConnectionSettings,
): Promise<Transport> {
  // Each says that it is Node.js as well.
  const { bun, deno } = process.versions;
  if (bun !== undefined) {
    const { bunTransport } = await import("./bun-transport.js");
    return bunTransport(settings);
  }
  if (deno !== undefined) {
    const { denoTransport } = await import("./deno-transport.js");
    return denoTransport(settings);
  }
  const { undiciTransport } = await installed(
    "undici",
    () => import("./undici.js"),
  );
  return undiciTransport(settings.transport);
}
