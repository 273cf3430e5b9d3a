import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What a generated client needs to run and to be type-checked. */
const needed = ["undici", "yaml", "@types/node"] as const;

/** undici 8, which npm takes by itself, does not run on Node.js 20. */
const versions: { readonly [name: string]: string } = { undici: "undici@7" };

/** What the package that a client was written into does not depend on. */
export interface MissingPackages {
  /** The nearest package.json above the output folder; undefined where there is none. */
  readonly packageJson: string | undefined;
  readonly missing: readonly string[];
  /** What to type; undefined where nothing is missing. */
  readonly command: string | undefined;
}

/** Looks for what a client in a folder needs in the nearest package.json. */
export function findMissingPackages(directory: string): MissingPackages {
  const { path, text } = nearestPackageJson(resolve(directory));
  const installed = dependenciesOf(text);
  const missing = needed.filter((name) => !installed.has(name));
  const commands = [
    ["npm i", missing.filter((name) => !name.startsWith("@types/"))],
    ["npm i -D", missing.filter((name) => name.startsWith("@types/"))],
  ] as const;
  const command = commands
    .filter(([, names]) => names.length > 0)
    .map(([install, names]) =>
      [install, ...names.map((name) => versions[name] ?? name)].join(" "),
    )
    .join(" && ");
  return {
    packageJson: path,
    missing,
    command: command === "" ? undefined : command,
  };
}

function nearestPackageJson(folder: string): {
  readonly path: string | undefined;
  readonly text: string;
} {
  const path = join(folder, "package.json");
  try {
    return { path, text: readFileSync(path, "utf8") };
  } catch {
    const parent = dirname(folder);
    return parent === folder
      ? { path: undefined, text: "{}" }
      : nearestPackageJson(parent);
  }
}

function dependenciesOf(text: string): ReadonlySet<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Set();
  }
  const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
  return new Set(
    [
      fields["dependencies"],
      fields["devDependencies"],
      fields["peerDependencies"],
      fields["optionalDependencies"],
    ].flatMap((group) =>
      typeof group === "object" && group !== null ? Object.keys(group) : [],
    ),
  );
}
