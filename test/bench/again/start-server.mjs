import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";

import { builtinDocuments } from "../captures.mjs";
import { writeSynthetic } from "../synthetic.mjs";
import { startTlsServer } from "../tls-server.mjs";

/** How many documents the server publishes. */
export const documentCount = 200;
const kindsPerDocument = 5;
/** Real ones of custom resources have 0.3 MiB each. */
const mebibytesPerDocument = 0.3;

/**
 * Starts a server that publishes Kubernetes' own documents, and made-up ones of custom resources.
 *
 * @param {string} folder
 * @returns {Promise<import("../tls-server.mjs").TlsServer & { change: () => Promise<void> }>} `change` changes one kind of one document
 */
export async function startClusterServer(folder) {
  const own = Object.values(builtinDocuments());
  const count = documentCount - own.filter(({ openapi }) => openapi).length;
  const documents = join(folder, "cluster-documents");
  writeSynthetic(documents, {
    kinds: count * kindsPerDocument,
    mebibytes: count * mebibytesPerDocument,
  });
  const script = join(import.meta.dirname, "server.mjs");
  const server = await startTlsServer(folder, "cluster-server", [
    script,
    documents,
  ]);
  const ca = readFileSync(server.certificate);
  const change = () =>
    new Promise((resolve, reject) => {
      request(`${server.url}/change`, { method: "POST", ca })
        .once("error", reject)
        .once("response", (response) => response.resume().once("end", resolve))
        .end();
    });
  return { ...server, change };
}
