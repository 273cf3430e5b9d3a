import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, vi } from "vitest";
import { parse } from "yaml";

import { worst, type Verdict } from "../../generator/diff/rules/judgement.js";
import type { Kubernetes } from "../../output/index.js";
import { kubewright } from "../cli/command-line.js";
import { cases, expectedOf, type DiffCase } from "../diff/cases.js";
import {
  installDefinitions,
  readDefinitions,
  removeDefinitions,
  type NamedDefinition,
} from "./custom-definitions.js";
import type { ClientModule } from "./generated-client.js";
import { test } from "./live-client.js";

/** What becomes of a body: what is kept of its specification, or nothing where it is refused. */
type Outcome = { readonly kept: unknown } | "refused";

/** The cases that a body shows: definitions of which each has a group of its own. */
const shown = cases.filter(
  ({ isDefinition, body }) => isDefinition && body !== undefined,
);

describe("a body of the old side", () => {
  const before = new Map<string, Outcome>();
  const after = new Map<string, Outcome>();

  test.beforeAll(async ({ k8s, live, namespace }) => {
    for (const [side, outcomes] of [
      ["old", before],
      ["new", after],
    ] as const) {
      const definitions = readDefinitions(
        shown.map((one) => readFileSync(one[side], "utf8")),
      );
      await installDefinitions(k8s, definitions);
      try {
        await Promise.all(definitions.map((one) => served(k8s, one)));
        for (const one of shown)
          outcomes.set(one.name, await outcomeOf(k8s, namespace, one, live));
      } finally {
        await removeDefinitions(k8s, definitions);
        await Promise.all(definitions.map((one) => gone(k8s, one)));
      }
    }
  });

  test.for(shown.map((one) => [one.name, one] as const))(
    "of %s meets on the new one what is said of writing",
    ([name, one]) => {
      expect(before.get(name)).toHaveProperty("kept");
      expect(verdictOf(before.get(name), after.get(name))).toBe(
        worst(
          expectedOf(one).flatMap(({ writing }) =>
            writing === undefined ? [] : [writing as Verdict],
          ),
        ),
      );
    },
  );
});

test("compares clusters by the names of their contexts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kubewright-diff-"));
  const kubeconfig = join(folder, "config");
  const own = parse(readFileSync(inject("cluster").kubeconfig, "utf8")) as {
    readonly contexts: readonly { readonly context: object }[];
  };
  const contexts = ["one", "arn:two/three"].map((name) => ({
    name,
    context: own.contexts[0]?.context,
  }));
  writeFileSync(
    kubeconfig,
    JSON.stringify({ ...own, contexts, "current-context": "none" }),
  );
  const run = (...args: readonly string[]) =>
    kubewright(["diff", ...args, "--kubeconfig", kubeconfig]);
  try {
    const both = ["cluster:one", "cluster:arn:two/three"];
    const { code, stdout } = await run(...both, "--include", "apps");
    expect([code, stdout]).toEqual([0, expect.stringContaining("no changes")]);
    expect(stdout).toContain('context "arn:two/three" (v1.');
    const unknown = await run("cluster:four", "builtin");
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("four");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Refused is breaking, kept otherwise is risky. */
function verdictOf(
  old: Outcome | undefined,
  next: Outcome | undefined,
): Verdict {
  if (next === "refused") return "breaking";
  return JSON.stringify(old) === JSON.stringify(next) ? "safe" : "risky";
}

/** Posts the body of a case to where the old side has it. */
async function outcomeOf(
  k8s: Kubernetes,
  namespace: string,
  { body = "", old }: DiffCase,
  live: ClientModule,
): Promise<Outcome> {
  const [definition] = readDefinitions([readFileSync(old, "utf8")]);
  const object = parse(body) as { readonly apiVersion: string };
  const plural = definition?.spec.names.plural ?? "";
  const path = `/apis/${object.apiVersion}/namespaces/${namespace}/${plural}`;
  try {
    const kept = await k8s.request<{ readonly spec?: unknown }>({
      method: "POST",
      path,
      body: object,
    });
    return { kept: kept.spec };
  } catch (error) {
    // A path that is not there, and whatever is wrong with what was sent.
    if (live.isApiError(error) && [400, 404, 422].includes(error.status))
      return "refused";
    throw error;
  }
}

/** Waits until the kinds of a definition can be asked for. */
async function served(
  k8s: Kubernetes,
  { spec }: NamedDefinition,
): Promise<void> {
  const [version] = spec.versions;
  const path = `/apis/${spec.group}/${version?.name ?? ""}/${spec.names.plural}`;
  await vi.waitFor(() => k8s.request({ path }), patience);
}

/** Waits until a definition is gone, with its objects. */
async function gone(
  { apiextensions }: Kubernetes,
  { metadata }: NamedDefinition,
): Promise<void> {
  const definitions = apiextensions.v1.customResourceDefinitions;
  await vi.waitFor(async () => {
    const { items } = await definitions.list();
    expect(items.map((one) => one.metadata.name)).not.toContain(metadata.name);
  }, patience);
}

const patience = { timeout: 120_000, interval: 500 };
