import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import {
  openConnection,
  type ConnectOptions,
  type Connection,
  type Surroundings,
} from "../../templates/runtime/connect.js";
import { send } from "../../templates/runtime/request.js";
import {
  sendJson,
  startServer,
  temporaryFolder,
  writeFiles,
} from "./servers.js";
import { certificates } from "./certificates.js";

export const nowhere: Surroundings = {
  environment: { KUBECONFIG: "", HOME: "/nonexistent" },
  serviceAccountFolder: "/nonexistent",
};

export async function open(
  options: ConnectOptions,
  surroundings = nowhere,
): Promise<Connection> {
  const connection = await openConnection(options, surroundings);
  onTestFinished(() => connection.transport.close());
  return connection;
}

export async function failure(
  options: ConnectOptions,
  surroundings = nowhere,
): Promise<string> {
  return openConnection(options, surroundings).then(
    () => "no error",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

/** A server that says who it was asked by. */
export async function whoAmI() {
  const { ca, serverCertificate: cert, serverKey: key } = certificates();
  return startServer(
    ({ headers }, response, incoming) => {
      const peer = (incoming.socket as TLSSocket).getPeerCertificate();
      sendJson(response, {
        authorization: headers.authorization,
        certificate: peer.subject?.CN,
      });
    },
    { ca, cert, key, requestCert: true, rejectUnauthorized: false },
  );
}

export async function ask({ transport }: Connection): Promise<unknown> {
  return send(transport, { method: "GET", path: "/" });
}

export const base64 = (text: string): string =>
  Buffer.from(text).toString("base64");

/** A kubeconfig of one context, in a folder of its own; its cluster and its user as given, in JSON. */
export function kubeconfig(
  cluster: object,
  user: object,
  files: { readonly [path: string]: string } = {},
): string {
  const folder = temporaryFolder();
  const file = join(folder, "config");
  const config = {
    "current-context": "x",
    contexts: [
      { name: "x", context: { cluster: "c", user: "u", namespace: "team" } },
    ],
    clusters: [{ name: "c", cluster }],
    users: [{ name: "u", user }],
  };
  writeFiles(folder, { config: JSON.stringify(config), ...files });
  return file;
}
