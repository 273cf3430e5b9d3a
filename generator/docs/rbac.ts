/**
 * The rule of a Role or a ClusterRole that allows a method, as YAML.
 *
 * @param below the subresource that is asked for
 * @param method the client's method
 * @param request its request line: what connects is held to the verb of its HTTP method
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#request-verb-resource
 */
export function ruleFor(
  group: string,
  plural: string,
  below: string | undefined,
  method: string,
  request: string | undefined,
): string {
  const resource = below === undefined ? plural : `${plural}/${below}`;
  return [
    `- apiGroups: [${JSON.stringify(group)}]`,
    `  resources: [${JSON.stringify(resource)}]`,
    `  verbs: [${verbsFor(below, method, request)
      .map((verb) => JSON.stringify(verb))
      .join(", ")}]`,
  ].join("\n");
}

function verbsFor(
  below: string | undefined,
  method: string,
  request: string | undefined,
): readonly string[] {
  // A subresource is there with its object: there is nothing to create.
  if (below !== undefined && method === "apply") return ["patch"];
  const known = Object.hasOwn(verbs, method) ? verbs[method] : undefined;
  if (known !== undefined) return known;
  const methods = /^([A-Z, ]+) \//.exec(request ?? "")?.[1]?.split(", ") ?? [];
  const asked = methods.flatMap((name) =>
    Object.hasOwn(verbsOfHttp, name) ? (verbsOfHttp[name] ?? []) : [],
  );
  return [...new Set(asked.length === 0 ? ["get"] : asked)].sort();
}

const verbs: { readonly [method: string]: readonly string[] } = {
  get: ["get"],
  list: ["list"],
  listAll: ["list"],
  // It lists first, and whenever it has lost its place.
  watch: ["list", "watch"],
  create: ["create"],
  update: ["update"],
  patch: ["patch"],
  // What is not there is created.
  apply: ["create", "patch"],
  delete: ["delete"],
  deleteCollection: ["deletecollection"],
  logs: ["get"],
  // A WebSocket begins with a GET; since Kubernetes 1.35 it takes `create` as well (AuthorizePodWebsocketUpgradeCreatePermission).
  attach: ["create", "get"],
  exec: ["create", "get"],
  execOutput: ["create", "get"],
  portForward: ["create", "get"],
};

const verbsOfHttp: { readonly [method: string]: string } = {
  GET: "get",
  HEAD: "get",
  OPTIONS: "get",
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};
