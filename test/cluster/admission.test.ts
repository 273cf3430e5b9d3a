import { describe, expect, inject, onTestFinished } from "vitest";

import type { ApiError } from "../../output/index.js";
import type { ServerWarning } from "../../output/runtime/layers.js";
import { forbidLatest, latestMessage } from "./image-policy.js";
import { test } from "./live-client.js";

const deployment = (name: string, image: string) => ({
  metadata: { name },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name, image }] },
    },
  },
});

describe("admission", () => {
  test("that a policy refuses tells its message, and names no rule", async ({
    k8s,
    live,
    namespace,
  }) => {
    await forbidLatest(k8s, namespace);
    const deployments = k8s.apps.v1.deployments(namespace);
    const fieldManager = "ci";
    const latest = deployment("web", "example.com/web:latest");
    const refusals: readonly (() => Promise<unknown>)[] = [
      () => deployments.create(latest),
      () => deployments.apply("web", latest, { fieldManager }),
    ];
    for (const refused of refusals) {
      const error = (await refused().catch(
        (thrown: unknown) => thrown,
      )) as ApiError;
      expect(live.isInvalid(error)).toBe(true);
      expect(live.isForbidden(error)).toBe(false);
      expect(error.denied).toBeUndefined();
      expect(error.message).toContain("ValidatingAdmissionPolicy 'no-latest-");
      expect(error.message).toContain(latestMessage);
      expect(error.message).not.toContain("RBAC");
    }
    await deployments.create(deployment("web", "example.com/web:1"));
    const change = [
      {
        op: "replace",
        path: "/spec/template/spec/containers/0/image",
        value: "example.com/web:latest",
      },
    ] as const;
    const patch = deployments.patch("web", change, { type: "json" });
    await expect(patch).rejects.toThrow(latestMessage);
    const { spec } = await deployments.get("web");
    expect(spec?.template.spec?.containers[0]?.image).toBe("example.com/web:1");
  });
});

describe("a warning of the server", () => {
  test("reaches the handler once", async ({ live, namespace }) => {
    const { kubeconfig } = inject("cluster");
    const warnings: ServerWarning[] = [];
    const k8s = await live.connect({
      kubeconfig,
      onWarning: (warning) => warnings.push(warning),
    });
    onTestFinished(() => k8s.close());
    // A field that is deprecated, and one that there is not.
    const selector = { "beta.kubernetes.io/os": "linux" };
    const pod = (name: string) => ({
      metadata: { name },
      spec: {
        schedulerName: "example.com/none",
        nodeSelector: selector,
        containers: [{ name: "app", image: "example.com/app:1" }],
      },
      sepc: {},
    });
    const pods = k8s.core.v1.pods(namespace);
    await pods.create(pod("first"));
    await pods.create(pod("second"));
    expect(warnings).toHaveLength(2);
    expect(warnings).toContainEqual({
      text: 'unknown field "sepc"',
      code: 299,
      agent: "-",
      method: "POST",
      path: `/api/v1/namespaces/${namespace}/pods`,
    });
    expect(warnings.map(({ text }) => text).join()).toMatch(
      /beta\.kubernetes\.io\/os.*deprecated/,
    );
  });
});
