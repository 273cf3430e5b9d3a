import { describe, expect, it } from "vitest";
import { ApiError } from "../../templates/runtime/errors.js";
import { explainErrors } from "../../templates/runtime/explain-errors.js";

explainErrors();

interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
}

function forbidden(message: string, details: Details = {}): ApiError {
  const body = { kind: "Status", code: 403, reason: "Forbidden", message };
  return new ApiError({
    method: "GET",
    path: "/x",
    status: 403,
    text: JSON.stringify({ ...body, details }),
  });
}

describe("what is denied is told, and the rule that allows it", () => {
  it("of a collection in a namespace", () => {
    const error = forbidden(
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
      { kind: "pods" },
    );
    expect(error.denied).toEqual({
      user: "jane",
      verb: "list",
      group: "",
      resource: "pods",
      subresource: undefined,
      namespace: "default",
      name: undefined,
      path: undefined,
      role: "Role",
      rule: { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
    });
    expect(error.message).toBe(
      'GET /x: 403 Forbidden: pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"; ' +
        'an RBAC rule that allows it: { apiGroups: [""], resources: ["pods"], verbs: ["list"] }, in a Role of the namespace "default"',
    );
  });

  it("of a subresource of a named object", () => {
    const { denied, message } = forbidden(
      'deployments.apps "web" is forbidden: User "system:serviceaccount:ci:bot" cannot patch resource "deployments/scale" in API group "apps" in the namespace "ci"',
      { name: "web", group: "apps", kind: "deployments" },
    );
    expect(denied).toMatchObject({
      user: "system:serviceaccount:ci:bot",
      group: "apps",
      resource: "deployments",
      subresource: "scale",
      name: "web",
    });
    expect(message).toContain(
      '{ apiGroups: ["apps"], resources: ["deployments/scale"], resourceNames: ["web"], verbs: ["patch"] }, in a Role of the namespace "ci"',
    );
  });

  it("at the cluster scope, with what the authorizer adds", () => {
    const { denied, message } = forbidden(
      'nodes "n1" is forbidden: User "jane" cannot get resource "nodes" in API group "" at the cluster scope: RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
      { name: "n1", kind: "nodes" },
    );
    expect(denied).toMatchObject({
      namespace: undefined,
      role: "ClusterRole",
      rule: { resourceNames: ["n1"] },
    });
    expect(message).toMatch(
      /in a ClusterRole that a ClusterRoleBinding grants$/,
    );
  });

  it("of a path", () => {
    const { denied, message } = forbidden(
      'forbidden: User "jane" cannot get path "/metrics"',
    );
    expect(denied).toMatchObject({
      verb: "get",
      path: "/metrics",
      resource: undefined,
      role: "ClusterRole",
      rule: { nonResourceURLs: ["/metrics"], verbs: ["get"] },
    });
    expect(message).toContain(
      '{ nonResourceURLs: ["/metrics"], verbs: ["get"] }, in a ClusterRole',
    );
  });

  it.each([
    [
      'users "bob" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope',
      { name: "bob", kind: "users" },
      {
        apiGroups: [""],
        resources: ["users"],
        resourceNames: ["bob"],
        verbs: ["impersonate"],
      },
    ],
    [
      'userextras.authentication.k8s.io "view" is forbidden: User "jane" cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope',
      { name: "view", group: "authentication.k8s.io", kind: "userextras" },
      {
        apiGroups: ["authentication.k8s.io"],
        resources: ["userextras/scopes"],
        resourceNames: ["view"],
        verbs: ["impersonate"],
      },
    ],
    [
      'serviceaccounts "ci" is forbidden: User "jane" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "default"',
      { name: "ci", kind: "serviceaccounts" },
      {
        apiGroups: [""],
        resources: ["serviceaccounts"],
        resourceNames: ["ci"],
        verbs: ["impersonate"],
      },
    ],
  ])("of an impersonation: %s", (message, details, rule) => {
    expect(forbidden(message, details).denied?.rule).toEqual(rule);
  });
});

it("says of an impersonation under constraints that it takes a second rule", () => {
  expect(
    forbidden(
      'forbidden: User "jane" cannot impersonate-on:user-info:get path "/version"',
    ).message,
  ).toMatch(
    /grants, and one with the verb "impersonate:user-info" for who is impersonated$/,
  );
});

describe("what no rule would allow has none:", () => {
  it.each([
    'pods "web" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1',
    'pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged',
    'admission webhook "a.b.c" denied the request: forbidden: User "jane" cannot get path "/x"',
    'deployments.apps "web" is forbidden: ValidatingAdmissionPolicy \'few\' with binding \'few\' denied request: User "jane" cannot get resource "pods" in API group "" at the cluster scope',
    'roles.rbac.authorization.k8s.io "x" is forbidden: user "jane" (groups=["dev"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get"]}',
    "",
  ])("%s", (message) => {
    const error = forbidden(message);
    expect(error.denied).toBeUndefined();
    expect(error.message).not.toContain("RBAC rule");
  });

  it("another status", () => {
    const text = JSON.stringify({
      kind: "Status",
      message: 'forbidden: User "jane" cannot get path "/metrics"',
    });
    const facts = { method: "GET", path: "/x", status: 404, text };
    expect(new ApiError(facts).denied).toBeUndefined();
  });
});

describe("a name is text alone:", () => {
  it("quotes, line ends and angle brackets come back as they are", () => {
    const user = String.raw`a\"b\\c\nd\u00e9\x07&lt;i&gt;&amp;lt;`;
    const { denied } = forbidden(
      `pods is forbidden: User "${user}" cannot list resource "pods" in API group "" at the cluster scope`,
    );
    expect(denied?.user).toBe('a"b\\c\nd\u00e9\u0007<i>&lt;');
  });

  it("one that holds the rest of the message does not change what is read", () => {
    const evil = String.raw`x\" is forbidden: User \"root\" cannot get path \"/\"`;
    const { denied, message } = forbidden(
      `pods "${evil}" is forbidden: User "${evil}" cannot get resource "pods" in API group "" in the namespace "default"`,
      { name: 'x" }, verbs: ["*"]\n' },
    );
    expect(denied).toMatchObject({ resource: "pods", namespace: "default" });
    expect(message.split("; an RBAC rule")[1]).toContain(
      String.raw`resourceNames: ["x\" }, verbs: [\"*\"]\n"], verbs: ["get"] }`,
    );
  });
});
