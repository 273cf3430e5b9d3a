import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, describe, expect, inject, onTestFinished, vi } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { kubewright, type Outcome } from "../cli/command-line.js";
import { treeOf } from "../unit/source-fixtures.js";
import { createAuthority, issueCertificate } from "./certificates.js";
import { test } from "./live-client.js";
import { startTlsProxy } from "./tls-proxy.js";
import { widgetDefinition } from "./widgets.js";

const { adminToken: token } = inject("cluster");
const folder = mkdtempSync(join(tmpdir(), "kubewright-incremental-"));
afterAll(() => rmSync(folder, { recursive: true }));

const definitionOf = (group: string) => ({
  ...widgetDefinition,
  metadata: { name: `widgets.${group}` },
  spec: { ...widgetDefinition.spec, group },
});

/** Installs a definition, and waits until the index has its group. */
async function install(k8s: Kubernetes, group: string): Promise<void> {
  const { customResourceDefinitions } = k8s.apiextensions.v1;
  await customResourceDefinitions.create(definitionOf(group));
  // Other tests compare what the server has with what is built in.
  onTestFinished(async () => {
    await customResourceDefinitions.delete(`widgets.${group}`).catch(() => {});
  });
  await untilPublished(k8s, group, true);
}

async function remove(k8s: Kubernetes, group: string): Promise<void> {
  const { customResourceDefinitions } = k8s.apiextensions.v1;
  await customResourceDefinitions.delete(`widgets.${group}`);
  await untilPublished(k8s, group, false);
}

async function untilPublished(
  k8s: Kubernetes,
  group: string,
  wanted: boolean,
): Promise<void> {
  await vi.waitFor(
    async () => {
      const index = JSON.stringify(await k8s.server.openapiV3());
      expect(index.includes(`apis/${group}/v1`)).toBe(wanted);
    },
    { timeout: 60_000, interval: 500 },
  );
}

/** A project whose client is generated through a proxy, which counts what is asked and can be cut off. */
async function projectOf(name: string) {
  const own = mkdtempSync(join(folder, name));
  const authority = await createAuthority(own, "ca");
  const certificate = await issueCertificate(authority, own, "server", {
    commonName: "proxy",
    names: ["IP:127.0.0.1"],
  });
  const asked: string[] = [];
  let isCut = false;
  const { server } = await startTlsProxy(
    certificate,
    ({ url = "" }, answer) => {
      asked.push(url.replace(/\?.*/, ""));
      if (isCut) answer.destroy();
      return isCut;
    },
  );
  const out = join(own, "k8s");
  const args = [
    ...["generate", "--from", server, "--token", token, "--out", out],
    ...["--certificate-authority", authority.certificate],
  ];
  const environment = { KUBEWRIGHT_CACHE_DIR: join(own, "cache") };
  return {
    out,
    args,
    environment,
    cut: () => (isCut = true),
    asked: () => asked.splice(0),
    tree: () => treeOf(out),
    generate: (...more: readonly string[]): Promise<Outcome> =>
      kubewright([...args, ...more], { environment }),
  };
}

/** When each file was written. */
function timesOf(
  out: string,
  tree: Record<string, string | undefined>,
): ReadonlyMap<string, bigint> {
  const files = Object.keys(tree).filter((path) => tree[path] !== undefined);
  return new Map(
    files.map((path) => [
      path,
      statSync(join(out, path), { bigint: true }).mtimeNs,
    ]),
  );
}

describe("a client of a real server", () => {
  test("follows a definition that is installed, at the cost of what changed", async ({
    k8s,
  }) => {
    const group = "incremental.example.com";
    const project = await projectOf("follows");
    const { out } = project;
    expect(await project.generate()).toMatchObject({ code: 0 });
    expect(await project.generate("--check")).toMatchObject({ code: 0 });
    const before = project.tree();
    const times = timesOf(out, before);

    await install(k8s, group);
    const check = await project.generate("--check");
    expect(check.code).toBe(1);
    expect(check.stdout).toContain(`create ${group}/v1/client.ts\n`);
    expect(project.tree()).toEqual(before);

    project.asked();
    expect(await project.generate()).toMatchObject({ code: 0 });
    const documents = project
      .asked()
      .filter((path) => path.startsWith("/openapi/v3/"));
    // The check before it has read what is new.
    expect(documents).toEqual([]);
    const after = project.tree();
    const changed = Object.keys(after).filter(
      (path) => after[path] !== before[path] && after[path] !== undefined,
    );
    expect(
      changed.filter((path) => !path.startsWith(`${group}/`)).sort(),
    ).toEqual(
      [
        "README.md",
        "index.ts",
        "kubernetes.ts",
        "manifest.json",
        "manifests.ts",
      ].filter((path) => changed.includes(path)),
    );
    for (const [path, time] of timesOf(out, after))
      if (!changed.includes(path)) expect(time, path).toBe(times.get(path));

    // Nothing changed: one request, and nothing is written.
    project.asked();
    const written = timesOf(out, after);
    const again = await project.generate();
    expect(again.stderr).toContain("is up to date");
    expect(project.asked()).toEqual(["/openapi/v3"]);
    expect(timesOf(out, project.tree())).toEqual(written);

    // The network is gone.
    project.cut();
    rmSync(out, { recursive: true });
    expect((await project.generate()).code).toBe(1);
    expect(existsSync(out)).toBe(false);
    // What that run had sent when it ended may come to the proxy a little later.
    await sleep(500);
    project.asked();
    expect(await project.generate("--offline")).toMatchObject({ code: 0 });
    expect(project.asked()).toEqual([]);
    expect(project.tree()).toEqual(after);
    await remove(k8s, group);
  });

  test("is made again by --watch when a definition comes and goes", async ({
    k8s,
  }) => {
    const group = "watched.example.com";
    const project = await projectOf("watched");
    const interruption = new AbortController();
    const ended = kubewright([...project.args, "--watch"], {
      environment: project.environment,
      signal: interruption.signal,
    });
    const client = join(project.out, group, "v1/client.ts");
    await vi.waitFor(
      () => readFileSync(join(project.out, "manifest.json"), "utf8"),
      { timeout: 60_000, interval: 500 },
    );
    await install(k8s, group);
    const appears = { timeout: 60_000, interval: 500 };
    await vi.waitFor(() => expect(existsSync(client)).toBe(true), appears);
    await remove(k8s, group);
    await vi.waitFor(() => expect(existsSync(client)).toBe(false), appears);
    expect(project.asked()).toContain(
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
    );
    interruption.abort(new Error("SIGINT"));
    expect((await ended).code).toBe(0);
  });
});
