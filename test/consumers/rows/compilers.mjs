import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { versions } from "../../compilers/rows.mjs";
import { succeed } from "../command.mjs";
import { seen } from "../expected.mjs";

/** Each way to resolve imports, with the module format that goes with it. */
const resolutions = {
  node16: "node16",
  nodenext: "nodenext",
  bundler: "esnext",
};

/** Every TypeScript on a program that uses the packed client, a folder and a package, under each way to resolve imports. */
export const rows = versions.flatMap((version) =>
  Object.entries(resolutions).map(([moduleResolution, module]) => ({
    name: `TypeScript ${version}, ${moduleResolution}`,
    async run(workshop) {
      const cwd = workshop.project("typescript");
      const outDir = `out-${version}-${moduleResolution}`;
      const config = `tsconfig.${version}-${moduleResolution}.json`;
      const compilerOptions = { module, moduleResolution, outDir };
      writeFileSync(
        join(cwd, config),
        JSON.stringify({ extends: "./tsconfig.json", compilerOptions }),
      );
      const tsc = workshop.tsc(version);
      await succeed(process.execPath, [tsc, "-p", config], { cwd });
      const program = join(outDir, "projects/typescript/program.js");
      seen(
        await succeed(process.execPath, [program, workshop.server], { cwd }),
      );
    },
  })),
);
