import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { bundlers } from "./bundlers.mjs";
import {
  copyExample,
  definition,
  newProject,
  pause,
  until,
} from "./project.mjs";
import { typeCases } from "./types.mjs";

const types = "src/k8s/example.com/v1/types.d.ts";
const paths = "src/k8s/example.com/v1/paths.js";
const nowhere = "http://127.0.0.1:9";

export const cases = [
  ...Object.entries(bundlers).flatMap(([name, bundler]) => [
    { name: `${name} builds`, run: (folder) => builds(folder, name, bundler) },
    {
      name: `${name} watches`,
      run: (folder) => watches(folder, name, bundler),
    },
  ]),
  ...["vite-5", "vite-6", "vite-7", "vite-8"].map((name) => ({
    name: `${name} serves and builds`,
    run: (folder) => serves(folder, name),
  })),
  ...typeCases,
  { name: "the example builds", run: buildsExample },
];

async function builds(folder, name, { build }) {
  newProject(folder, `${name} builds`);
  const missing = await build(folder);
  assert.match(missing.said, /out-of-date\]: there is no client in "src\/k8s"/);
  assert.ok(missing.failed);

  const generated = await build(folder, { build: "generate" });
  assert.equal(generated.failed, false, generated.said);
  const bundle = readdirSync("dist").map((file) =>
    readFileSync(join("dist", file), "utf8"),
  );
  assert.match(bundle.join(""), /\/apis\/example\.com\/v1\/namespaces\//);
  const checked = await build(folder);
  assert.deepEqual(checked, { failed: false, said: "" });

  writeFileSync(paths, 'export const sitePath = () => "by hand";\n');
  const edited = await build(folder);
  assert.ok(edited.failed);
  assert.match(
    edited.said,
    /1 file to write or delete\n {4}differs {2}example\.com\/v1\/paths\.js\n {2}hint: run "npx kubewright generate --from crds --out src\/k8s --emit js"/,
  );
  assert.match(edited.said, /warning\[edited-file\]/);
  assert.doesNotMatch(edited.said, /^ +at .+\.js:\d+/m, "a stack");
  assert.match(readFileSync(paths, "utf8"), /by hand/);

  const asItIs = await build(folder, { from: nowhere, build: false });
  assert.deepEqual(asItIs, { failed: false, said: "" });
  const away = await build(folder, { from: nowhere });
  assert.match(away.said, /error\[unreachable-server\]/);
  assert.ok(away.failed);
}

async function watches(folder, name, { watch }) {
  newProject(folder, `${name} watches`);
  const results = [];
  const stop = await watch(folder, {}, (result) => results.push(result));
  const bundled = () => results.at(-1)?.failed === false;
  const typed = (text) =>
    existsSync(types) && readFileSync(types, "utf8").includes(text);
  try {
    await until(
      "the first client",
      () => typed("what is first") && bundled(),
      results,
    );
    // Watchers take files that are as new as they are themselves for changed.
    await settled(results);

    writeFileSync("crds/site.yaml", definition("Site", "what is second"));
    await until("a changed definition", () => typed("what is second"), results);
    await settled(results);
    const inode = statSync("src/k8s").ino;
    writeFileSync(
      "src/main.js",
      `${readFileSync("src/main.js", "utf8")}// changed\n`,
    );
    const before = results.length;
    await until("a changed program", () => results.length > before);
    await settled(results);
    assert.equal(statSync("src/k8s").ino, inode, "it was written again");

    writeFileSync("crds/shop.yaml", definition("Shop", "what a shop is"));
    await until("a new definition", () => typed("what a shop is"));
    await settled(results);

    const broken = definition("Site", "what is third").replace(
      "Namespaced",
      "Nowhere",
    );
    writeFileSync("crds/site.yaml", broken);
    await until("an error", () =>
      /site\.yaml:6: error\[invalid-crd\]/.test(results.at(-1).said),
    );
    assert.ok(typed("what is second"));
    await settled(results);
    writeFileSync("crds/site.yaml", definition("Site", "what is fourth"));
    await until(
      "a mended definition",
      () => typed("what is fourth") && bundled(),
    );
    assert.deepEqual(
      results.filter(({ crashed }) => crashed),
      [],
    );
  } finally {
    await stop();
  }
  if (name !== "esbuild") await bearsServerAway(folder, watch);
}

