import { spawn } from "node:child_process";
import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { inject } from "vitest";

import type { OutputFile } from "../../generator/emit/emission.js";
import { type Form, shape } from "../../generator/form/form.js";
import { installOnce } from "../install-once.mjs";
import { generateFrom, projectFolder } from "./generated-client.js";
import { uniqueName } from "./live-client.js";

/** A platform that runs JavaScript and is not Node.js. */
export interface Platform {
  readonly name: "Bun" | "Deno";
  /** The program, and its arguments in front of a script's name. */
  readonly command: readonly [program: string, ...args: string[]];
}

const packages = join(projectFolder, "test/platforms/node_modules");

/** Those that `test/platforms` installs: on Linux with an x64 processor, where the project is built and tested. */
export const platforms: readonly Platform[] =
  process.platform === "linux" && process.arch === "x64"
    ? [
        {
          name: "Bun",
          command: [join(packages, "@oven/bun-linux-x64/bin/bun"), "run"],
        },
        {
          name: "Deno",
          command: [
            join(packages, "@deno/linux-x64-glibc/deno"),
            ...["run", "--quiet", "--allow-net", "--allow-read"],
            ...["--allow-env", "--allow-write", "--allow-run", "--allow-sys"],
          ],
        },
      ]
    : [];

/** How a program imports the client, in a folder that {@link writePlatformFolder} wrote. */
export const entries = {
  /** Of a package, whose exports have a condition for each platform. */
  package: "@acme/k8s",
  /** A folder of TypeScript, where the client finds out what it runs on. */
  folder: "./k8s/index.ts",
};

/**
 * Writes a project of programs for platforms: the client of the server of this run, once as a package and once as a folder, and the
 * packages that a client imports; gives its folder. The platforms are installed where they are not.
 */
export async function writePlatformFolder(): Promise<string> {
  installOnce(join(projectFolder, "test/platforms"));
  const { kubeconfig } = inject("cluster");
  const folder = join(dirname(kubeconfig), uniqueName("platforms"));
  const { files } = await generateFrom(
    "cluster",
    { kubeconfig },
    { include: ["core/v1"] },
  );
  const forms: Readonly<Record<string, Form>> = {
    "node_modules/@acme/k8s": {
      package: { name: "@acme/k8s", version: "1.0.0" },
    },
    k8s: { importExtension: "ts" },
  };
  for (const [path, form] of Object.entries(forms))
    await writeFiles(join(folder, path), await shape(files, form));
  // Deno finds those packages alone that are listed.
  const dependencies = { undici: "*", ws: "*", yaml: "*", "@types/node": "*" };
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ type: "module", dependencies }),
  );
  const installed: readonly (readonly [string, readonly string[]])[] = [
    [
      join(projectFolder, "node_modules"),
      ["@types", "undici", "undici-types", "ws", "yaml"],
    ],
    [packages, ["bun-types"]],
  ];
  for (const [from, names] of installed)
    for (const name of names)
      await symlink(join(from, name), join(folder, "node_modules", name));
  for (const file of ["program.mjs", "tasks.mjs"])
    await copyFile(
      join(projectFolder, "test/platforms", file),
      join(folder, file),
    );
  return folder;
}

async function writeFiles(
  folder: string,
  files: readonly OutputFile[],
): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** What a program is asked to do: a task of `test/platforms/program.mjs`, and its input. */
export interface PlatformTask {
  readonly entry: string;
  readonly task: string;
  readonly input: object;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** Runs a program on a platform, in a folder that {@link writePlatformFolder} wrote; gives what it printed. */
export async function runOn(
  { command: [program, ...args] }: Platform,
  folder: string,
  { entry, task, input, environment = {} }: PlatformTask,
): Promise<unknown> {
  const all = [...args, "program.mjs", entry, task, JSON.stringify(input)];
  const { code, stdout, stderr } = await outcomeOf(
    folder,
    [program, ...all],
    environment,
  );
  if (code !== 0 || stdout === "")
    throw new Error(`${program} ended with ${String(code)}: ${stderr}`);
  return JSON.parse(stdout);
}

/** What a platform's own types have to say of the client as TypeScript; empty where they are content. */
export async function typeCheckOn(
  { name, command: [program] }: Platform,
  folder: string,
): Promise<string> {
  const files = ["index", "fetch", "bun", "deno"].map(
    (file) => `k8s/${file}.ts`,
  );
  await writeFile(
    join(folder, "bun.json"),
    JSON.stringify({
      compilerOptions: {
        ...{ target: "es2022", module: "esnext", moduleResolution: "bundler" },
        ...{ strict: true, noEmit: true, allowImportingTsExtensions: true },
        ...{ lib: ["esnext"], types: ["bun-types"], skipLibCheck: true },
      },
      files,
    }),
  );
  const compiler = join(projectFolder, "node_modules/typescript/bin/tsc");
  const { code, stdout, stderr } = await outcomeOf(
    folder,
    name === "Bun"
      ? [process.execPath, compiler, "-p", "bun.json"]
      : [program, "check", "--quiet", ...files],
  );
  return code === 0 ? "" : stdout + stderr;
}

async function outcomeOf(
  cwd: string,
  [program, ...args]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}> {
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH: process.env["PATH"],
      HOME: cwd,
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text) => (said[name] += text));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, ...said };
}
