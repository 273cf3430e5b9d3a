// Runs examples/many-clusters/turborepo with Turborepo, on two clusters that are played by a server.
//
//   node test/turborepo/run.mjs
//
// It needs `npm run build`. It ends with 1 where something is not made, or made again, as it should be.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { installOnce } from "../install-once.mjs";

const here = import.meta.dirname;
const root = resolve(here, "../..");
const clusters = ["eu", "us"];

/** The kind that each cluster has: what is changed to see who notices. */
const kinds = { eu: "Widget", us: "Widget" };

installOnce(here);
const folder = mkdtempSync(join(tmpdir(), "kubewright-turborepo-"));
cpSync(join(root, "examples/many-clusters/turborepo"), folder, {
  recursive: true,
});
mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
writeFileSync(
  join(folder, "node_modules/.bin/kubewright"),
  `#!/bin/sh\nexec node "${join(root, "dist/generator/cli.js")}" "$@"\n`,
  { mode: 0o755 },
);
const server = createServer(answer).listen(0, "127.0.0.1");
await new Promise((listening) => server.once("listening", listening));
try {
  writeKubeconfig();
  await refresh();
  assert.match(await turbo(), /Cached: +0 cached, 2 total/);
  const made = typesOf("eu");
  assert.match(await turbo(), /Cached: +2 cached, 2 total/);

  for (const name of clusters) rmSync(sourceOf(name), { recursive: true });
  assert.match(await turbo(), /Cached: +2 cached, 2 total/);
  assert.equal(typesOf("eu"), made, "what is restored is what was made");

  kinds.us = "Gadget";
  await refresh();
  assert.match(await turbo(), /Cached: +1 cached, 2 total/);
  assert.match(typesOf("us"), /interface Gadget/);
  console.log("the second run is restored, and a change makes its own package");
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The index, the version, and one document of a custom kind; the first part of the path is the cluster. */
function answer({ url = "" }, response) {
  const [, name = "", path] = /^\/(\w+)\/([^?]*)/.exec(url) ?? [];
  const text = documentOf(kinds[name]);
  const hash = createHash("sha512").update(text).digest("hex").toUpperCase();
  const serverRelativeURL = `/${name}/openapi/v3/apis/example.com/v1?hash=${hash}`;
  const answers = {
    "openapi/v3": { paths: { "apis/example.com/v1": { serverRelativeURL } } },
    version: { gitVersion: "v1.37.2" },
  };
  if (path === "openapi/v3/apis/example.com/v1") response.end(text);
  else if (path in answers) response.end(JSON.stringify(answers[path]));
  else response.writeHead(404).end("{}");
}

function documentOf(kind) {
  const properties = { size: { type: "integer" } };
  const own = { group: "example.com", version: "v1", kind };
  return JSON.stringify({
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.37.2" },
    paths: {},
    components: {
      schemas: {
        [`com.example.v1.${kind}`]: {
          type: "object",
          properties,
          "x-kubernetes-group-version-kind": [own],
        },
      },
    },
  });
}

function writeKubeconfig() {
  const { port } = server.address();
  const address = (name) => `http://127.0.0.1:${String(port)}/${name}`;
  const entries = clusters.map((name) => `prod-${name}`);
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: clusters.map((name) => ({
      name: `prod-${name}`,
      cluster: { server: address(name) },
    })),
    users: [{ name: "nobody", user: {} }],
    contexts: entries.map((name) => ({
      name,
      context: { cluster: name, user: "nobody" },
    })),
  };
  writeFileSync(join(folder, "kubeconfig"), JSON.stringify(config));
}

/** What `npm run refresh` does in each package: only this asks clusters. */
async function refresh() {
  for (const name of clusters)
    await run("kubewright", ["generate"], join(folder, "packages", name));
}

/** @returns what Turborepo says */
function turbo() {
  return run("turbo", ["run", "generate", "--no-color"], folder);
}

async function run(program, args, cwd) {
  const bins = [
    join(folder, "node_modules/.bin"),
    join(here, "node_modules/.bin"),
  ];
  const { stdout, stderr } = await promisify(execFile)(program, args, {
    cwd,
    env: {
      ...process.env,
      PATH: [...bins, process.env.PATH].join(":"),
      KUBECONFIG: join(folder, "kubeconfig"),
      KUBEWRIGHT_CACHE_DIR: join(folder, "cache"),
      TURBO_TELEMETRY_DISABLED: "1",
      CI: "1",
    },
  });
  return stdout + stderr;
}

function sourceOf(name) {
  return join(folder, "packages", name, "src/k8s");
}

function typesOf(name) {
  return readFileSync(join(sourceOf(name), "example.com/v1/types.ts"), "utf8");
}
