import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { installOnce } from "../install-once.mjs";
import { startApiServer } from "./api-server.mjs";
import { succeed } from "./command.mjs";

const here = import.meta.dirname;
const root = resolve(here, "../..");
const compilers = join(root, "test/compilers");

const cache = join(
  process.env.KUBEWRIGHT_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "kubewright"),
  "consumers",
);

/**
 * Where consumers are built and run: a folder of its own, in which the packed kubewright and a packed client are installed. The tools are in
 * `node_modules` of the folder above it, so that they are found from there as if they were installed there too; they are kept from run to run.
 */
export class Workshop {
  /** `kubewright-0.1.0.tgz`, with its path. */
  kubewright;
  /** `acme-k8s-1.4.0.tgz`, with its path: a client that `--package` made. */
  client;
  /** An API server's address. */
  server;
  #folder;
  #bare = [];
  #api;

  /** Installs the tools, packs kubewright, installs it, and generates clients with it: what its user does. */
  static async open() {
    installTools();
    const workshop = new Workshop();
    workshop.#folder = mkdtempSync(join(cache, "run-"));
    process.once("exit", () => workshop.#remove());
    await workshop.#install();
    workshop.#api = await startApiServer();
    workshop.server = workshop.#api.url;
    return workshop;
  }

  close() {
    this.#api.close();
  }

  /** A file or folder of the workshop. */
  path(...segments) {
    return join(this.#folder, ...segments);
  }

  /** A file of an installed tool. */
  tool(...segments) {
    return join(cache, "node_modules", ...segments);
  }

  /** The `tsc` of a TypeScript that `test/compilers` has: `5.4`. */
  tsc(version) {
    return join(compilers, "node_modules", `typescript-${version}`, "bin/tsc");
  }

  /** The program of a Node.js: `20.20`. */
  node(version) {
    return this.tool(`node-${version}`, "bin/node");
  }

  /** A consumer's folder. */
  project(name) {
    return this.path("projects", name);
  }

  /** A folder that no package is found from, with a copy of the files named. */
  bare(files = {}) {
    const folder = mkdtempSync(join(tmpdir(), "kubewright-bare-"));
    this.#bare.push(folder);
    for (const [to, from] of Object.entries(files))
      cpSync(from, join(folder, to), { recursive: true });
    return folder;
  }

  #remove() {
    for (const folder of [this.#folder, ...this.#bare])
      rmSync(folder, { recursive: true, force: true });
  }

  async #install() {
    const cwd = this.#folder;
    const npm = (...args) => succeed("npm", args, { cwd });
    const quick = ["--prefer-offline", "--no-audit", "--no-fund"];
    const add = (...packages) => npm("install", ...quick, ...packages);
    const pack = (folder) =>
      npm("pack", folder, "--ignore-scripts", "--silent");

    const manifest = { private: true, type: "module" };
    writeFileSync(join(cwd, "package.json"), JSON.stringify(manifest));
    cpSync(join(here, "projects"), join(cwd, "projects"), { recursive: true });

    this.kubewright = join(cwd, (await pack(root)).trim());
    // What README tells to install, and the types that TypeScript programs on Node.js have.
    await add(this.kubewright, "undici@7", "yaml@2", "ws@8", "@types/node@20");
    await this.#generate("k8s");
    await this.#generate("k8s-ts", "--import-extension", "ts");
    await this.#generate("k8s-none", "--import-extension", "none");
    await this.#generate("acme", ...["--package", "@acme/k8s@1.4.0"]);
    this.client = join(cwd, (await pack("./acme")).trim());
    await add(this.client);
  }

  /** A small client: pods, and the widgets of a definition. */
  #generate(out, ...form) {
    const from = ["--from", "builtin", "--from", "projects/widgets.yaml"];
    const groups = ["core/v1", "example.com/v1"];
    return succeed(
      "node_modules/.bin/kubewright",
      [
        ...["generate", ...from, "--out", out, "--quiet", ...form],
        ...groups.flatMap((group) => ["--include", group]),
      ],
      { cwd: this.#folder },
    );
  }
}

function installTools() {
  if (!existsSync(join(root, "dist/generator/cli.js")))
    throw new Error("there is no dist: run npm run build first");
  installOnce(compilers);
  mkdirSync(cache, { recursive: true });
  for (const file of readdirSync(join(here, "tools"))) {
    const from = join(here, "tools", file);
    const to = join(cache, file);
    if (
      !existsSync(to) ||
      readFileSync(from, "utf8") !== readFileSync(to, "utf8")
    )
      copyFileSync(from, to);
  }
  installOnce(cache);
}
