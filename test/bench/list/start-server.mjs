import { join } from "node:path";

import { startTlsServer } from "../tls-server.mjs";

/**
 * Starts the server of lists.
 *
 * @param {string} folder for its certificate
 * @returns {Promise<import("../tls-server.mjs").TlsServer>}
 */
export async function startListServer(folder) {
  const script = join(import.meta.dirname, "server.mjs");
  return startTlsServer(folder, "list-server", [script]);
}
