import { match } from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";

import { fail, succeed } from "../command.mjs";
import { seen } from "../expected.mjs";

const runIn = (workshop, version, program, how = succeed) =>
  how(workshop.node(version), [program, workshop.server], {
    cwd: workshop.project("commonjs"),
  });

/** Programs that are no ES modules. */
export const rows = [
  ...["20.20", "22.23", "24.21", "26.10"].map((version) => ({
    name: `CommonJS, require() on Node.js ${version}`,
    async run(workshop) {
      seen(await runIn(workshop, version, "required.js"));
    },
  })),
  {
    name: "CommonJS, require() on a Node.js that requires no ES modules",
    async run(workshop) {
      const output = await runIn(workshop, "20.18", "required.js", fail);
      match(output, /ERR_REQUIRE_ESM/);
      match(output, /Instead change the require .* to a dynamic import\(\)/);
      seen(await runIn(workshop, "20.18", "imported.js"));
    },
  },
  {
    name: "CommonJS, a folder of TypeScript compiled to it",
    async run(workshop) {
      const cwd = workshop.project("commonjs");
      cpSync(workshop.path("k8s"), join(cwd, "k8s"), { recursive: true });
      await succeed(process.execPath, [workshop.tsc("5.9"), "-p", "."], {
        cwd,
      });
      seen(await runIn(workshop, "20.18", "program.js"));
    },
  },
];
