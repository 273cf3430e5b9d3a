import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { inject } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { generateKinds } from "./custom-definitions.js";
import {
  programOf,
  type KindWithObject,
  type LoadedProgram,
} from "./custom-program.js";
import {
  importClient,
  typeCheck,
  writeProject,
  type ClientModule,
} from "./generated-client.js";
import { resourcesOf } from "./written-resources.js";

/** A client of kinds that were defined, and the program on it that has an object of each. */
export interface CustomClient {
  readonly module: ClientModule;
  readonly k8s: Kubernetes;
  readonly program: LoadedProgram;
  /** What the compiler has to say of both, under all of its strictness; it works on while the program runs. */
  readonly complaints: Promise<string>;
}

/** Generates a client of the groups of these kinds from the server of this run, writes the program and any others, and loads both. */
export async function customClient(
  folder: string,
  kinds: readonly KindWithObject[],
  programs: Readonly<Record<string, string>> = {},
): Promise<CustomClient> {
  const { kubeconfig } = inject("cluster");
  const generation = await generateKinds(kubeconfig, kinds);
  mkdirSync(folder, { recursive: true });
  const client = writeProject(folder, generation);
  const text = programOf(kinds, await resourcesOf(client));
  writeFileSync(join(client, "program.ts"), text);
  for (const [file, program] of Object.entries(programs))
    writeFileSync(join(client, file), program);
  const module = await importClient(client);
  return {
    module,
    k8s: await module.connect({ kubeconfig }),
    program: (await import(
      /* @vite-ignore */ join(client, "program.ts")
    )) as LoadedProgram,
    complaints: typeCheck(folder),
  };
}
