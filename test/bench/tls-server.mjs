import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A running server over TLS.
 *
 * @typedef {object} TlsServer
 * @property {string} url
 * @property {string} certificate the path of the certificate that it is known by
 * @property {string} kubeconfig the path of a kubeconfig for it
 * @property {() => void} stop
 */

/**
 * Starts a server in a process of its own, so that what it takes is not counted. It prints its address, and ends when its standard
 * input does.
 *
 * @param {string} folder for its certificate
 * @param {string} name
 * @param {readonly string[]} script with its first arguments; those of its certificate and its key follow
 * @returns {Promise<TlsServer>}
 */
export async function startTlsServer(folder, name, script) {
  const own = join(folder, name);
  mkdirSync(own);
  const certificate = join(own, "server.crt");
  const key = join(own, "server.key");
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-days", "2", "-nodes", "-subj", `/CN=${name}`],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
      ...["-keyout", key, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
  const child = spawn(process.execPath, [...script, certificate, key], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const url = String(line).trim();
  const kubeconfig = join(own, "kubeconfig");
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
