import { match } from "node:assert/strict";

import { succeed } from "../command.mjs";

/** What is published: kubewright itself, and a client that `--package` made. */
export const rows = ["kubewright", "client"].flatMap((packed) => [
  {
    name: `publint, ${packed}`,
    async run(workshop) {
      const publint = workshop.tool("publint/src/cli.js");
      const args = [publint, workshop[packed], "--strict"];
      const output = await succeed(process.execPath, args, {
        cwd: workshop.path(),
      });
      match(output, /All good!/);
    },
  },
  {
    name: `Are the types wrong, ${packed}`,
    async run(workshop) {
      const attw = workshop.tool("@arethetypeswrong/cli/dist/index.js");
      const flags = ["--profile", "esm-only", "--no-emoji"];
      await succeed(process.execPath, [attw, ...flags, workshop[packed]], {
        cwd: workshop.path(),
      });
    },
  },
]);
