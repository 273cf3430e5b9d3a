import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Diagnostics } from "../../generator/diagnostics.js";
import type { Selection } from "../../generator/discovery/select.js";
import type { Form } from "../../generator/form/form.js";
import { generate, type Generation } from "../../generator/pipeline.js";
import {
  openSource,
  type SourceOptions,
  type SourceSpec,
} from "../../generator/source/open.js";
import { writeOutput } from "../../generator/write.js";
import type * as Index from "../../output/index.js";
import type * as Manifests from "../../output/manifests.js";
import type * as Connect from "../../output/runtime/connect.js";

/** The folder of the project that these tests belong to. */
export const projectFolder: string = join(import.meta.dirname, "../..");

/** What every client exports, whichever server it was generated from: the tests are typed by the one in `output/`. */
export type ClientModule = typeof Index &
  Pick<typeof Connect, "openConnection"> &
  Pick<typeof Manifests, "parseManifests">;

/** Generates a client in memory from what `--from` would name. */
export async function generateFrom(
  from: SourceSpec,
  options: SourceOptions = {},
  selection: Selection = {},
  form: Form = {},
): Promise<Generation> {
  const diagnostics = new Diagnostics();
  const source = await openSource([from], options, diagnostics);
  try {
    return await generate(source, { ...selection, form, diagnostics });
  } finally {
    await source.close();
  }
}

/**
 * Writes a client into a project of its own, as a user has one: with a `package.json`, the project's packages and its compiler
 * options. The client itself is in `k8s`, whose path is given.
 */
export function writeProject(folder: string, generation: Generation): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(projectFolder, "tsconfig.json"),
      compilerOptions: { rootDir: "." },
      include: ["k8s"],
    }),
  );
  symlinkSync(
    join(projectFolder, "node_modules"),
    join(folder, "node_modules"),
  );
  const client = join(folder, "k8s");
  writeOutput(client, generation, new Diagnostics());
  return client;
}

/** Loads a client that was written, with what is in its `manifests.ts`, and what `connect` is made of. */
export async function importClient(client: string): Promise<ClientModule> {
  const [index, manifests, connect] = await Promise.all(
    ["index.ts", "manifests.ts", "runtime/connect.ts"].map(
      (file): Promise<unknown> => import(/* @vite-ignore */ join(client, file)),
    ),
  );
  return {
    ...(index as ClientModule),
    ...(manifests as ClientModule),
    ...(connect as ClientModule),
  };
}

/** What the compiler has to say of a project and of the client in it, under this project's own flags; empty where it is content. */
export function typeCheck(folder: string): Promise<string> {
  const compiler = join(projectFolder, "test/cluster/check-project.mjs");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiler, folder],
      { maxBuffer: 2 ** 26 },
      (error, stdout, stderr) =>
        resolve(error === null ? "" : stdout + stderr || error.message),
    );
  });
}
