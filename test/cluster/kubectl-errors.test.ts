import { describe, expect, inject, onTestFinished } from "vitest";

import type { ApiError } from "../../output/index.js";
import { compactStorage } from "./etcd.js";
import { type KubectlOptions, kubectlRefusal } from "./kubectl.js";
import { test, uniqueName } from "./live-client.js";

/** What both are refused, and how each asks for it. */
interface Refused {
  readonly ours: () => Promise<unknown>;
  readonly theirs: readonly string[];
  readonly options?: KubectlOptions;
  readonly is: (error: unknown) => boolean;
}

/** That kubectl reads the same refusal as the client; gives the client's error. */
const agree = async ({
  ours,
  theirs,
  options,
  is,
}: Refused): Promise<ApiError> => {
  const error = (await ours().then(
    () => expect.unreachable("the call succeeded"),
    (thrown: unknown) => thrown,
  )) as ApiError;
  expect(error).toSatisfy(is);
  const refusal = await kubectlRefusal(theirs, options);
  expect({
    code: error.code,
    reason: error.reason,
    message: error.body?.message,
  }).toEqual(refusal);
  expect(error.status).toBe(refusal.code);
  return error;
};

const configMap = (name: string, more: object = {}) => ({
  apiVersion: "v1" as const,
  kind: "ConfigMap" as const,
  metadata: { name },
  ...more,
});

