import { afterAll, describe, expect, onTestFinished } from "vitest";

import type { DeploymentApply } from "../../output/apps/v1/index.js";
import { ownedFields } from "../../templates/runtime/managed-fields.js";
import { Dice } from "../unit/dice.js";
import { appliedPart } from "./applied-part.js";
import { test } from "./live-client.js";
import { hasGo } from "./go-program.js";
import { Oracle } from "./oracle.js";

describe.runIf(hasGo)("what client-go extracts", () => {
  const oracle = new Oracle();
  afterAll(() => oracle.close());

  test("is what is owned, whoever applies whatever", async ({
    k8s,
    namespace,
  }) => {
    const dice = new Dice(7);
    const deployments = k8s.apps.v1.deployments(namespace);
    const managers = ["one", "two", "three"];
    onTestFinished(async () => {
      await deployments.patch("any", { metadata: { finalizers: null } });
    });
    for (let round = 0; round < 30; round += 1) {
      const object = await deployments.apply(
        "any",
        withoutEmpty(randomPart(dice)),
        {
          fieldManager: dice.pick(managers),
          force: true,
        },
      );
      const extracted = oracle.ask(
        managers.map((text) => ({ do: "extract", text, object })),
      );
      for (const [index, fieldManager] of managers.entries()) {
        const owned = ownedFields<DeploymentApply>(object, fieldManager);
        expect({ owned }).toEqual(extracted[index]);
        // Who owns nothing has not enough to apply.
        if (owned.spec === undefined) continue;
        const again = await deployments.apply("any", owned, {
          fieldManager,
          dryRun: true,
        });
        expect(appliedPart(again)).toEqual(appliedPart(object));
      }
    }
  });
});

/** Without empty fields: the server keeps that they are owned, but not always the fields, and client-go leaves them out. */
function withoutEmpty<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmpty) as Value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
      const kept = withoutEmpty(field);
      const isEmpty =
        typeof kept === "object" && Object.keys(kept ?? {}).length === 0;
      return isEmpty ? [] : [[name, kept]];
    }),
  ) as Value;
}

/** Some of what can be applied, always with what a deployment cannot be without. */
function randomPart(dice: Dice): DeploymentApply {
  const some = <Item>(items: readonly Item[]): Item[] =>
    items.filter(() => dice.chance(0.5));
  const map = (...keys: string[]): { [key: string]: string } =>
    Object.fromEntries(some(keys).map((key) => [key, `${dice.below(3)}`]));
  const env = some(["A", "B", "C"]).map((name) => ({
    name,
    value: `${dice.below(3)}`,
  }));
  const ports = some([53, 80]).flatMap((containerPort) =>
    some(["TCP", "UDP"]).map((protocol) => ({ containerPort, protocol })),
  );
  return {
    metadata: {
      labels: map("a", "b", "example.com/c"),
      annotations: map("a", "b"),
      finalizers: some(["example.com/a", "example.com/b", "example.com/c"]),
    },
    spec: {
      ...(dice.chance(0.5) && { replicas: dice.below(5) }),
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web", ...map("x", "y") } },
        spec: {
          ...(dice.chance(0.5) && { nodeSelector: map("disk", "zone") }),
          containers: [
            {
              name: "web",
              image: `nginx:${dice.below(3)}`,
              env,
              ports,
              ...(dice.chance(0.5) && { args: some(["-v", "-x", "-y"]) }),
            },
            ...some([{ name: "side", image: "envoy:1" }]),
          ],
          ...(dice.chance(0.5) && { dnsPolicy: "Default" }),
        },
      },
    },
  };
}
