import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, describe, expect, inject, vi } from "vitest";

import { kubewright } from "../cli/command-line.js";
import type { Kubernetes } from "../../output/index.js";
import { createAuthority, issueCertificate } from "./certificates.js";
import {
  generateFrom,
  importClient,
  typeCheck,
  writeProject,
} from "./generated-client.js";
import { test } from "./live-client.js";
import { startTlsProxy, type Interceptor } from "./tls-proxy.js";
import { widgetDefinition, widgetProgram } from "./widgets.js";

const { server, adminToken: token, certificateAuthority } = inject("cluster");
const folder = mkdtempSync(join(tmpdir(), "kubewright-old-"));
afterAll(() => rmSync(folder, { recursive: true }));

const group = "old.example.com";
const definition = {
  ...widgetDefinition,
  metadata: { name: `widgets.${group}` },
  spec: { ...widgetDefinition.spec, group },
};

/** Answers as a server before 1.24: no `/openapi/v3`, and lists of groups and resources whatever is asked for. */
const asOldServer: Interceptor = (request, response) => {
  request.headers.accept = plain(request.headers.accept);
  return (
    (request.url ?? "").startsWith("/openapi/v3") &&
    refuse(request, response, 404)
  );
};

function plain(accept = ""): string {
  return accept.includes("apidiscovery") ? "application/json" : accept;
}

function refuse(
  { url = "" }: IncomingMessage,
  response: ServerResponse,
  code: number,
): true {
  const message = `nothing at ${url}`;
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify({ kind: "Status", code, message }));
  return true;
}

/** A way to the server of this run with something in between. */
async function serverBehind(
  intercept: Interceptor,
): Promise<{ server: string; certificateAuthority: string; token: string }> {
  const own = mkdtempSync(join(folder, "proxy-"));
  const authority = await createAuthority(own, "ca");
  const certificate = await issueCertificate(authority, own, "server", {
    commonName: "proxy",
    names: ["IP:127.0.0.1"],
  });
  const proxy = await startTlsProxy(certificate, intercept);
  return {
    server: proxy.server,
    certificateAuthority: authority.certificate,
    token,
  };
}

describe("a server that has /openapi/v2 and no aggregated discovery", () => {
  test.beforeAll(async ({ k8s }) => {
    await k8s.apiextensions.v1.customResourceDefinitions.create(definition);
    await vi.waitFor(
      async () => {
        const { paths } = await k8s.server.openapiV2();
        expect(JSON.stringify(paths)).toContain(`/apis/${group}/v1/`);
      },
      { timeout: 60_000, interval: 500 },
    );
  });
  test.afterAll(async ({ k8s }) => {
    const { name } = definition.metadata;
    await k8s.apiextensions.v1.customResourceDefinitions.delete(name);
    // The index forgets it later than the server does.
    await waitForGroup(k8s, "/openapi/v3", group, false);
  });

  test("gives a client that compiles, and takes objects through their lives", async ({
    namespace,
  }) => {
    const { server: url, ...options } = await serverBehind(asOldServer);
    const generation = await generateFrom(url, options);
    expect(generation.diagnostics).toMatchObject([
      { severity: "info", code: "read-from-openapi-v2" },
    ]);
    const client = writeProject(join(folder, "project"), generation);
    const program = widgetProgram
      .replace("./example.com/v1", `./${group}/v1`)
      .replace("exampleCom", "oldExampleCom");
    writeFileSync(join(client, "program.ts"), program);
    expect(await typeCheck(dirname(client))).toBe("");

    const { run } = (await import(
      /* @vite-ignore */ join(client, "program.ts")
    )) as {
      run(kubeconfig: string, namespace: string): Promise<unknown>;
    };
    expect(await run(inject("cluster").kubeconfig, namespace)).toEqual({
      created: { size: 1, color: "green" },
      applied: { size: 2, color: "red" },
      selected: ["typed"],
      scaled: 5,
      ready: true,
      isGone: true,
    });

    const { connect } = await importClient(client);
    const k8s = await connect({ server: url, ...options });
    await useBuiltIns(k8s, namespace);
    await k8s.close();
  });

  test("lists the same resources as it does with both", async () => {
    const { server: url, ...options } = await serverBehind(asOldServer);
    const list = async (from: string, authority: string): Promise<string> => {
      const { code, stdout, stderr } = await kubewright([
        ...["resources", "--from", from, "-o", "json", "--quiet"],
        ...["--token", options.token, "--certificate-authority", authority],
      ]);
      expect([code, stderr]).toEqual([0, ""]);
      return stdout;
    };
    expect(await list(url, options.certificateAuthority)).toBe(
      await list(server, certificateAuthority),
    );
  });
});

