import { existsSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ViteDevServer } from "vite";
import { describe, expect, onTestFinished, test } from "vitest";
import WebSocket from "ws";
import { writeFiles } from "../runtime/servers.js";
import {
  buildProject,
  definition,
  newProject,
  options,
  startDevServer,
  typesOf,
} from "./plugin-project.js";

describe("a dev server", () => {
  test("has generated the client by the time it is there", async () => {
    const root = newProject();
    const { server, log } = await startDevServer(root);
    expect(typesOf(root)).toContain("first");
    expect(log.notes.join("\n")).toMatch(/kubewright wrote \S+k8s: \d+ new/);
    const main = await server.transformRequest("/src/main.ts");
    expect(main?.code).toContain("/src/k8s/example.com/v1/paths.ts");
  });

  test("generates again when a file of the source changes, is added or is deleted, and has the page loaded again", async () => {
    const root = newProject();
    const { server } = await startDevServer(root);
    await server.transformRequest("/src/main.ts");
    await server.transformRequest("/src/k8s/example.com/v1/paths.ts");
    const payloads = recordPayloads(server);

    writeFiles(root, { "crds/site.yaml": definition("Site", "second") });
    await expect.poll(() => typesOf(root)).toContain("second");
    await expect.poll(() => payloads).toContain("full-reload");

    writeFiles(root, { "crds/shop.yaml": definition("Shop", "a shop") });
    await expect.poll(() => typesOf(root)).toContain("a shop");

    rmSync(join(root, "crds/shop.yaml"));
    await expect.poll(() => typesOf(root)).not.toContain("a shop");
  });

  test("is not moved by what it writes, nor by what is no source", async () => {
    const root = newProject();
    const { server, log } = await startDevServer(root);
    const events: string[] = [];
    server.watcher.on("all", (event, path) => events.push(`${event} ${path}`));
    writeFiles(root, { "crds/site.yaml": definition("Site", "second") });
    // The watcher has seen what was written, and more than the time has passed in which it would be generated again.
    await expect
      .poll(() => events.join("\n"))
      .toMatch(/change .+v1\/types\.ts/);
    const written = statSync(join(root, "src/k8s")).ino;
    writeFiles(root, { "src/other.ts": "export {};\n", "README.md": "hello" });
    await expect.poll(() => events.join("\n")).toContain("other.ts");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(statSync(join(root, "src/k8s")).ino).toBe(written);
    expect(log.notes.filter((note) => /wrote/.test(note))).toHaveLength(2);
    expect(events.filter((path) => /\.kubewright-/.test(path))).toEqual([]);
  });

  test("restores at its start what was edited by hand, and says so", async () => {
    const root = newProject();
    await buildProject(root, { ...options, build: "generate" });
    writeFiles(root, { "src/k8s/example.com/v1/types.ts": "export {};\n" });
    const { log } = await startDevServer(root);
    expect(typesOf(root)).toContain("first");
    expect(log.warnings.join("\n")).toMatch(
      /warning\[edited-file\]: ".+types\.ts" was changed/,
    );
  });

  test("leaves all as it is under Vitest", async () => {
    const root = newProject();
    await startDevServer(root, options, [{ name: "vitest" }]);
    expect(existsSync(join(root, "src/k8s"))).toBe(false);
  });

  test("may be one of two that start, and see a change, at once", async () => {
    const root = newProject();
    const both = await Promise.all([
      startDevServer(root),
      startDevServer(root),
    ]);
    writeFiles(root, { "crds/site.yaml": definition("Site", "second") });
    await expect.poll(() => typesOf(root)).toContain("second");
    await Promise.all(both.map(({ server }) => server.close()));
    expect(both.flatMap(({ log }) => log.errors)).toEqual([]);
  });
});

