import { match } from "node:assert/strict";
import { join } from "node:path";
import { writeFileSync } from "node:fs";

import { bundlers } from "../bundling.mjs";
import { fail, run, succeed } from "../command.mjs";
import { bundle, openPage } from "./bundlers.mjs";

/** What is wrong with a project, and what its user is told: an error that says what to do, or there is none. */
export const rows = [
  {
    name: "without undici",
    async run(workshop) {
      const output = await connectBare(workshop, [], '{"server":"http://a"}');
      match(
        output,
        /^ConfigError: the package "undici" is not installed: npm i undici@7$/m,
      );
    },
  },
  {
    name: "without yaml",
    async run(workshop) {
      const output = await connectBare(workshop, ["undici"], (folder) => {
        const kubeconfig = join(folder, "config");
        writeFileSync(kubeconfig, "apiVersion: v1\nkind: Config\n");
        return JSON.stringify({ kubeconfig });
      });
      match(
        output,
        /^ConfigError: the package "yaml" is not installed: npm i yaml$/m,
      );
    },
  },
  {
    name: "without ws",
    async run(workshop) {
      const options = JSON.stringify({ server: workshop.server });
      match(
        await connectBare(workshop, ["undici"], options),
        /^ConfigError: exec, attach and port-forward need the package "ws".*npm i ws$/m,
      );
    },
  },
  {
    name: "undici 8 on Node.js 20",
    async run(workshop) {
      const options = JSON.stringify({ server: workshop.server });
      match(
        await connectBare(workshop, ["undici-8"], options),
        /^ConfigError: the package "undici" does not run on Node.js 20\..*npm i undici@7$/m,
      );
    },
  },
  {
    name: "without undici, yaml and ws in Deno",
    async run(workshop) {
      const deno = [
        workshop.tool("@deno/linux-x64-glibc/deno"),
        ...["run", "--allow-all", "--node-modules-dir=manual"],
      ];
      const options = JSON.stringify({ server: workshop.server });
      const kubeconfig = (folder) => {
        writeFileSync(join(folder, "config"), "apiVersion: v1\n");
        return JSON.stringify({ kubeconfig: join(folder, "config") });
      };
      match(
        await connectBare(workshop, [], kubeconfig, deno),
        /^ConfigError: the package "yaml" is not installed: deno add npm:yaml$/m,
      );
      match(
        await connectBare(workshop, [], options, deno),
        /^ConfigError: the package "undici" is not installed: deno add npm:undici@7$/m,
      );
      match(
        await connectBare(workshop, ["undici"], options, deno),
        /^ConfigError: exec, .+ "ws", .+: deno add npm:ws$/m,
      );
    },
  },
  {
    name: "a Node.js that is too old, kubewright's own command",
    async run(workshop) {
      const cli = "node_modules/kubewright/dist/generator/cli.js";
      const args = [cli, "generate", "--from", "builtin", "--out", "never"];
      const node = workshop.node("18.20");
      match(
        await fail(node, args, { cwd: workshop.path() }),
        /^error: Node.js 18\.20\.8 is too old: kubewright needs 20\.18\.1 or later\n$/,
      );
    },
  },
  {
    name: "a Node.js that is too old, a client",
    async run(workshop) {
      const args = ["connect.mjs", "@acme/k8s", '{"server":"http://a"}'];
      match(
        await succeed(workshop.node("18.20"), args, {
          cwd: workshop.project("refusals"),
        }),
        /^ConfigError: Node.js 18\.20\.8 is too old: connect\(\) needs 20\.18\.1 or later$/m,
      );
    },
  },
  {
    name: "two generated clients in one program",
    async run(workshop) {
      const args = ["two-clients.mjs", workshop.server];
      const cwd = workshop.project("refusals");
      match(await succeed(process.execPath, args, { cwd }), /^both work$/m);
    },
  },
  ...Object.keys(bundlers).map((name) => ({
    name: `${name}, a browser build of code for Node.js`,
    run: (workshop) => buildNodeCode(workshop, name),
  })),
];

/** Connects with a client's folder where the packages named are all there are; gives what came of it. */
async function connectBare(
  workshop,
  packages,
  options,
  [program, ...flags] = [workshop.node("20.20")],
) {
  const compilers = workshop.tsc("5.9").replace(/typescript-5\.9.*$/, "");
  const folder = workshop.bare({
    "connect.mjs": join(workshop.project("refusals"), "connect.mjs"),
    k8s: workshop.path("acme"),
    ...Object.fromEntries(
      packages.map((name) => [
        `node_modules/${name.replace("undici-8", "undici")}`,
        name === "undici-8"
          ? join(compilers, name)
          : workshop.path("node_modules", name),
      ]),
    ),
  });
  const given = typeof options === "function" ? options(folder) : options;
  const args = [...flags, "connect.mjs", "./k8s/index.js", given];
  // Node.js 20 ends with 1 when a package fails while it loads, even where that is caught.
  const { output } = await run(program, args, { cwd: folder });
  return output;
}

/** Of a folder the bundler is not told what browsers get: it refuses by name, or else `connect()` does where the page is opened. */
async function buildNodeCode(workshop, name) {
  let out;
  try {
    out = await bundle(workshop, name, "folder.mjs", "browser");
  } catch (error) {
    match(`${error.message}`, /node:|undici|yaml/);
    return;
  }
  match(
    await openPage(workshop, out),
    /ConfigError: connect\(\) of index.js needs Node.js, and this is none: import connect\(\) of fetch.js/,
  );
}