/** What a program does most, through a client that was generated from `/openapi/v2`. */
async function useBuiltIns(k8s: Kubernetes, namespace: string): Promise<void> {
  const deployments = k8s.apps.v1.deployments(namespace);
  const labels = { app: "old" };
  const created = await deployments.create({
    metadata: { name: "old" },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "web",
              image: "nginx:1",
              resources: { limits: { cpu: 1, memory: "64Mi" } },
            },
          ],
        },
      },
    },
  });
  expect(created.spec.template.spec?.containers[0]?.resources?.limits).toEqual({
    cpu: "1",
    memory: "64Mi",
  });
  const containers = [{ name: "log", image: "log:1" }];
  await deployments.patch(
    "old",
    { spec: { template: { spec: { containers } } } },
    { type: "strategic" },
  );
  const fieldManager = "kubewright-test";
  await deployments.apply(
    "old",
    { metadata: { labels: { by: "apply" } } },
    { fieldManager },
  );
  const scale = await deployments.scale.get("old");
  expect(scale.spec?.replicas ?? 0).toBe(0);
  const { items } = await deployments.list({ labelSelector: { by: "apply" } });
  expect(
    items.map(({ spec }) => spec.template.spec?.containers.map((c) => c.name)),
  ).toEqual([["log", "web"]]);

  const untyped = k8s.resource("apps/v1", "Deployment", { namespace });
  expect(await untyped.get("old")).toMatchObject({ kind: "Deployment" });
  for await (const event of deployments.watch()) {
    const found = event.type === "SYNC" ? event.objects : [event];
    expect(JSON.stringify(found)).toContain('"name":"old"');
    break;
  }
  await deployments.delete("old");
}

describe("an API server behind this one that is down", () => {
  const down = "down.example.com";
  test.beforeAll(async ({ k8s }) => {
    await k8s.apiregistration.v1.apiServices.create({
      metadata: { name: `v1.${down}` },
      spec: {
        group: down,
        version: "v1",
        groupPriorityMinimum: 100,
        versionPriority: 10,
        insecureSkipTLSVerify: true,
        service: { name: "nothing", namespace: "default", port: 443 },
      },
    });
    await waitForGroup(k8s, "/apis", down, true);
  });
  test.afterAll(async ({ k8s }) => {
    await k8s.apiregistration.v1.apiServices.delete(`v1.${down}`);
    await waitForGroup(k8s, "/apis", down, false);
  });

  const lists: readonly (readonly [string, Interceptor])[] = [
    ["aggregated discovery", () => false],
    ["lists of groups", asOldServer],
  ];
  test.for(lists)(
    "is named by %s, and the rest is generated; with --strict nothing is",
    async ([, intercept]) => {
      const { server: url, ...options } = await serverBehind(intercept);
      const generate = (...more: readonly string[]) =>
        kubewright([
          ...["generate", "--out", join(folder, "out"), "--dry-run"],
          ...["--from", url, "--token", token],
          ...["--certificate-authority", options.certificateAuthority],
          ...more,
        ]);
      const lenient = await generate();
      expect([lenient.code, lenient.stderr]).toEqual([0, expect.anything()]);
      expect(lenient.stderr).toContain(
        `warning[unpublished-group-version]: the server serves "${down}/v1"`,
      );
      expect(lenient.stderr).toContain(`kubectl get apiservice v1.${down}`);
      expect(lenient.stdout).toContain("apps/v1/client.ts");

      const strict = await generate("--strict");
      expect([strict.code, strict.stdout]).toEqual([1, ""]);
      expect(strict.stderr).toContain("error[unpublished-group-version]");
      expect((await generate("--strict", "--exclude", down)).code).toBe(0);
    },
  );
});

/** Waits until what the server says at a path names a group, or does not any more. */
async function waitForGroup(
  k8s: Kubernetes,
  path: "/apis" | "/openapi/v3",
  name: string,
  isServed: boolean,
): Promise<void> {
  const accept =
    path === "/apis"
      ? "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
      : "application/json";
  await vi.waitFor(
    async () => {
      const answer = await k8s.request({
        method: "GET",
        path,
        headers: { accept },
      });
      expect(JSON.stringify(answer).includes(name)).toBe(isServed);
    },
    { timeout: 60_000, interval: 500 },
  );
}
