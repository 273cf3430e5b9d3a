import { doesNotMatch, match } from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { bundlers } from "../bundling.mjs";
import { succeed } from "../command.mjs";
import { seen } from "../expected.mjs";

const modules = {
  esbuild: "esbuild/lib/main.js",
  vite: "vite/dist/node/index.js",
  webpack: "webpack/lib/index.js",
  rollup: "rollup/dist/es/rollup.js",
};
const resolver = "@rollup/plugin-node-resolve/dist/es/index.js";

/** What only Node.js has; `Buffer` and `process` where they are used rather than asked for. */
const nodeCode = /["']node:|["']undici["']|\brequire\(|\bBuffer\.|process\.env/;

export const rows = Object.keys(bundlers).flatMap((name) => [
  {
    name: `${name}, for Node.js`,
    async run(workshop) {
      const out = await bundle(workshop, name, "node.mjs", "node");
      seen(
        await succeed(workshop.node("20.20"), ["main.js", workshop.server], {
          cwd: out,
        }),
      );
    },
  },
  ...["browser", "root"].map((entry) => ({
    name: `${name}, for browsers, ${entry === "root" ? "by the root" : "by the entry for fetch"}`,
    async run(workshop) {
      const out = await bundle(workshop, name, `${entry}.mjs`, "browser");
      const code = codeIn(out);
      doesNotMatch(code, nodeCode);
      match(code, /fetch/);
      seen(await openPage(workshop, out));
    },
  })),
]);

/** Bundles a program of `projects/bundlers`; gives the folder with the bundle. */
export async function bundle(workshop, name, program, platform) {
  const cwd = workshop.project("bundlers");
  const out = join(cwd, "out", `${name}-${program}`);
  const load = (file) => import(pathToFileURL(workshop.tool(file)).href);
  const { nodeResolve } = await load(resolver);
  const options = { entry: join(cwd, program), out, platform, nodeResolve };
  await bundlers[name](await load(modules[name]), options);
  return out;
}

/** What a bundle prints in a page of the server's. */
export function openPage(workshop, folder) {
  const page = join(import.meta.dirname, "../page.mjs");
  const flags = ["--experimental-vm-modules", "--no-warnings"];
  return succeed(
    process.execPath,
    [...flags, page, join(folder, "main.js"), workshop.server],
    { cwd: folder },
  );
}

/** All code that a bundler wrote. */
function codeIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => /\.m?js$/.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}
