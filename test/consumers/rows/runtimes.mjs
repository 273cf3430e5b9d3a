import { succeed } from "../command.mjs";
import { seen } from "../expected.mjs";

/** The oldest Node.js that there is a promise for, and the newest of each line. */
const nodes = ["20.18", "20.20", "22.23", "24.21", "26.10"];

const canStripTypes = (version) => Number(version) >= 22.18;

export const rows = [
  ...nodes.map((version) => ({
    name: `Node.js ${version}`,
    run: (workshop) => runNode(workshop, version, "node.mjs"),
  })),
  ...nodes.filter(canStripTypes).map((version) => ({
    name: `Node.js ${version}, TypeScript without a build`,
    run: (workshop) => runNode(workshop, version, "stripped.ts"),
  })),
  {
    name: "Deno, over fetch",
    async run(workshop) {
      const deno = workshop.tool("@deno/linux-x64-glibc/deno");
      // The packages are installed already, as `npm install` does.
      const flags = ["--node-modules-dir=manual", "--allow-all", "--no-lock"];
      await use(workshop, deno, ["run", ...flags, "web.mjs"]);
    },
  },
  {
    name: "Bun, over fetch",
    async run(workshop) {
      await use(workshop, workshop.tool("@oven/bun-linux-x64/bin/bun"), [
        "web.mjs",
      ]);
    },
  },
];

const runNode = (workshop, version, program) =>
  use(workshop, workshop.node(version), [program]);

async function use(workshop, program, args) {
  const cwd = workshop.project("runtimes");
  // Deno would ask whether there is a newer one.
  const env = { DENO_NO_UPDATE_CHECK: "1" };
  seen(await succeed(program, [...args, workshop.server], { cwd, env }));
}
