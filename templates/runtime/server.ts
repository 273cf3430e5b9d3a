import { queryOf } from "./query.js";
import { parseApiVersion } from "./discovery.js";
import { groupVersionPath, pathSegment, pathTail } from "./path.js";
import { send, sendForText } from "./request.js";
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
