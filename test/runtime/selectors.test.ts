import { expect, it } from "vitest";
import {
  renderFieldSelector,
  renderLabelSelector,
} from "../../templates/runtime/selectors.js";
import type { FieldSelectorInput } from "../../templates/runtime/types.js";

it("writes label selectors in all their forms", () => {
  expect(renderLabelSelector("app in (a,b)")).toBe("app in (a,b)");
  expect(renderLabelSelector({ app: "web", "example.com/tier": "" })).toBe(
    "app=web,example.com/tier=",
  );
  expect(
    renderLabelSelector({
      matchLabels: { app: "web" },
      matchExpressions: [
        { key: "tier", operator: "In", values: ["a", "b"] },
        { key: "zone", operator: "NotIn", values: ["c"] },
        { key: "owner", operator: "Exists" },
        { key: "old", operator: "DoesNotExist" },
      ],
    }),
  ).toBe("app=web,tier in (a,b),zone notin (c),owner,!old");
  expect(renderLabelSelector({})).toBe("");
  expect(renderLabelSelector({ matchLabels: {} })).toBe("");
});

it("refuses label selectors that would select something else", () => {
  // @ts-expect-error: the types refuse it too
  expect(() => renderLabelSelector({ app: undefined })).toThrow(/"app"/);
  expect(() => renderLabelSelector({ app: "a,b=c" })).toThrow(/"a,b=c"/);
  expect(() => renderLabelSelector({ "a,b": "c" })).toThrow(/"a,b"/);
  expect(() =>
    renderLabelSelector({
      matchExpressions: [{ key: "a", operator: "In", values: [] }],
    }),
  ).toThrow(/needs values/);
  expect(() =>
    renderLabelSelector({ matchExpressions: [{ key: "a", operator: "Near" }] }),
  ).toThrow(/"Near"/);
});

it("writes field selectors, and escapes their values", () => {
  expect(
    renderFieldSelector({
      "status.phase": "Running",
      "metadata.name": { not: "a,b=c\\d" },
    }),
  ).toBe("status.phase=Running,metadata.name!=a\\,b\\=c\\\\d");
  expect(renderFieldSelector({})).toBe("");
  // @ts-expect-error: the types refuse it too
  const selector: FieldSelectorInput<"spec.nodeName"> = {
    "spec.nodeName": undefined,
  };
  expect(() => renderFieldSelector(selector)).toThrow(/"spec.nodeName"/);
});
