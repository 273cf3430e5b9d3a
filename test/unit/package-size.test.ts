import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { root } from "./source-imports.js";

/**
 * What the package may come to, in bytes once it is unpacked and in files: somewhat above what it is. Raise these where what is added is worth it,
 * and say so in the commit.
 */
const limits = { unpackedSize: 4_600_000, entryCount: 1_400 };

/** Every package that is installed with kubewright; docs/decisions/dependencies.md says why each is there. */
const dependencies = [
  "@clack/prompts",
  "commander",
  "jiti",
  "minisearch",
  "picocolors",
  "picomatch",
  "prettier",
  "typescript",
  "undici",
  "yaml",
];
/** What those depend on: all of it is of `@clack/prompts`. */
const theirs = [
  "@clack/core",
  "fast-string-truncated-width",
  "fast-string-width",
  "fast-wrap-ansi",
  "sisteransi",
];
const optionalPeers = ["openapi-typescript", "vite", "ws"];

interface Packed {
  readonly unpackedSize: number;
  readonly entryCount: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

interface Locked {
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const readJson = (file: string): unknown =>
  JSON.parse(readFileSync(join(root, file), "utf8"));

test("the package is not larger than it may be", { timeout: 600_000 }, () => {
  expect(existsSync(join(root, "dist")), "npm run build comes first").toBe(
    true,
  );
  const printed = execFileSync(
    "npm",
    ["pack", "--dry-run", "--json", "--ignore-scripts"],
    { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  const [packed] = JSON.parse(printed) as readonly Packed[];
  const { unpackedSize = 0, entryCount = 0, files = [] } = packed ?? {};
  const largest = [...files]
    .sort((a, b) => b.size - a.size)
    .slice(0, 5)
    .map(({ path, size }) => `${path} (${String(size)})`)
    .join(", ");
  const found = `${String(unpackedSize)} bytes in ${String(entryCount)} files, of which the largest are ${largest}; the limits are in test/unit/package-size.test.ts`;
  expect(entryCount, found).toBeGreaterThan(100);
  expect(unpackedSize, found).toBeLessThanOrEqual(limits.unpackedSize);
  expect(entryCount, found).toBeLessThanOrEqual(limits.entryCount);
});

describe("what is installed with the package", () => {
  test("are a few packages by name, and none that npm adds unasked", () => {
    const own = readJson("package.json") as Record<
      string,
      Readonly<Record<string, unknown>>
    >;
    expect(Object.keys(own["dependencies"] ?? {}).sort()).toEqual(dependencies);
    expect(Object.keys(own["peerDependencies"] ?? {})).toEqual(optionalPeers);
    expect(own["peerDependenciesMeta"]).toEqual(
      Object.fromEntries(
        optionalPeers.map((name) => [name, { optional: true }]),
      ),
    );
  });

  test("has no install script, and depends on nothing more", () => {
    const { packages } = readJson("package-lock.json") as {
      readonly packages: Readonly<Record<string, Locked>>;
    };
    const installed = Object.entries(packages).filter(
      ([path, { dev }]) => path !== "" && dev !== true,
    );
    const scripted = installed.filter(
      ([, { hasInstallScript }]) => hasInstallScript === true,
    );
    expect(scripted.map(([path]) => path)).toEqual([]);
    const always = installed
      .filter(([, { peer, optional }]) => peer !== true && optional !== true)
      .map(([path]) => path.replace("node_modules/", ""));
    expect(always.sort()).toEqual([...dependencies, ...theirs].sort());
  });

  test("has no scripts of its own that run where it is installed", () => {
    const { scripts } = readJson("package.json") as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    for (const name of ["preinstall", "install", "postinstall"])
      expect(scripts).not.toHaveProperty(name);
  });
});
