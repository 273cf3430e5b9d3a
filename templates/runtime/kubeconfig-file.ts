import { dirname, resolve } from "node:path";
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type YAMLMap,
} from "yaml";
import type { Impersonation } from "./connect.js";
import { Secret } from "./credentials.js";
import { ConfigError } from "./errors.js";
import type { ExecPlugin } from "./exec-plugin.js";

/** A cluster, as a kubeconfig file defines it. Paths are absolute. */
export interface ClusterEntry extends KubeconfigEntry {
  readonly server: string | undefined;
  readonly certificateAuthority: string | undefined;
  /** PEM in base64. */
  readonly certificateAuthorityData: Secret | undefined;
  readonly tlsServerName: string | undefined;
  readonly insecureSkipTlsVerify: boolean;
  readonly proxyUrl: string | undefined;
  readonly disableCompression: boolean;
  /** The extension `client.authentication.k8s.io/exec`: plain data that is meant for an exec plugin. */
  readonly execConfig: unknown;
}

/** A user, as a kubeconfig file defines it. Paths are absolute. */
export interface UserEntry extends KubeconfigEntry {
  readonly token: Secret | undefined;
  readonly tokenFile: string | undefined;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  readonly clientCertificate: string | undefined;
  /** PEM in base64. */
  readonly clientCertificateData: Secret | undefined;
  readonly clientKey: string | undefined;
  /** PEM in base64. */
  readonly clientKeyData: Secret | undefined;
  /** The program that gets the credentials. */
  readonly exec: ExecPlugin | undefined;
  /** The name of a legacy `auth-provider`. */
  readonly authProvider: string | undefined;
  /** `as`, `as-uid`, `as-groups` and `as-user-extra`. */
  readonly impersonation: Impersonation | undefined;
}

/** A context, as a kubeconfig file defines it. */
export interface ContextEntry extends KubeconfigEntry {
  readonly cluster: string | undefined;
  readonly user: string | undefined;
  readonly namespace: string | undefined;
}

/** What every entry of a kubeconfig has. */
export interface KubeconfigEntry {
  readonly name: string;
  /** The file that defines it. */
  readonly file: string;
}

/** What one kubeconfig file says. */
export interface KubeconfigFile {
  readonly currentContext: string | undefined;
  readonly clusters: readonly ClusterEntry[];
  readonly users: readonly UserEntry[];
  readonly contexts: readonly ContextEntry[];
}

/**
 * Reads the text of a kubeconfig file: YAML or JSON, its first document.
 *
 * @throws {ConfigError} that names the file, the line and the field, where it is not one
 */
export function parseKubeconfigFile(
  file: string,
  text: string,
): KubeconfigFile {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
  });
  const root = Array.isArray(documents) ? documents[0] : undefined;
  const [error] = root?.errors ?? [];
  if (error !== undefined)
    // YAML's own messages can hold the text that they are about, which may be a credential.
    throw new ConfigError(
      `"${file}", line ${lines.linePos(error.pos[0]).line}: not a kubeconfig, because not YAML (${error.code})`,
    );
  const fields = new Fields(file, lines, "", root?.contents ?? null);
  return {
    currentContext: fields.text("current-context"),
    clusters: fields
      .entries("clusters", "cluster")
      .flatMap(([name, cluster]) =>
        cluster.given ? [clusterEntry(name, file, cluster)] : [],
      ),
    users: fields
      .entries("users", "user")
      .map(([name, user]) => userEntry(name, file, user)),
    contexts: fields
      .entries("contexts", "context")
      .flatMap(([name, context]) =>
        context.given ? [contextEntry(name, file, context)] : [],
      ),
  };
}

function clusterEntry(
  name: string,
  file: string,
  cluster: Fields,
): ClusterEntry {
  return {
    name,
    file,
    server: cluster.text("server"),
    certificateAuthority: cluster.path("certificate-authority"),
    certificateAuthorityData: cluster.secret("certificate-authority-data"),
    tlsServerName: cluster.text("tls-server-name"),
    insecureSkipTlsVerify: cluster.flag("insecure-skip-tls-verify"),
    proxyUrl: cluster.text("proxy-url"),
    disableCompression: cluster.flag("disable-compression"),
    execConfig: undefined,
  };
}

