import { describe, expect, inject } from "vitest";

import { test } from "./live-client.js";

describe("the paths of the server", () => {
  test("tell of its version and of its health", async ({ k8s }) => {
    const { server } = k8s;
    expect((await server.version()).gitVersion).toMatch(/^v1\.\d+\.\d+/);
    expect(await server.livez()).toBe("ok");
    expect(await server.readyz({ verbose: true })).toContain("[+]ping ok");
  });

  test.for(["healthz", "livez", "readyz"] as const)(
    "tell how each part is: %s",
    async (endpoint, { k8s }) => {
      const report = await k8s.server.health(endpoint);
      expect(report.ok).toBe(true);
      expect(report.checks).toContainEqual({
        name: "etcd",
        ok: true,
        detail: "ok",
      });
      const without = await k8s.server.health(endpoint, { exclude: ["etcd"] });
      expect(without.checks).toContainEqual({
        name: "etcd",
        ok: true,
        detail: "excluded: ok",
      });
      const one = await k8s.server.health(endpoint, { check: "etcd" });
      expect(one).toEqual({
        ok: true,
        checks: [{ name: "etcd", ok: true, detail: "ok" }],
      });
    },
  );

  test("refuse a part that there is not", async ({ k8s, live }) => {
    const asked = k8s.server.health("readyz", { check: "none-of-them" });
    expect(live.isNotFound(await asked.catch((e: unknown) => e))).toBe(true);
  });

  test("give the metrics, and the logs where they are given out", async ({
    k8s,
    live,
  }) => {
    expect(await k8s.server.metrics()).toContain("apiserver_request_total");
    const logs = await k8s.server.logs().catch((e: unknown) => e);
    // The built server has a folder of logs or none, as its machine has.
    if (live.isApiError(logs)) expect(logs.status).toBe(404);
    else expect(logs).toBeTypeOf("string");
  });

  test("are refused with the rule that allows them", async ({ live }) => {
    const { kubeconfig } = inject("cluster");
    const weak = await live.connect({ kubeconfig, context: "weak" });
    const error = await weak.server.metrics().catch((e: unknown) => e);
    await weak.close();
    if (!live.isForbidden(error)) throw error;
    expect(error.denied?.rule).toEqual({
      nonResourceURLs: ["/metrics"],
      verbs: ["get"],
    });
  });
});
