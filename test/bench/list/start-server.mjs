import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A running server of lists.
 *
 * @typedef {object} ListServer
 * @property {string} url
 * @property {string} certificate the path of the certificate that it is known by
 * @property {string} kubeconfig the path of a kubeconfig for it
 * @property {() => void} stop
 */

/**
 * Starts the server in a process of its own, so that what it takes is not counted.
 *
 * @param {string} folder for its certificate
 * @returns {Promise<ListServer>}
 */
export async function startListServer(folder) {
  const certificate = join(folder, "server.crt");
  const key = join(folder, "server.key");
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-days", "2", "-nodes", "-subj", "/CN=list-server"],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
      ...["-keyout", key, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
  const script = join(import.meta.dirname, "server.mjs");
  const child = spawn(process.execPath, [script, certificate, key], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const url = String(line).trim();
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, kubeconfigOf(url, certificate));
  return { url, certificate, kubeconfig, stop: () => child.stdin.end() };
}

function kubeconfigOf(server, certificate) {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "bench",
    clusters: [
      {
        name: "bench",
        cluster: { server, "certificate-authority": certificate },
      },
    ],
    users: [{ name: "bench", user: { token: "bench" } }],
    contexts: [{ name: "bench", context: { cluster: "bench", user: "bench" } }],
  });
}