describe.runIf(inject("cluster").kubectl)(
  "kubectl and the client are refused alike:",
  () => {
    test("what is not there", async ({ k8s, live, namespace }) => {
      await agree({
        ours: () => k8s.core.v1.configMaps(namespace).get("nothing"),
        theirs: ["get", "configmap", "nothing", "-n", namespace],
        is: live.isNotFound,
      });
      await agree({
        ours: () => k8s.core.v1.configMaps(namespace).delete("nothing"),
        theirs: ["delete", "configmap", "nothing", "-n", namespace],
        is: live.isNotFound,
      });
    });

    test("what is there already", async ({ k8s, live, namespace }) => {
      const configMaps = k8s.core.v1.configMaps(namespace);
      await configMaps.create(configMap("taken"));
      await agree({
        ours: () => configMaps.create(configMap("taken")),
        theirs: ["create", "-f", "-", "-n", namespace],
        options: { input: configMap("taken") },
        is: live.isAlreadyExists,
      });
    });

    test("what was changed in between", async ({ k8s, live, namespace }) => {
      const configMaps = k8s.core.v1.configMaps(namespace);
      const stale = await configMaps.create(configMap("stale"));
      await configMaps.patch("stale", { data: { a: "1" } });
      await agree({
        ours: () => configMaps.update(stale),
        theirs: ["replace", "-f", "-", "-n", namespace],
        options: { input: stale },
        is: live.isConflict,
      });
    });

    test("a field that is another manager's", async ({
      k8s,
      live,
      namespace,
    }) => {
      const configMaps = k8s.core.v1.configMaps(namespace);
      const data = { a: "1", b: "2" };
      await configMaps.apply("owned", { data }, { fieldManager: "owner" });
      const other = { data: { a: "3", b: "4" } };
      await agree({
        ours: () =>
          configMaps.apply("owned", other, { fieldManager: "another" }),
        theirs: [
          ...["apply", "--server-side", "--field-manager=another"],
          ...["-f", "-", "-n", namespace],
        ],
        options: { input: configMap("owned", other) },
        is: live.isConflict,
      });
    });

    test("what does not validate", async ({ k8s, live, namespace }) => {
      const deployments = k8s.apps.v1.deployments(namespace);
      const invalid = {
        apiVersion: "apps/v1" as const,
        kind: "Deployment" as const,
        metadata: { name: "Web" },
        spec: {
          replicas: -1,
          selector: { matchLabels: { app: "web" } },
          template: {
            metadata: { labels: { app: "other" } },
            spec: { containers: [{ name: "web" }] },
          },
        },
      };
      await agree({
        ours: () => deployments.create(invalid),
        theirs: ["create", "--validate=false", "-f", "-", "-n", namespace],
        options: { input: invalid },
        is: live.isInvalid,
      });
    });

    test("a change of what cannot be changed", async ({
      k8s,
      live,
      namespace,
    }) => {
      const configMaps = k8s.core.v1.configMaps(namespace);
      await configMaps.create(configMap("fixed", { immutable: true }));
      const data = { a: "1" };
      await agree({
        ours: () => configMaps.patch("fixed", { data }),
        theirs: [
          ...["patch", "configmap", "fixed", "-n", namespace, "--type=merge"],
          ...["-p", JSON.stringify({ data })],
        ],
        is: live.isInvalid,
      });
    });

    test("a patch whose test fails", async ({ k8s, live, namespace }) => {
      const configMaps = k8s.core.v1.configMaps(namespace);
      await configMaps.create(configMap("tested", { data: { a: "1" } }));
      const operation = { op: "test", path: "/data/a", value: "2" } as const;
      await agree({
        ours: () => configMaps.patch("tested", [operation], { type: "json" }),
        theirs: [
          ...["patch", "configmap", "tested", "-n", namespace, "--type=json"],
          ...["-p", JSON.stringify([operation])],
        ],
        is: live.isInvalid,
      });
    });

    test("a field that there is not", async ({ k8s, live, namespace }) => {
      const misspelt = configMap("misspelt", { dtaa: { a: "1" } });
      const configMaps = k8s.core.v1.configMaps(namespace);
      await agree({
        ours: () => configMaps.create(misspelt, { fieldValidation: "Strict" }),
        theirs: ["create", "--validate=strict", "-f", "-", "-n", namespace],
        options: { input: misspelt },
        is: live.isBadRequest,
      });
    });

    test("what one may not do", async ({ live, namespace }) => {
      const { kubeconfig } = inject("cluster");
      const weak = await live.connect({ kubeconfig, context: "weak" });
      onTestFinished(() => weak.close());
      const options = { context: "weak" };
      await agree({
        ours: () => weak.apps.v1.deployments(namespace).list(),
        theirs: ["get", "deployments", "-n", namespace],
        options,
        is: live.isForbidden,
      });
      await agree({
        ours: () => weak.core.v1.nodes.delete("node-1"),
        theirs: ["delete", "node", "node-1"],
        options,
        is: live.isForbidden,
      });
      await agree({
        ours: () => weak.server.metrics(),
        theirs: ["get", "--raw", "/metrics"],
        options,
        is: live.isForbidden,
      });
    });

    test("a token that the server does not know", async ({ live }) => {
      const { server, certificateAuthority } = inject("cluster");
      const options = { server, certificateAuthority, token: "unknown" };
      const nobody = await live.connect(options);
      onTestFinished(() => nobody.close());
      await agree({
        ours: () => nobody.core.v1.nodes.list(),
        theirs: ["get", "--raw", "/api/v1/nodes", "--token=unknown"],
        options: { context: "weak" },
        is: live.isUnauthorized,
      });
    });

    test("a method that there is not", async ({ k8s, live, namespace }) => {
      const path = `/api/v1/namespaces/${namespace}/bindings`;
      await agree({
        ours: () => k8s.request({ path }),
        theirs: ["get", "--raw", path],
        is: live.isMethodNotAllowed,
      });
    });

    test.runIf(inject("cluster").etcd)(
      "a list whose state is gone",
      async ({ k8s, live, namespace }) => {
        // The server keeps a while what it lists of other kinds; these it asks etcd for.
        const events = k8s.core.v1.events(namespace);
        for (const name of ["page-1", "page-2"])
          await events.create({
            metadata: { name },
            involvedObject: { namespace },
          });
        const { metadata } = await events.list({ limit: 1 });
        const page = { limit: 1, continue: metadata?.continue ?? "" };
        await compactStorage();
        const path = `/api/v1/namespaces/${namespace}/events`;
        const error = await agree({
          ours: () => events.list(page),
          theirs: [
            ...["get", "--raw"],
            `${path}?limit=1&continue=${page.continue}`,
          ],
          is: live.isGone,
        });
        expect(error.reason).toBe("Expired");
      },
    );

    test.runIf(inject("cluster").whole)(
      "more than a quota gives",
      async ({ k8s, live }) => {
        const namespace = uniqueName("kubewright-test");
        await k8s.core.v1.namespaces.create({ metadata: { name: namespace } });
        onTestFinished(async () => {
          await k8s.core.v1.namespaces.delete(namespace);
        });
        const quotas = k8s.core.v1.resourceQuotas(namespace);
        await quotas.create({
          metadata: { name: "no-secrets" },
          spec: { hard: { "count/secrets": "0" } },
        });
        await expect
          .poll(async () => (await quotas.get("no-secrets")).status?.used)
          .toEqual({ "count/secrets": "0" });
        const secret = { kind: "Secret", metadata: { name: "one" } };
        const error = await agree({
          ours: () =>
            k8s.core.v1
              .secrets(namespace)
              .create({ metadata: secret.metadata }),
          theirs: ["create", "-f", "-", "-n", namespace],
          options: { input: { apiVersion: "v1", ...secret } },
          is: live.isForbidden,
        });
        expect(error.message).toContain("exceeded quota: no-secrets");
        // No rule of RBAC would help.
        expect(error.message).not.toContain("RBAC");
      },
    );
  },
);
