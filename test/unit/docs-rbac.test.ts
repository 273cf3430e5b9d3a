import { expect, test } from "vitest";
import { ruleFor } from "../../generator/docs/rbac.js";

test.each([
  [undefined, "apply", '["create", "patch"]'],
  ["scale", "apply", '["patch"]'],
  ["scale", "update", '["update"]'],
  ["exec", "exec", '["create", "get"]'],
] as const)("of %s, %s takes the verbs %s", (below, method, verbs) => {
  const resource = below === undefined ? "widgets" : `widgets/${below}`;
  expect(ruleFor("example.com", "widgets", below, method, undefined)).toBe(
    `- apiGroups: ["example.com"]\n  resources: ["${resource}"]\n  verbs: ${verbs}`,
  );
});
