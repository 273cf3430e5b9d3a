import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parsePackageName } from "../form/package-file.js";
import type { AskedFlags } from "../options.js";
import { isPath } from "../source/source-spec.js";
import type { OutputConfig } from "./config.js";
import { outputKeys, replaces, type KeyRule } from "./keys.js";

/** Some flags, as the command line has them. */
export type SomeFlags = Partial<AskedFlags>;

/** The keys of an output as the flags that they are named after. Paths are then relative to the working directory. */
export function flagsOf(output: OutputConfig, configFile: string): SomeFlags {
  const flags: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(outputKeys)) {
    const value = output[key as keyof OutputConfig];
    if (value === undefined || key === "name") continue;
    flags[key] = flagOf(value, rule, dirname(configFile));
  }
  return flags as SomeFlags;
}

function flagOf(
  value: NonNullable<OutputConfig[keyof OutputConfig]>,
  { kind, path, alone }: KeyRule,
  folder: string,
): unknown {
  if (kind === "package") return parsePackageName(String(value));
  const place = (text: string): string =>
    path === undefined || (path === "source" && !isPath(text))
      ? text
      : pathFrom(folder, text);
  if (kind === "texts" && !(alone === true && typeof value === "string"))
    return (typeof value === "string" ? [value] : (value as string[])).map(
      place,
    );
  return typeof value === "string" ? place(value) : value;
}

/** The flags of a level, and of one that is nearer to the output, which has the last word. */
export function mergeFlags(far: SomeFlags, near: SomeFlags): SomeFlags {
  const replaced = new Set<string>(
    Object.keys(near).flatMap((key) => replaces[key] ?? []),
  );
  return {
    ...Object.fromEntries(
      Object.entries(far).filter(([key]) => !replaced.has(key)),
    ),
    ...near,
  };
}

/** Why flags do not go together; undefined where they do. */
export function conflictOf({
  emit,
  importExtension = "js",
  package: named,
  check,
  dryRun,
  offline,
  cache,
}: SomeFlags): string | undefined {
  if (check === true && dryRun === true)
    return '"check" and "dryRun" both write nothing, and end in different ways';
  if (offline === true && cache === false)
    return '"offline" takes documents from the cache, and "cache" is false';
  if (named !== undefined && emit === "ts")
    return '"package" makes JavaScript, and "emit" is "ts"';
  if (named !== undefined && emit === "openapi")
    return '"package" makes a package of a client, and "emit" is "openapi"';
  if (named !== undefined && importExtension !== "js")
    return `"package" makes JavaScript, and "importExtension" is "${importExtension}", which is for TypeScript`;
  return emit === "js" && importExtension !== "js"
    ? `"emit" is "js", and "importExtension" is "${importExtension}", which is for TypeScript`
    : undefined;
}

/** From the working directory: what messages say can then be typed. */
function pathFrom(folder: string, path: string): string {
  const absolute = /^~(?:[/\\]|$)/.test(path)
    ? join(homedir(), path.slice(1))
    : resolve(folder, path);
  const way = relative(process.cwd(), absolute) || ".";
  // A folder `./cluster` is none of the words.
  return !isPath(way) ? `./${way}` : way;
}
