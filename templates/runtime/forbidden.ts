import type { StatusAnswer } from "./types.js";

/** What an authorizer did not allow, as the API server tells it in a 403. */
export interface Denied {
  /** Who asked. */
  readonly user: string;
  /** `get`, `impersonate`; of a path the method in lower case. */
  readonly verb: string;
  /** Empty for the core group; undefined where a path was asked for. */
  readonly group: string | undefined;
  /** `deployments`. */
  readonly resource: string | undefined;
  /** `scale`. */
  readonly subresource: string | undefined;
  /** Undefined for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string | undefined;
  /** Of the object, where one was asked for. */
  readonly name: string | undefined;
  /** Of what is not a resource: `/metrics`. */
  readonly path: string | undefined;
  /** Allows this and nothing else. */
  readonly rule: PolicyRule;
  /** Where the rule has to stand: in a Role of the namespace, or in a ClusterRole that a ClusterRoleBinding grants. */
  readonly role: "ClusterRole" | "Role";
}

/** A rule of a Role or ClusterRole: goes into `rules` as it is. */
export interface PolicyRule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

/**
 * Reads what the API server writes where an authorizer does not allow a request. What admission refuses (quotas, policies,
 * webhooks) is a 403 too, but no rule would allow it: then this gives undefined.
 *
 * @see https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/handlers/responsewriters/errors.go
 */
export function readDenied({
  message = "",
  details,
}: Pick<StatusAnswer, "message" | "details">): Denied | undefined {
  // From the start and quotes included: a name is free text, and could hold the rest of such a message.
  const head = denial.exec(message);
  if (head === null) return undefined;
  const { name, user, verb, path, target, group, namespace } =
    head.groups as Partial<Record<string, string>>;
  const asked = { user: unquote(user), verb: unescapeHtml(verb ?? "") };
  if (path !== undefined) return deniedPath(asked, unquote(path));
  const [resource = "", subresource] = unquote(target).split("/", 2);
  return deniedResource(asked, {
    group: unquote(group),
    resource,
    subresource,
    namespace: namespace === undefined ? undefined : unquote(namespace),
    // This one is not written for HTML.
    name: details?.name || (name === undefined ? undefined : goString(name)),
  });
}

/** The rule as YAML and JSON have it, on one line, and where it belongs. */
export function describeRule({ rule, role, namespace }: Denied): string {
  const fields = Object.entries(rule)
    .map(([field, values]) => `${field}: [${quoteAll(values as string[])}]`)
    .join(", ");
  const where =
    role === "Role"
      ? `a Role of the namespace ${JSON.stringify(namespace)}`
      : "a ClusterRole that a ClusterRoleBinding grants";
  return `an RBAC rule that allows it: { ${fields} }, in ${where}${alsoNeeded(rule)}`;
}

/**
 * Since Kubernetes 1.37 an impersonation takes two rules, and a 403 tells of the first that is missing.
 *
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/5284-constrained-impersonation
 */
function alsoNeeded({ verbs: [verb = ""] }: PolicyRule): string {
  const mode = /^impersonate-on:([a-z-]+):/.exec(verb)?.[1];
  return mode === undefined
    ? ""
    : `, and one with the verb "impersonate:${mode}" for who is impersonated`;
}

// Programs that do not use it have no need of it, which bundlers cannot tell by themselves.
const denial = /* @__PURE__ */ denialPattern();

function denialPattern(): RegExp {
  const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
  return new RegExp(
    String.raw`^(?:\S+ (?:(?<name>${quoted}) )?is )?forbidden: User (?<user>${quoted}) cannot (?<verb>\S+) ` +
      String.raw`(?:path (?<path>${quoted})|resource (?<target>${quoted}) in API group (?<group>${quoted}) ` +
      String.raw`(?:in the namespace (?<namespace>${quoted})|at the cluster scope))(?:$|: )`,
  );
}

type Asked = Pick<Denied, "user" | "verb">;

function deniedPath(asked: Asked, path: string): Denied {
  return {
    ...asked,
    group: undefined,
    resource: undefined,
    subresource: undefined,
    namespace: undefined,
    name: undefined,
    path,
    rule: { nonResourceURLs: [path], verbs: [asked.verb] },
    role: "ClusterRole",
  };
}

function deniedResource(
  asked: Asked,
  on: Pick<Denied, "namespace" | "name" | "subresource"> & {
    readonly group: string;
    readonly resource: string;
  },
): Denied {
  const { group, resource, subresource, namespace, name } = on;
  const target =
    subresource === undefined ? resource : `${resource}/${subresource}`;
  return {
    ...asked,
    ...on,
    path: undefined,
    rule: {
      apiGroups: [group],
      resources: [target],
      ...(name === undefined ? {} : { resourceNames: [name] }),
      verbs: [asked.verb],
    },
    role: namespace === undefined ? "ClusterRole" : "Role",
  };
}

function quoteAll(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

function unquote(text = '""'): string {
  return unescapeHtml(goString(text));
}

/** What Go's `%q` has written. */
function goString(text: string): string {
  return text
    .slice(1, -1)
    .replace(
      /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/g,
      (_, x?: string, u?: string, long?: string, short = "") => {
        const code = x ?? u ?? long;
        if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
        return goEscapes[short as string] ?? (short as string);
      },
    );
}

const goEscapes: { readonly [letter: string]: string } = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The server writes these three so that no browser takes the message for a page. */
function unescapeHtml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
