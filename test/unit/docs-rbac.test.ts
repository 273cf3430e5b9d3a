import { expect, test } from "vitest";
import { type AskedFor, ruleFor } from "../../generator/docs/rbac.js";

const widgets: AskedFor = {
  group: "example.com",
  plural: "widgets",
  below: undefined,
  method: "get",
  request: undefined,
  readsFirst: false,
};

test.each([
  [undefined, "apply", '["create", "patch"]'],
  ["scale", "apply", '["patch"]'],
  ["scale", "update", '["update"]'],
  ["exec", "exec", '["create", "get"]'],
] as const)("of %s, %s takes the verbs %s", (below, method, verbs) => {
  const resource = below === undefined ? "widgets" : `widgets/${below}`;
  expect(ruleFor({ ...widgets, below, method })).toBe(
    `- apiGroups: ["example.com"]\n  resources: ["${resource}"]\n  verbs: ${verbs}`,
  );
});

test.each([
  ["DELETE, OPTIONS, POST", '["create", "delete"]'],
  ["OPTIONS", '["*"]'],
])("an action by %s takes the verbs %s", (methods, verbs) => {
  const request = `${methods} /apis/example.com/v1/widgets/{name}/start`;
  const rule = ruleFor({
    ...widgets,
    below: "start",
    method: "start",
    request,
  });
  expect(rule).toContain(`verbs: ${verbs}`);
});

test("what the example or another HTTP method takes besides is a comment", () => {
  expect(ruleFor({ ...widgets, method: "update", readsFirst: true })).toMatch(
    /^# .*"get"\.\n- apiGroups/,
  );
  expect(ruleFor({ ...widgets, below: "proxy", method: "proxy" })).toMatch(
    /^# .*POST takes "create".*\n- apiGroups/,
  );
});

test("an approval takes a rule for signers", () => {
  const approval: AskedFor = {
    ...widgets,
    group: "certificates.k8s.io",
    plural: "certificatesigningrequests",
    below: "approval",
  };
  expect(ruleFor({ ...approval, method: "update" })).toContain(
    '\n- apiGroups: ["certificates.k8s.io"]\n  resources: ["signers"]\n  verbs: ["approve"]',
  );
  expect(ruleFor(approval)).not.toContain("signers");
});