describe("what goes wrong while someone develops", () => {
  test("is shown in the terminal and in each page until it is mended, and the client stays", async () => {
    const root = newProject();
    const { server, log } = await startDevServer(root);
    await server.listen();
    const page = openPage(server);
    await expect.poll(() => page.join()).toContain("connected");

    const broken = definition("Site", "second").replace(
      "Namespaced",
      "Nowhere",
    );
    writeFiles(root, { "crds/site.yaml": broken });
    const said = /site\.yaml:6: error\[invalid-crd\].+"Nowhere"/;
    await expect.poll(() => page.join()).toMatch(/"error".+invalid-crd/);
    expect(log.errors.join("\n")).toMatch(said);
    expect(typesOf(root)).toContain("first");
    // A page that is opened later.
    const later = openPage(server);
    await expect.poll(() => later.join()).toContain("invalid-crd");

    // Nothing differs from what is on disk: only a page that is loaded again is rid of the overlay.
    writeFiles(root, { "crds/site.yaml": definition("Site", "first") });
    await expect.poll(() => page.join()).toContain("full-reload");
    const mended = openPage(server);
    await expect.poll(() => mended.join()).toContain("connected");
    expect(mended.join()).not.toContain("invalid-crd");
  });

  test("does not keep the server from starting, and is mended without another start", async () => {
    const root = newProject();
    const broken = definition("Site", "first").replace("group:", "group: [");
    writeFiles(root, { "crds/site.yaml": broken });
    const { log } = await startDevServer(root);
    expect(log.errors.join("\n")).toMatch(/site\.yaml:\d+: error\[/);
    writeFiles(root, { "crds/site.yaml": definition("Site", "first") });
    await expect.poll(() => typesOf(root)).toContain("first");
  });

  test("is a warning where a server is away, and there is a client", async () => {
    const root = newProject();
    await buildProject(root, { ...options, build: "generate" });
    const from = ["http://127.0.0.1:9", "crds"];
    const { log } = await startDevServer(root, { ...options, from });
    await expect
      .poll(() => log.warnings.join("\n"))
      .toMatch(/error\[unreachable-server\][^]+k8s stays as it is/);
    expect(log.errors).toEqual([]);
    expect(typesOf(root)).toContain("first");
  });

  test("is an error where a server is away, and there is no client", async () => {
    const root = newProject();
    const from = "http://127.0.0.1:9";
    const { log } = await startDevServer(root, { ...options, from });
    expect(log.errors.join("\n")).toContain("error[unreachable-server]");
  });

  test("does not make anyone wait for a server that says nothing, and ends with the dev server", async () => {
    const root = newProject();
    await buildProject(root, { ...options, build: "generate" });
    let asked = 0;
    let ended = 0;
    const silent = createServer((request) => {
      asked += 1;
      request.on("close", () => (ended += 1));
    });
    await new Promise<void>((resolve) =>
      silent.listen(0, "127.0.0.1", resolve),
    );
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const from = `http://127.0.0.1:${port}`;
    const { server, log } = await startDevServer(root, { ...options, from });
    await expect.poll(() => asked).toBeGreaterThan(0);
    await server.close();
    // Some may still be on their way when the server is closed.
    await expect.poll(() => asked - ended).toBe(0);
    expect([...log.errors, ...log.warnings]).toEqual([]);
  });
});

/** The kinds of what a server sends to its pages. */
function recordPayloads(server: ViteDevServer): readonly string[] {
  const kinds: string[] = [];
  const { hot } = server.environments.client!;
  const send = hot.send.bind(hot) as (...payload: unknown[]) => void;
  hot.send = (...payload: unknown[]) => {
    const [first] = payload as [{ readonly type?: string }];
    kinds.push(first.type ?? "custom");
    send(...payload);
  };
  return kinds;
}

/** What a page hears of the server: each message as text. */
function openPage(server: ViteDevServer): readonly string[] {
  const heard: string[] = [];
  const { port } = server.httpServer?.address() as AddressInfo;
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/?token=${server.config.webSocketToken}`,
    "vite-hmr",
  );
  socket.on("message", (data: Buffer) => heard.push(data.toString()));
  onTestFinished(() => socket.terminate());
  return heard;
}
