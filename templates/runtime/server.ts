import { abortable, Deadline } from "./deadline.js";
import { parseApiVersion } from "./discovery.js";
import { ApiError } from "./errors.js";
import { groupVersionPath, pathSegment, pathTail } from "./path.js";
import { queryOf } from "./query.js";
import {
  answerOnce,
  lateMessage,
  send,
  sendForText,
  toTransport,
} from "./request.js";
import type { RequestOptions, Transport } from "./types.js";

/** What `/version` answers. */
export interface ServerVersionInfo {
  major: string;
  minor: string;
  /** `v1.37.2` */
  gitVersion: string;
  gitCommit: string;
  gitTreeState: string;
  /** An RFC 3339 time. */
  buildDate: string;
  goVersion: string;
  compiler: string;
  /** `linux/amd64` */
  platform: string;
}

/** What `/api` answers: the versions of the core group. */
export interface CoreVersions {
  kind: "APIVersions";
  versions: string[];
  serverAddressByClientCIDRs: { clientCIDR: string; serverAddress: string }[];
}

/** What `/apis` answers: the groups, and the versions of each. */
export interface ServerGroups {
  kind: "APIGroupList";
  apiVersion: "v1";
  groups: ServerGroup[];
}

/** What `/apis/{group}` answers: the versions of a group. */
export interface ServerGroup {
  name: string;
  versions: { groupVersion: string; version: string }[];
  preferredVersion?: { groupVersion: string; version: string };
}

/** What `/api/{version}` and `/apis/{group}/{version}` answer: the resources of a group and version, subresources among them. */
export interface ServerResources {
  kind: "APIResourceList";
  groupVersion: string;
  resources: {
    /** `deployments`, `deployments/scale`. */
    name: string;
    singularName: string;
    namespaced: boolean;
    kind: string;
    /** Where it is not that of the list, as with `deployments/scale`. */
    group?: string;
    version?: string;
    verbs: string[];
    shortNames?: string[];
    categories?: string[];
  }[];
}

/** What `/openapi/v3` answers: where the document of each group-version is. */
export interface OpenAPIIndex {
  paths: { [key: string]: { serverRelativeURL: string } };
}

/** Options of a check of the server's health. */
export interface HealthOptions extends RequestOptions {
  /** Says of each part how it is. */
  verbose?: boolean | undefined;
  /** Parts that are left out. */
  exclude?: readonly string[] | undefined;
}

/** Options of a report of the server's health. */
export interface HealthReportOptions extends RequestOptions {
  /** Parts that are left out. */
  exclude?: readonly string[] | undefined;
  /** One part alone: `etcd`, `poststarthook/start-apiextensions-controllers`. */
  check?: string | undefined;
}

/** How a server is, part by part. */
export interface HealthReport {
  /** Whether all parts are well that were not left out. */
  readonly ok: boolean;
  readonly checks: readonly HealthCheck[];
}

/** How one part of a server is. */
export interface HealthCheck {
  /** `etcd`. */
  readonly name: string;
  readonly ok: boolean;
  /** What the server says of it: `ok`, `excluded: ok`, `failed: reason withheld`. */
  readonly detail: string;
}

