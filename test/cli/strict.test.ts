import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startServer, temporaryFolder } from "../runtime/servers.js";
import { serverOf, type Served } from "../unit/old-server.js";
import { documentOf, treeOf } from "../unit/source-fixtures.js";
import { kubewright, type Outcome } from "./command-line.js";

const documentText = (group: string, version: string, kind: string): string =>
  JSON.stringify(documentOf(group, version, kind));

const group = (name: string, version: string, freshness = "Current") => ({
  metadata: { name },
  versions: [{ version, resources: [], freshness }],
});

/** Two API servers are down: one went away while its document was listed, the other was never reached. */
const served: Served = {
  v3: {
    "api/v1": documentText("", "v1", "Pod"),
    "apis/metrics.k8s.io/v1beta1": documentText(
      "metrics.k8s.io",
      "v1beta1",
      "Node",
    ),
    "apis/apps/v1": documentText("apps", "v1", "Deployment"),
  },
  discovery: {
    api: { kind: "APIGroupDiscoveryList", items: [] },
    apis: {
      kind: "APIGroupDiscoveryList",
      items: [
        group("apps", "v1"),
        group("metrics.k8s.io", "v1beta1"),
        group("custom.metrics.k8s.io", "v1beta2", "Stale"),
      ],
    },
  },
  down: ["apis/metrics.k8s.io/v1beta1", "apis/custom.metrics.k8s.io/v1beta2"],
};

/** Runs a command that writes, and says where. */
async function run(
  command: "generate" | "snapshot",
  served: Served,
  ...args: readonly string[]
): Promise<Outcome & { readonly out: string }> {
  const server = await startServer(serverOf(served));
  const out = join(temporaryFolder(), "out");
  const target = command === "generate" ? ["--out", out] : [out];
  const outcome = await kubewright([
    command,
    ...target,
    "--from",
    server.url,
    ...args,
  ]);
  return { ...outcome, out };
}

const lost = (severity: string): readonly RegExp[] => [
  new RegExp(
    `apis/metrics.k8s.io/v1beta1: ${severity}\\[unavailable-group-version\\]: .* answered 503 .*\n.*--exclude`,
  ),
  new RegExp(
    `${severity}\\[unpublished-group-version\\]: .*"custom.metrics.k8s.io/v1beta2".*\n.*kubectl get apiservice v1beta2.custom.metrics.k8s.io`,
  ),
];

describe.each(["v2", "legacy"] as const)(
  "API servers that are down, with discovery of the form %s",
  (form) => {
    const withForm = { ...served, form };

    test.each(["generate", "snapshot"] as const)(
      "are named, and %s does the rest",
      async (command) => {
        const { code, stderr, out } = await run(command, withForm);
        expect(code).toBe(0);
        for (const line of lost("warning")) expect(stderr).toMatch(line);
        const paths = Object.keys(treeOf(out)).join("\n");
        expect(paths).toContain("apps/v1");
        expect(paths).not.toContain("metrics.k8s.io/v1beta1/");
        expect(paths).not.toContain("metrics.k8s.io/v1beta1.json");
      },
    );

    test.each(["generate", "snapshot"] as const)(
      "make %s fail with --strict, and nothing is written",
      async (command) => {
        const { code, stderr, out } = await run(command, withForm, "--strict");
        expect(code).toBe(1);
        for (const line of lost("error")) expect(stderr).toMatch(line);
        expect(stderr).not.toContain("warning[");
        expect(existsSync(out)).toBe(false);
      },
    );

    test.each(["generate", "snapshot"] as const)(
      "are of no concern to %s where they are excluded",
      async (command) => {
        const { code, stderr } = await run(
          ...([command, withForm, "--strict"] as const),
          ...["--exclude", "metrics.k8s.io", "custom.metrics.k8s.io"],
        );
        expect([code, stderr]).toEqual([0, expect.not.stringContaining("[")]);
      },
    );
  },
);

describe("an API server that is down", () => {
  test("is an error where nothing else was asked for", async () => {
    const { code, stderr, out } = await run(
      ...(["generate", served, "--include", "metrics.k8s.io"] as const),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("error[unavailable-group-version]");
    expect(existsSync(out)).toBe(false);
  });

  test("is an error where it is the one that is asked", async () => {
    const { code, stderr } = await run("generate", {
      ...served,
      down: ["api/v1"],
    });
    expect(code).toBe(1);
    expect(stderr).toContain("api/v1: error[server-error]");
  });

  test("is named by resources, which lists the rest", async () => {
    const server = await startServer(serverOf(served));
    const args = ["resources", "--from", server.url];
    const { code, stdout, stderr } = await kubewright(args);
    expect(code).toBe(0);
    expect(stdout).toContain("deployments");
    for (const line of lost("warning")) expect(stderr).toMatch(line);
    const strict = await kubewright([...args, "--strict"]);
    expect([strict.code, strict.stdout]).toEqual([1, ""]);
  });
});

describe("--strict", () => {
  const documents = {
    "apis/apps/v1": documentText("apps", "v1", "Deployment"),
  };

  test("passes where all was taken, whatever is said beside it", async () => {
    const { code } = await run("generate", { v3: documents }, "--strict");
    expect(code).toBe(0);
  });

  test("fails for a pattern that names nothing", async () => {
    const { code, stderr } = await run(
      ...(["generate", { v3: documents }, "--strict"] as const),
      ...["--exclude", "metrics.k8s.io"],
    );
    expect(code).toBe(1);
    expect(stderr).toContain("error[unmatched-pattern]");
  });

  test("fails for an operation that has no method", async () => {
    const document = documentOf("apps", "v1", "Deployment");
    const odd = { get: { responses: {}, "x-kubernetes-action": "dance" } };
    const paths = {
      ...(document["paths"] as object),
      "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/floor": odd,
    };
    const v3 = { "apis/apps/v1": JSON.stringify({ ...document, paths }) };
    const lenient = await run("generate", { v3 });
    expect(lenient.code).toBe(0);
    expect(lenient.stderr).toContain("warning[operation-left-out]");
    const { code, stderr, out } = await run("generate", { v3 }, "--strict");
    expect(code).toBe(1);
    expect(stderr).toContain("error[operation-left-out]");
    expect(existsSync(out)).toBe(false);
  });
});
