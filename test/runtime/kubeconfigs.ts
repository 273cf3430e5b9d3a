import { delimiter, join } from "node:path";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import {
  findIdentity,
  type Identity,
} from "../../templates/runtime/identity.js";
import { loadKubeconfig } from "../../templates/runtime/kubeconfig.js";
import { kubeconfig, nowhere } from "./connections.js";
import { temporaryFolder, writeFiles } from "./servers.js";

/** A kubeconfig of one cluster, one user, one context; all of one name. */
export function config(name: string, rest: string = ""): string {
  return `clusters:
- name: ${name}
  cluster: { server: "https://${name}.example" }
users:
- name: ${name}
  user: { token: token-of-${name} }
contexts:
- name: ${name}
  context: { cluster: ${name}, user: ${name} }
${rest}`;
}

/** Files in a folder, and the environment that points at them. */
export function folderOf(files: {
  readonly [path: string]: string | Uint8Array;
}) {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const list = (...names: string[]) => ({
    HOME: join(folder, "home"),
    KUBECONFIG: names
      .map((name) => (name === "" ? "" : join(folder, name)))
      .join(delimiter),
  });
  return { folder, list };
}

export async function failure(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no error",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

export async function read(text: string | Uint8Array) {
  const { folder } = folderOf({ config: text });
  const file = join(folder, "config");
  return { file, loaded: loadKubeconfig(file, {}) };
}

/** Who is connected to what, by a kubeconfig of one context. */
export async function identityOf(
  cluster: object,
  user: object,
  options: ConnectOptions = {},
): Promise<Identity> {
  return findIdentity(
    { kubeconfig: kubeconfig(cluster, user), ...options },
    nowhere,
  );
}

/** What is said of a user, or of its cluster, that does not do. */
export async function refusal(
  cluster: object,
  user: object,
  options: ConnectOptions = {},
): Promise<string> {
  return failure(identityOf(cluster, user, options));
}
