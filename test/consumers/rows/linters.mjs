import { match } from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fail, succeed } from "../command.mjs";

export const rows = [
  {
    name: "ESLint, with rules that know types",
    async run(workshop) {
      const cwd = lay(workshop, "eslint");
      const eslint = workshop.tool("eslint/bin/eslint.js");
      const files = [
        "program.ts",
        "k8s/*.ts",
        "k8s/example.com",
        "k8s/runtime/l*",
      ];
      const strict = ["--max-warnings", "0"];
      await succeed(process.execPath, [eslint, ...files, ...strict], { cwd });

      // The rules do run, and do know the client's types.
      const forgotten = `import { connect } from "./k8s/index.js";\nexport const forget = (): void => {\n  connect();\n};\n`;
      writeFileSync(join(cwd, "wrong.ts"), forgotten);
      match(
        await fail(process.execPath, [eslint, "wrong.ts"], {
          cwd,
        }),
        /no-floating-promises/,
      );
    },
  },
  {
    name: "Biome",
    async run(workshop) {
      const cwd = lay(workshop, "biome");
      const biome = workshop.tool("@biomejs/biome/bin/biome");
      const check = [biome, "check", "--error-on-warnings"];
      await succeed(process.execPath, [...check, "k8s", "program.ts"], { cwd });

      writeFileSync(join(cwd, "wrong.ts"), "export   const a: any = eval;\n");
      match(
        await fail(process.execPath, [...check, "wrong.ts"], { cwd }),
        /noExplicitAny/,
      );
    },
  },
];

/** A project with a client in its folder, for one linter. */
function lay(workshop, name) {
  const cwd = workshop.path("projects", `linters-${name}`);
  cpSync(workshop.project("linters"), cwd, { recursive: true });
  cpSync(workshop.path("k8s"), join(cwd, "k8s"), { recursive: true });
  return cwd;
}
