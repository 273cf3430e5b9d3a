import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** @see https://prettier.io/docs/configuration */
const configurationFiles: readonly string[] = [
  ".editorconfig",
  ".prettierrc",
  ...["json", "yml", "yaml", "json5", "toml"].map((x) => `.prettierrc.${x}`),
  ...["js", "mjs", "cjs", "ts", "mts", "cts"].flatMap((x) => [
    `.prettierrc.${x}`,
    `prettier.config.${x}`,
  ]),
];

/** The files that prettier may follow in a folder: it looks there and in all that the folder is in, and so does this, without loading it. */
export function prettierConfigFiles(folder: string): readonly string[] {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    found.push(
      ...configurationFiles
        .map((name) => join(at, name))
        .filter((path) => existsSync(path)),
    );
    const manifest = join(at, "package.json");
    if (existsSync(manifest) && prettierKeyOf(manifest) !== undefined)
      found.push(manifest);
    if (at === dirname(at)) return found;
  }
}

/** Whether all that a configuration says is in the file itself: it may also be a program, or name one. */
export function isWholeConfig(path: string): boolean {
  const name = basename(path);
  if (name === "package.json") return isPlain(prettierKeyOf(path));
  if (/\.[cm]?[jt]s$/.test(name)) return false;
  return isPlain(readFileSync(path, "utf8"));
}

/** A package is named by a string of its own, or by its name among the plugins. */
function isPlain(configuration: unknown): boolean {
  const text =
    typeof configuration === "string"
      ? configuration
      : JSON.stringify(configuration);
  return !/plugins/.test(text) && /[:=]/.test(text);
}

function prettierKeyOf(manifest: string): unknown {
  const text = readFileSync(manifest, "utf8");
  if (!text.includes('"prettier"')) return undefined;
  try {
    return (JSON.parse(text) as { readonly prettier?: unknown }).prettier;
  } catch {
    return undefined;
  }
}