/** Goes on with the client that there is. esbuild's plugin does not know that it watches. */
async function bearsServerAway(folder, watch) {
  const typed = readFileSync(types, "utf8");
  const away = [];
  const stopAway = await watch(folder, { from: [nowhere] }, (result) =>
    away.push(result),
  );
  try {
    await until("a warning", () =>
      /unreachable-server\][^]+src\/k8s stays as it is/.test(
        away.at(-1)?.said ?? "",
      ),
    );
    assert.ok(away.every(({ failed }) => !failed));
    assert.equal(readFileSync(types, "utf8"), typed);
  } finally {
    await stopAway();
  }
}

/** Waits until no more builds come: a loop never ends. */
async function settled(results) {
  const begun = results.length;
  for (let quiet = 0, known = begun; quiet < 8; quiet += 1) {
    await pause(100);
    if (results.length === known) continue;
    known = results.length;
    quiet = 0;
    assert.ok(known - begun < 10, "builds without end");
  }
}

async function serves(folder, name) {
  newProject(folder, `${name} serves`);
  const { createServer, build } = await import(
    join(folder, "node_modules", name, "dist/node/index.js")
  );
  const { kubewright } = await import(
    join(folder, "node_modules/kubewright/dist/generator/plugins/vite.js")
  );
  const options = { from: "crds", out: "src/k8s", emit: "js" };
  const settings = () => ({
    configFile: false,
    logLevel: "silent",
    optimizeDeps: { noDiscovery: true },
    server: { host: "127.0.0.1", port: 0 },
    build: { rollupOptions: { input: "src/main.js" } },
    plugins: [kubewright(options)],
  });
  const server = await createServer(settings());
  const sent = [];
  const send = server.ws.send.bind(server.ws);
  server.ws.send = (...payload) => {
    sent.push(JSON.stringify(payload));
    send(...payload);
  };
  try {
    for (const url of ["/src/main.js", `/${paths}`])
      assert.ok(await server.transformRequest(url));
    writeFileSync(
      "crds/site.yaml",
      definition("Site", "first").replace("Namespaced", "Nowhere"),
    );
    await until("the overlay", () =>
      /"type":"error".+invalid-crd/.test(sent.join()),
    );
    // The group's path is in the program, so that the page is loaded again for more than a comment.
    const other = definition("Site", "first")
      .replace("plural: sites", "plural: places")
      .replace("sites.", "places.");
    writeFileSync("crds/site.yaml", other);
    await until("the other path", () =>
      readFileSync(paths, "utf8").includes("places"),
    );
    await until("a page that is loaded again", () =>
      /"full-reload"|"update"/.test(sent.join()),
    );
    // The overlay's end may reload a page before Vite's watcher has seen the files: it sees them, and reloads it once more.
    await until("the other module", async () =>
      (await server.transformRequest(`/${paths}`)).code.includes("places"),
    );
  } finally {
    await server.close();
  }
  await build(settings());
  writeFileSync(paths, "export const sitePath = () => 1;\n");
  await assert.rejects(
    build(settings()),
    /differs {2}example\.com\/v1\/paths\.js/,
  );
  rmSync("dist", { recursive: true });
}

async function buildsExample(folder) {
  const project = copyExample(folder);
  const run = (path, ...words) =>
    execFileSync(
      process.execPath,
      [join(folder, "node_modules", path), ...words],
      {
        cwd: project,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
  assert.match(
    run("vite-8/bin/vite.js", "build"),
    /kubewright wrote src\/k8s: \d+ new/,
  );
  run("typescript/bin/tsc");
  const [script] = readdirSync("dist/assets").filter((file) =>
    file.endsWith(".js"),
  );
  const text = readFileSync(join("dist/assets", script), "utf8");
  assert.match(text, /example\.com/);
  assert.doesNotMatch(text, /node:|undici\b.+from|require\(/);
  assert.match(readFileSync("dist/index.html", "utf8"), new RegExp(script));
}
