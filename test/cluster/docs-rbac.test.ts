import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, inject, vi } from "vitest";
import { parse } from "yaml";

import { ruleFor } from "../../generator/docs/rbac.js";
import { referenceOf, type Reference } from "../../generator/docs/reference.js";
import { eachOf } from "../../generator/each-of.js";
import type { Kubernetes, PolicyRule } from "../../output/index.js";
import { documentedFrom } from "../docs/documented.js";
import { installDefinitions, removeDefinitions } from "./custom-definitions.js";
import { documentedCalls, type DocumentedCall } from "./documented-calls.js";
import { createExampleObjects } from "./example-objects.js";
import {
  type ClientModule,
  generateFrom,
  importClient,
  writeProject,
} from "./generated-client.js";
import { test } from "./live-client.js";
import { rehearsals } from "./rehearsal.js";
import { grantEach, type Grant, type UserWith } from "./restricted-accounts.js";
import { widgetDefinition } from "./widgets.js";

const { kubeconfig } = inject("cluster");
const folder = mkdtempSync(join(tmpdir(), "kubewright-docs-rbac-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe(
  "the rules beside the calls of a reference",
  { timeout: 600_000 },
  () => {
    /** Of the server of this run and a custom resource. */
    let client: ClientModule;
    let calls: readonly DocumentedCall[];
    let admin: Kubernetes;
    let userWith: UserWith;
    let takeBack: (() => Promise<void>) | undefined;

    test.beforeAll(async ({ k8s, namespace }) => {
      await installDefinitions(k8s, [widgetDefinition]);
      calls = documentedCalls(await referenceWith("widgets"));
      const generation = await generateFrom("cluster", { kubeconfig });
      client = await importClient(writeProject(folder, generation));
      const onWarning = (): void => undefined;
      admin = await client.connect({ kubeconfig, namespace, onWarning });
      [userWith, takeBack] = await grantEach(admin, [
        ...calls.flatMap((call) => [grantOf(call), ...lesserGrants(call)]),
        ...proxyMethods.map(proxyCall).map(grantOf),
      ]);
    });
    test.afterAll(async ({ k8s }) => {
      await takeBack?.();
      await admin.close();
      await removeDefinitions(k8s, [widgetDefinition]);
    });

    test("allow them, and with one verb less they are refused", async () => {
      const rehearse = rehearsals(client, admin);
      const wrong: string[] = [];
      await eachOf(calls, async (call) => {
        const error = await rehearse(call, userWith(grantOf(call)));
        if (client.isForbidden(error))
          wrong.push(`${call.place} is refused: ${error.message}`);
        for (const lesser of lesserGrants(call)) {
          const error = await rehearse(call, userWith(lesser));
          if (!client.isForbidden(error) && !mayDo(call, lesser, error))
            wrong.push(`${call.place} may do with ${JSON.stringify(lesser)}`);
        }
      });
      expect(wrong).toEqual([]);
      expect(calls.length).toBeGreaterThan(1_000);
      expect(
        calls.filter(({ place }) => place.includes("widgets")),
      ).not.toEqual([]);
    });

    test("allow them where the objects are there, and then the server alone has something against a call", async () => {
      await createExampleObjects(admin);
      const rehearse = rehearsals(client, admin);
      const wrong: string[] = [];
      await eachOf(calls, async (call) => {
        const error = await rehearse(call, userWith(grantOf(call)));
        if (error !== undefined && !(error instanceof client.ApiError))
          wrong.push(`${call.place}: ${String(error)}`);
        if (client.isForbidden(error)) wrong.push(error.message);
      });
      expect(wrong).toEqual([]);
    });

    test.for(proxyMethods)(
      "of a proxy: %s takes one verb, and no other",
      async (method) => {
        const ask = rehearsals(client, admin);
        const call = proxyCall(method);
        const error = await ask(call, userWith(grantOf(call)));
        expect(client.isNotFound(error)).toBe(true);
        for (const other of proxyMethods.map(proxyCall)) {
          const [verb = ""] = other.rules.flatMap(({ verbs }) => verbs);
          if (verb === "*" || other.place === call.place) continue;
          const error = await ask(call, userWith(grantOf(other)));
          expect(client.isForbidden(error)).toBe(true);
        }
      },
    );
  },
);

// What refuses a HEAD has no words for it, and is taken for the program's answer.
const proxyMethods = [
  "DELETE",
  "GET",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
] as const;

/** A request to the program in a pod that is not there, with the rule that the page of an action would have. */
function proxyCall(method: string): DocumentedCall {
  const asked = {
    group: "",
    plural: "pods",
    below: "proxy",
    readsFirst: false,
  };
  const request = `${method} /api/v1/namespaces/{namespace}/pods/{name}/proxy`;
  return {
    place: `proxy by ${method}`,
    method: "proxy",
    role: "Role",
    rules: parse(
      ruleFor({ ...asked, method: "start", request }),
    ) as PolicyRule[],
    program: `await k8s.core.v1.pods("default").proxy("none", { method: "${method}" });`,
  };
}

/** The reference of the server of this run, once it publishes a resource. */
async function referenceWith(plural: string): Promise<Reference> {
  return vi.waitFor(
    async () => {
      const documented = await documentedFrom("cluster", {}, { kubeconfig });
      const plurals = documented.model.groupVersions.flatMap(({ resources }) =>
        resources.map((resource) => resource.plural),
      );
      expect(plurals).toContain(plural);
      return referenceOf(documented);
    },
    { timeout: 120_000, interval: 250 },
  );
}

function grantOf({ role, rules }: DocumentedCall): Grant {
  return { role, rules };
}

/** What is less than a call's rules by one verb: a grant for each. */
function lesserGrants({ role, rules }: DocumentedCall): readonly Grant[] {
  return rules.flatMap((rule, i) =>
    rule.verbs.map((verb) => {
      const verbs = rule.verbs.filter((other) => other !== verb);
      const less = verbs.length === 0 ? [] : [{ ...rule, verbs }];
      return {
        role,
        rules: rules.flatMap((one, j) => (i === j ? less : [one])),
      };
    }),
  );
}

/** Whether it is for a reason that a call did with less than its rules. */
function mayDo(
  { place, method }: DocumentedCall,
  { rules }: Grant,
  error: unknown,
): boolean {
  const verbs = rules.flatMap((rule) => rule.verbs);
  // This server sends what there is with the watch.
  if (method === "watch" && verbs.includes("watch")) return true;
  // That something would be created is found out once it is known to be valid: few examples are without the rest of the object.
  if (method === "apply" && verbs.includes("patch")) return error !== undefined;
  // Where there is no such object, no one asks about its signer.
  if (place.includes("#subresource-approval-"))
    return !verbs.includes("approve");
  return everyones.test(place);
}

/** What every service account may do: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings */
const everyones =
  /\/(?:selfsubject\w*reviews#client-create|clustertrustbundles#client-(?:get|list|listAll|watch))$/;
