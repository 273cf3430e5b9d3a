import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs a folder's own packages, unless what is installed is what its lock file says.
 *
 * @param {string} folder
 * @throws {Error} where npm fails; it has said why by then
 */
export function installOnce(folder) {
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  const marker = join(folder, "node_modules", ".installed-lock.json");
  if (existsSync(marker) && readFileSync(marker, "utf8") === lock) return;

  const { status } = spawnSync("npm", ["ci", "--prefix", folder], {
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}`);
  writeFileSync(marker, lock);
}