/** The paths of a server that are not resources. */
export class ServerPaths {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** All paths that the server tells of. `GET /` */
  async paths(options?: RequestOptions): Promise<string[]> {
    return (await this.#json<{ paths: string[] }>("/", options)).paths;
  }

  /** The server's version. `GET /version` */
  async version(options?: RequestOptions): Promise<ServerVersionInfo> {
    return this.#json("/version", options);
  }

  /** `ok`. `GET /healthz` @throws {ApiError} where the server is not well */
  async healthz(options?: HealthOptions): Promise<string> {
    return this.#health("/healthz", options);
  }

  /** `ok`. `GET /livez` @throws {ApiError} where the server should be restarted */
  async livez(options?: HealthOptions): Promise<string> {
    return this.#health("/livez", options);
  }

  /** `ok`. `GET /readyz` @throws {ApiError} where the server should not be sent requests */
  async readyz(options?: HealthOptions): Promise<string> {
    return this.#health("/readyz", options);
  }

  /**
   * How each part of the server is. That one is not well is an answer too; only `livez()` and its like throw then.
   * `GET /readyz?verbose`, `GET /readyz/{check}`
   *
   * @throws {ApiError} where there is no such check, or who asks may not
   */
  async health(
    endpoint: "healthz" | "livez" | "readyz",
    options: HealthReportOptions = {},
  ): Promise<HealthReport> {
    const { exclude, check, ...rest } = options;
    const one = check === undefined ? "" : `/${checkPath(check)}`;
    const request = {
      ...rest,
      method: "GET",
      path: `/${pathSegment("endpoint", endpoint)}${one}`,
      query: queryOf({ verbose: true, exclude }),
      accept: "*/*",
    };
    const deadline = new Deadline(options, lateMessage(request));
    try {
      const { signal } = deadline;
      const sent = toTransport(request, signal);
      const answer = await answerOnce(this.#transport, sent, signal);
      const text = await abortable(answer.text(), signal);
      const { status } = answer;
      const report = readHealth(text, status, check);
      if (report !== undefined) return report;
      const { method, path } = request;
      throw new ApiError({ method, path, status, text });
    } finally {
      deadline.close();
    }
  }

  /** The server's metrics, in Prometheus' text format. `GET /metrics` */
  async metrics(options?: RequestOptions): Promise<string> {
    return this.#text("/metrics", options);
  }

  /** The versions of the core group. `GET /api` */
  async coreVersions(options?: RequestOptions): Promise<CoreVersions> {
    return this.#json("/api", options);
  }

  /** The groups that the server has. `GET /apis` */
  async groups(options?: RequestOptions): Promise<ServerGroups> {
    return this.#json("/apis", options);
  }

  /** The versions of one group. `GET /apis/{group}` */
  async group(name: string, options?: RequestOptions): Promise<ServerGroup> {
    return this.#json(`/apis/${pathSegment("name", name)}`, options);
  }

  /** The resources of `v1` or of `apps/v1`. `GET /api/{version}`, `GET /apis/{group}/{version}` */
  async resources(
    apiVersion: string,
    options?: RequestOptions,
  ): Promise<ServerResources> {
    const { group, version } = parseApiVersion(apiVersion);
    return this.#json(groupVersionPath(group, version), options);
  }

  /** Where the OpenAPI documents are. `GET /openapi/v3` */
  async openapiV3(options?: RequestOptions): Promise<OpenAPIIndex> {
    return this.#json("/openapi/v3", options);
  }

  /** All of the API in one Swagger 2.0 document. `GET /openapi/v2` */
  async openapiV2(
    options?: RequestOptions,
  ): Promise<{ [field: string]: unknown }> {
    return this.#json("/openapi/v2", options);
  }

  /** How to check the tokens of service accounts. `GET /.well-known/openid-configuration` */
  async openIdConfiguration(
    options?: RequestOptions,
  ): Promise<{ [field: string]: unknown }> {
    return this.#json("/.well-known/openid-configuration", options);
  }

  /** The keys that sign the tokens of service accounts. `GET /openid/v1/jwks` */
  async jwks(
    options?: RequestOptions,
  ): Promise<{ keys: { [field: string]: unknown }[] }> {
    return this.#json("/openid/v1/jwks", {
      ...options,
      headers: { accept: "application/jwk-set+json", ...options?.headers },
    });
  }

  /** A log file of the server's node, or the list of them, where the server gives them out. `GET /logs/{path}` */
  async logs(path = "", options?: RequestOptions): Promise<string> {
    return this.#text(`/logs/${pathTail("path", path)}`, options);
  }

  async #health(path: string, options: HealthOptions = {}): Promise<string> {
    const { verbose, exclude, ...rest } = options;
    const query = queryOf({ verbose: verbose || undefined, exclude });
    return this.#text(path, { ...rest, query });
  }

  #json<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return send<T>(this.#transport, { ...options, method: "GET", path });
  }

  async #text(
    path: string,
    options: RequestOptions & { query?: ReturnType<typeof queryOf> } = {},
  ): Promise<string> {
    const request = { accept: "*/*", ...options, method: "GET", path };
    return (await sendForText(this.#transport, request)).text;
  }
}

function checkPath(check: string): string {
  if (check.startsWith("/") || check === "")
    throw new TypeError(
      `"check" must be the name of a part: ${JSON.stringify(check)}`,
    );
  return pathTail("check", check);
}

/**
 * Reads `[+]ping ok` and `[-]etcd failed: reason withheld`, line by line; of one part the whole answer.
 *
 * @see https://github.com/kubernetes/apiserver/blob/master/pkg/server/healthz/healthz.go
 */
function readHealth(
  text: string,
  status: number,
  check: string | undefined,
): HealthReport | undefined {
  const ok = status === 200;
  if (!ok && status !== 500) return undefined;
  if (check !== undefined)
    return { ok, checks: [{ name: check, ok, detail: text.trim() }] };
  const checks = text.split("\n").flatMap((line): HealthCheck[] => {
    const [, sign, name = "", detail = ""] =
      /^\[([-+])\](\S+) ?(.*)$/.exec(line) ?? [];
    return sign === undefined ? [] : [{ name, ok: sign === "+", detail }];
  });
  // A failure that names no part is one of something else.
  return ok || checks.length > 0 ? { ok, checks } : undefined;
}
