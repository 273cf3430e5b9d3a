/** A method of the client, as an authorizer is asked about it. */
export interface AskedFor {
  readonly group: string;
  readonly plural: string;
  /** The subresource. */
  readonly below: string | undefined;
  /** The client's method. */
  readonly method: string;
  /** Its request line: what connects is held to the verb of its HTTP method. */
  readonly request: string | undefined;
  /** Whether its example reads what it writes. */
  readonly readsFirst: boolean;
}

/**
 * The rules of a Role or a ClusterRole that allow a method, as YAML; `test/cluster/docs-rbac.test.ts` tries them on a server.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#request-verb-resource
 */
export function ruleFor(asked: AskedFor): string {
  const { group, plural, below } = asked;
  const verbs = verbsFor(asked);
  const rules = [
    ruleOf(group, below === undefined ? plural : `${plural}/${below}`, verbs),
  ];
  // Admission asks as well, for the signer of the request: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization
  if (
    group === "certificates.k8s.io" &&
    `${plural}/${below}` === "certificatesigningrequests/approval" &&
    !verbs.includes("get")
  )
    rules.push(ruleOf(group, "signers", ["approve"]));
  return [...notesOn(asked), ...rules].join("\n");
}

function ruleOf(
  group: string,
  resource: string,
  verbs: readonly string[],
): string {
  return [
    `- apiGroups: [${JSON.stringify(group)}]`,
    `  resources: [${JSON.stringify(resource)}]`,
    `  verbs: [${verbs.map((verb) => JSON.stringify(verb)).join(", ")}]`,
  ].join("\n");
}

/** What a rule does not say by itself, as comments. */
function notesOn({ method, readsFirst }: AskedFor): readonly string[] {
  if (method === "update" && readsFirst)
    return ['# The example reads first, which takes "get".'];
  return method === "proxy"
    ? [
        '# For GET. POST takes "create", PUT "update", PATCH "patch", DELETE "delete", OPTIONS "*".',
      ]
    : [];
}

function verbsFor({ below, method, request }: AskedFor): readonly string[] {
  // A subresource is there with its object: there is nothing to create.
  if (below !== undefined && method === "apply") return ["patch"];
  const known = Object.hasOwn(verbs, method) ? verbs[method] : undefined;
  if (known !== undefined) return known;
  const methods = /^([A-Z, ]+) \//.exec(request ?? "")?.[1]?.split(", ") ?? [];
  const asked = methods.flatMap((name) =>
    Object.hasOwn(verbsOfHttp, name) ? (verbsOfHttp[name] ?? []) : [],
  );
  if (asked.length === 0) return [methods.includes("OPTIONS") ? "*" : "get"];
  return [...new Set(asked)].sort();
}

const verbs: { readonly [method: string]: readonly string[] } = {
  get: ["get"],
  list: ["list"],
  listAll: ["list"],
  // Where the server does not send what there is with the watch, it lists first, and whenever it has lost its place.
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

// OPTIONS has none: whoever may do everything may send it.
const verbsOfHttp: { readonly [method: string]: string } = {
  GET: "get",
  HEAD: "get",
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};
