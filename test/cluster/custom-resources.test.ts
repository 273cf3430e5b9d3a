import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, describe, expect, inject, vi } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import type { Generation } from "../../generator/pipeline.js";
import {
  generateFrom,
  importClient,
  typeCheck,
  writeProject,
} from "./generated-client.js";
import { test } from "./live-client.js";
import { widgetDefinition, widgetProgram } from "./widgets.js";

const apiVersion = "example.com/v1";
const { kubeconfig } = inject("cluster");
const fieldManager = "kubewright-test";
const folder = mkdtempSync(join(tmpdir(), "kubewright-widgets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = ({ files }: Generation, path: string): string =>
  files.find((file) => file.path === path)?.text ?? "";

describe("a kind that is defined while the program runs", () => {
  test.beforeAll(async ({ k8s }) => {
    const definitions = k8s.apiextensions.v1.customResourceDefinitions;
    await definitions.create(widgetDefinition);
    await vi.waitFor(
      async () => {
        const { name } = widgetDefinition.metadata;
        const { status } = await definitions.get(name);
        expect(status?.conditions).toContainEqual(
          expect.objectContaining({ type: "Established", status: "True" }),
        );
      },
      { timeout: 60_000 },
    );
  });
  test.afterAll(async ({ k8s }) => {
    const { name } = widgetDefinition.metadata;
    await k8s.apiextensions.v1.customResourceDefinitions.delete(name);
  });

  test("can be used without types", async ({ k8s, live, namespace }) => {
    const widgets = k8s.resource(apiVersion, "Widget", { namespace });
    // Not each of the server's parts has heard of it at once.
    await expect
      .poll(() => widgets.list().catch(String), { timeout: 60_000 })
      .toMatchObject({ kind: "WidgetList", items: [] });

    const metadata = { name: "first" };
    const created = await widgets.create({ metadata, spec: { size: 1 } });
    expect(created).toMatchObject({
      apiVersion,
      kind: "Widget",
      metadata: { namespace },
      spec: { size: 1, color: "green" },
    });
    await widgets.patch("first", { spec: { size: 2 } });
    const red = { fieldSelector: { "spec.color": "red" } };
    expect((await widgets.list(red)).items).toEqual([]);
    const everywhere = k8s.resource(apiVersion, "Widget");
    const all = await everywhere.list();
    expect(all.items).toMatchObject([{ metadata, spec: { size: 2 } }]);

    const wrong = widgets.create({
      spec: { size: 0 },
      metadata: { name: "b" },
    });
    await expect(wrong).rejects.toSatisfy(live.isInvalid);
    await expect(wrong).rejects.toThrow("spec.size");
    const strategic = widgets.patch("first", {}, { type: "strategic" });
    await expect(strategic).rejects.toSatisfy(live.isUnsupportedMediaType);
    await widgets.delete("first");
    await expect(widgets.get("first")).rejects.toSatisfy(live.isNotFound);
  });

  test("can be applied from a manifest", async ({ k8s, live, namespace }) => {
    const [widget] = live.parseManifests(`
apiVersion: ${apiVersion}
kind: Widget
metadata: { name: applied, namespace: ${namespace} }
spec: { size: 3, color: red }
`);
    if (widget === undefined) return expect.unreachable();
    const applied = await k8s.object(widget).apply({ fieldManager });
    expect(applied).toMatchObject(widget);
    expect(await k8s.object(widget).get()).toEqual(applied);
    await k8s.object(widget).delete();
  });

  test("makes a watch start anew whose version is from before it", async ({
    k8s,
    live,
    namespace,
  }) => {
    const widgets = k8s.resource(apiVersion, "Widget", { namespace });
    const resourceVersion = "1";
    const strict = widgets
      .watch({ resourceVersion, relist: false })
      [Symbol.asyncIterator]();
    await expect(strict.next()).rejects.toSatisfy(live.isGone);
    for await (const event of widgets.watch({ resourceVersion })) {
      expect(event).toMatchObject({ type: "SYNC", objects: [] });
      break;
    }
  });

  test("is typed in a client that is generated then", async ({ namespace }) => {
    let generation: Generation | undefined;
    await expect
      .poll(
        async () => {
          generation = await generateFrom(
            "cluster",
            { kubeconfig },
            {
              include: ["example.com", "autoscaling"],
              exclude: ["autoscaling"],
            },
          );
          return fileOf(generation, "example.com/v1/client.ts");
        },
        { timeout: 60_000, interval: 200 },
      )
      .toContain("widgets(namespace: string): WidgetResource;");
    if (generation === undefined) return expect.unreachable();

    expect(fileOf(generation, "kubernetes.ts")).toContain(
      "readonly exampleCom: ExampleComGroup;",
    );
    const types = fileOf(generation, "example.com/v1/types.ts");
    expect(types).toContain("   * How many there are of it.\n");
    expect(types).toContain('color?: "green" | "red"');
    const client = fileOf(generation, "example.com/v1/client.ts");
    expect(client).toContain('"spec.color"');
    expect(client).not.toContain("strategic");

    const project = join(folder, "widgets");
    const root = writeProject(project, generation);
    writeFileSync(join(root, "program.ts"), widgetProgram);
    expect(await typeCheck(project)).toBe("");
    const { run } = (await import(
      /* @vite-ignore */ join(root, "program.ts")
    )) as { run: (kubeconfig: string, namespace: string) => Promise<unknown> };
    expect(await run(kubeconfig, namespace)).toEqual({
      created: { size: 1, color: "green" },
      applied: { size: 2, color: "red" },
      selected: ["typed"],
      scaled: 5,
      ready: true,
      isGone: true,
    });
  });
});

describe("a group that is left out", () => {
  test("keeps the types that others need", async ({ namespace }) => {
    const generation = await generateFrom(
      "cluster",
      { kubeconfig },
      { include: ["apps", "autoscaling"], exclude: ["autoscaling"] },
    );
    const paths = generation.files.map(({ path }) => path);
    expect(paths).toContain("autoscaling/v1/types.ts");
    expect(paths).not.toContain("autoscaling/v1/client.ts");
    expect(fileOf(generation, "autoscaling/v1/types.ts")).not.toContain(
      "HorizontalPodAutoscaler",
    );
    expect(fileOf(generation, "kubernetes.ts")).not.toMatch(/autoscaling/i);

    const root = writeProject(join(folder, "left-out"), generation);
    expect(await typeCheck(dirname(root))).toBe("");
    const { connect } = await importClient(root);
    const k8s: Kubernetes = await connect({ kubeconfig });
    expect(k8s.autoscaling).toBeUndefined();
    await k8s.apps.v1.deployments(namespace).list();
    await k8s.close();
  });
});