function userEntry(name: string, file: string, user: Fields): UserEntry {
  return {
    name,
    file,
    token: user.secret("token"),
    tokenFile: user.path("tokenFile"),
    username: user.text("username"),
    password: user.secret("password"),
    clientCertificate: user.path("client-certificate"),
    clientCertificateData: user.secret("client-certificate-data"),
    clientKey: user.path("client-key"),
    clientKeyData: user.secret("client-key-data"),
    exec: undefined,
    authProvider: undefined,
    impersonation: undefined,
  };
}

function contextEntry(
  name: string,
  file: string,
  context: Fields,
): ContextEntry {
  return {
    name,
    file,
    cluster: context.text("cluster"),
    user: context.text("user"),
    namespace: context.text("namespace"),
  };
}

/** The fields of one map of a file; knows where it stands. */
class Fields {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #place: string;
  readonly #map: YAMLMap | undefined;

  constructor(file: string, lines: LineCounter, place: string, node: unknown) {
    this.#file = file;
    this.#lines = lines;
    this.#place = place;
    this.#map = isMap(node) ? node : undefined;
    if (this.#map === undefined && !isNull(node))
      throw this.#error(place, node, "a map");
  }

  get given(): boolean {
    return this.#map !== undefined;
  }

  has(field: string): boolean {
    return !isNull(this.#map?.get(field, true));
  }

  /** A field's text; undefined where it is empty, as an absent one. */
  text(field: string): string | undefined {
    const node = this.#map?.get(field, true);
    if (isNull(node)) return undefined;
    if (!isScalar(node)) throw this.#error(this.#at(field), node, "a string");
    // As it is written: `token: 0123` is a string without quotes, not a number.
    const text =
      typeof node.value === "string" ? node.value : String(node.source);
    return text === "" ? undefined : text;
  }

  secret(field: string): Secret | undefined {
    const text = this.text(field);
    return text === undefined ? undefined : new Secret(text);
  }

  /** A path, from the folder of the file that it stands in. */
  path(field: string): string | undefined {
    const text = this.text(field);
    return text === undefined ? undefined : resolve(dirname(this.#file), text);
  }

  flag(field: string): boolean {
    const text = this.text(field);
    // The words of YAML 1.1, which kubectl reads.
    if (text === undefined || /^(false|no|off)$/i.test(text)) return false;
    if (/^(true|yes|on)$/i.test(text)) return true;
    throw this.#error(
      this.#at(field),
      this.#map?.get(field, true),
      "a boolean",
    );
  }

  /** A list of named entries, whose content is in the field given. */
  entries(list: string, content: string): [name: string, content: Fields][] {
    const node = this.#map?.get(list, true);
    if (isNull(node)) return [];
    if (!isSeq(node)) throw this.#error(list, node, "a list");
    const seen = new Set<string>();
    return node.items.map((item, index) => {
      const place = `${list}[${index}]`;
      const entry = new Fields(this.#file, this.#lines, place, item);
      const name = entry.text("name");
      if (name === undefined)
        throw this.#error(`${place}.name`, item, "a string");
      if (seen.has(name))
        throw new ConfigError(
          `${this.#where(item)}: there are two ${list} of the name "${name}"`,
        );
      seen.add(name);
      return [name, entry.#child(content)];
    });
  }

  #child(field: string): Fields {
    const node = this.#map?.get(field, true);
    return new Fields(this.#file, this.#lines, this.#at(field), node);
  }

  #at(field: string): string {
    return this.#place === "" ? field : `${this.#place}.${field}`;
  }

  #where(node: unknown): string {
    const range = (node as { range?: [number] } | null | undefined)?.range;
    const line = range ? `, line ${this.#lines.linePos(range[0]).line}` : "";
    return `"${this.#file}"${line}`;
  }

  #error(place: string, node: unknown, wanted: string): ConfigError {
    const what = place === "" ? "a kubeconfig" : `"${place}"`;
    return new ConfigError(`${this.#where(node)}: ${what} must be ${wanted}`);
  }
}

function isNull(node: unknown): boolean {
  return (
    node === undefined ||
    node === null ||
    (isScalar(node) && node.value === null)
  );
}
