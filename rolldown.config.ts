import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig } from "rolldown";
import { thirdPartyLicenses } from "./build/third-party-licenses.js";

const require = createRequire(import.meta.url);

/** Packages that are in the bundle; others that users have beside it are loaded from there. */
const bundled = ["commander", "picocolors", "picomatch", "yaml"];
const { dependencies, peerDependencies } = JSON.parse(
  readFileSync("package.json", "utf8"),
) as Readonly<Record<string, Readonly<Record<string, string>>>>;
const external = Object.keys({ ...dependencies, ...peerDependencies }).filter(
  (name) => !bundled.includes(name),
);

/** yaml as ES modules, of which only what is used is taken: `node` has it import the same sources as CommonJS. */
const yaml = join(
  dirname(require.resolve("yaml/package.json")),
  "browser/index.js",
);

const entries = [
  "cli",
  "index",
  ...["vite", "rollup", "webpack", "esbuild"].map((name) => `plugins/${name}`),
];

/**
 * What is loaded at once is one file; all else is in files of what is loaded together. Why: docs/decisions/packing.md. Earlier ones have
 * what several need.
 */
const chunks: readonly (readonly [name: string, holds: RegExp])[] = [
  // Is looked at before anything is loaded that an old Node.js would not load.
  ["node-version", /\/templates\/runtime\/node-version\.ts$/],
  // What help, and a mistake on the command line, need.
  ["command-line", /\/generator\/cli\/run\.ts$/],
  // What `generate` needs where nothing changed.
  [
    "unchanged",
    /\/generator\/(cli\/(outputs|generate)|source\/node-transport)\.ts$|\/templates\/runtime\/(connection|connection-settings|kubeconfig)\.ts$/,
  ],
];

/** The command line and the library, in files that they share: `npm run build` makes the declarations beside them by `tsc`. */
export default defineConfig({
  input: Object.fromEntries(
    entries.map((name) => [`generator/${name}`, `generator/${name}.ts`]),
  ),
  platform: "node",
  external,
  resolve: { alias: { yaml } },
  plugins: [thirdPartyLicenses()],
  output: {
    dir: "dist",
    cleanDir: true,
    chunkFileNames: "generator/chunks/[name].js",
    // Lines and names in a stack are those of a file that can be read.
    minify: false,
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: {
      groups: chunks.map(([name, test], index) => ({
        name,
        test,
        priority: chunks.length - index,
      })),
    },
  },
});
