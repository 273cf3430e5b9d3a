import type { Connection, ConnectOptions, Surroundings } from "./connect.js";
import type { ConnectionSettings } from "./connection-settings.js";
import { layered } from "./layers.js";
import type { Transport } from "./types.js";

/** Opens what requests go out on. @throws {ConfigError} where it cannot do what the settings ask for */
export type OpenTransport = (
  settings: ConnectionSettings,
) => Transport | Promise<Transport>;

/**
 * Opens a connection by kubectl's rules on a transport. Nothing is sent yet.
 *
 * @throws {ConfigError} where there is no configuration, or it does not do; it names the file, the entry and the field
 */
export async function openConnectionOver(
  openTransport: OpenTransport,
  options: ConnectOptions,
  surroundings?: Surroundings,
): Promise<Connection> {
  const { readSettings } = await import("./connection-settings.js");
  const settings = await readSettings(options, surroundings);
  return {
    transport: layered(await openTransport(settings), settings),
    namespace: settings.namespace,
    server: settings.transport.server,
    context: settings.context,
  };
}
