import { match } from "node:assert/strict";

import { succeed } from "../command.mjs";

export const rows = [
  {
    name: "Vitest",
    async run(workshop) {
      const vitest = [workshop.tool("vitest/vitest.mjs"), "run"];
      match(await runTests(workshop, "vitest", vitest), /Tests +3 passed/);
    },
  },
  {
    name: "Jest",
    async run(workshop) {
      // Jest runs ES modules with this flag alone.
      const flags = ["--experimental-vm-modules", "--no-warnings"];
      const jest = [...flags, workshop.tool("jest/bin/jest.js")];
      match(
        await runTests(workshop, "jest", jest),
        /Tests: +2 passed, 2 total/,
      );
    },
  },
];

const runTests = (workshop, project, args) =>
  succeed(process.execPath, args, {
    cwd: workshop.project(project),
    env: { SERVER: workshop.server },
  });
