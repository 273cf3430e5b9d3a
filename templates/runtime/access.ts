import { send } from "./request.js";
import type { RequestOptions, Transport } from "./types.js";

/** RBAC's words for what can be done; a resource may have others. */
export type AccessVerb =
  | "*"
  | "create"
  | "delete"
  | "deletecollection"
  | "get"
  | "list"
  | "patch"
  | "update"
  | "watch"
  | (string & {});

/** Something that can be done with a resource. */
export interface ResourceAccess {
  readonly verb: AccessVerb;
  /** The plural, as in a rule of RBAC: `deployments`; `*` for all. */
  readonly resource: string;
  /** Empty for the core group; `*` for all. */
  readonly group: string;
  /** Default: any. */
  readonly version?: string | undefined;
  /** `scale` of a deployment, `log` of a pod. */
  readonly subresource?: string | undefined;
  /** Default: objects of any name. */
  readonly name?: string | undefined;
  /** Undefined asks about all namespaces, and about cluster-scoped resources. */
  readonly namespace?: string | undefined;
  readonly path?: never;
}

/** Something that can be done with a path that is no resource's. */
export interface PathAccess {
  /** The method in lower case: `get`. */
  readonly verb: "*" | "delete" | "get" | "head" | "post" | "put" | "patch";
  /** `/metrics`, `/healthz/*`. */
  readonly path: string;
  readonly resource?: never;
}

/** Who a request comes from, as the server sees it. */
export interface UserInfo {
  /** `system:serviceaccount:default:ci`. */
  readonly username: string;
  readonly uid: string | undefined;
  readonly groups: readonly string[];
  readonly extra: { readonly [key: string]: readonly string[] };
}

/**
 * Whether the server would allow something to whoever the transport authenticates as. It asks the authorizers alone: admission
 * may still refuse. `POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews`
 *
 * @throws {TypeError} where a resource is written as `pods/log` or as `deployments.apps`: no rule would fit, and the answer be no
 */
export async function canI(
  transport: Transport,
  access: PathAccess | ResourceAccess,
  options: RequestOptions = {},
): Promise<boolean> {
  const kind = "SelfSubjectAccessReview";
  const { status } = await send<{ status?: { allowed?: boolean } }>(transport, {
    ...options,
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind,
      spec: attributesOf(access),
    },
  });
  return status?.allowed === true;
}

/** Who the server takes the transport's credentials for. `POST /apis/authentication.k8s.io/v1/selfsubjectreviews` */
export async function whoAmI(
  transport: Transport,
  options: RequestOptions = {},
): Promise<UserInfo> {
  const { status } = await send<{ status?: { userInfo?: Partial<UserInfo> } }>(
    transport,
    {
      ...options,
      method: "POST",
      path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
      body: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "SelfSubjectReview",
      },
    },
  );
  const { username = "", uid, groups, extra } = status?.userInfo ?? {};
  return {
    username,
    uid: uid || undefined,
    groups: groups ?? [],
    extra: extra ?? {},
  };
}

/** Whether it is about a path that is no resource's. */
export function isPathAccess(access: {
  readonly path?: string | undefined;
}): access is PathAccess {
  return access.path !== undefined;
}

/** @throws {TypeError} where a resource is not named by its plural alone */
export function checkPlural(resource: string): void {
  if (typeof resource !== "string" || !/^[^./]+$/.test(resource))
    throw new TypeError(
      `"resource" must be a plural alone, with "group" and "subresource" beside it: ${JSON.stringify(resource)}`,
    );
}

function attributesOf(access: PathAccess | ResourceAccess): object {
  if (isPathAccess(access)) {
    const { path, verb } = access;
    if (!path.startsWith("/"))
      throw new TypeError(
        `"path" must begin with "/": ${JSON.stringify(path)}`,
      );
    return { nonResourceAttributes: { path, verb } };
  }
  const { verb, resource, group, version, subresource, name, namespace } =
    access;
  checkPlural(resource);
  if (name === "" || namespace === "")
    throw new TypeError(
      `"${name === "" ? "name" : "namespace"}" must not be empty; leave it out to ask about all`,
    );
  return {
    resourceAttributes: {
      verb,
      resource,
      group,
      version: version ?? "*",
      subresource,
      name,
      namespace,
    },
  };
}
