import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const here = import.meta.dirname;
export const root = join(here, "../..");

/** A folder with kubewright as a user has it: packed, unpacked, and beside the packages that it depends on. */
export function packFolder() {
  if (!existsSync(join(root, "dist/generator/index.js")))
    throw new Error("there is no dist: run `npm run build` first");
  const folder = join(mkdtempSync(join(tmpdir(), "plugins-")), "projects");
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "kubewright"), { recursive: true });
  const [{ filename }] = JSON.parse(
    execFileSync(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", folder],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    ),
  );
  execFileSync("tar", [
    ...["-xzf", join(folder, filename), "--strip-components=1"],
    ...["-C", join(modules, "kubewright")],
  ]);
  const { dependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  for (const name of [...Object.keys(dependencies), "@types"])
    link(join(root, "node_modules", name), join(modules, name));
  for (const name of readdirSync(join(here, "node_modules")))
    if (!name.startsWith(".") && !existsSync(join(modules, name)))
      link(join(here, "node_modules", name), join(modules, name));
  return folder;
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

export function definition(kind, description) {
  const plural = `${kind.toLowerCase()}s`;
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: ${kind}, plural: ${plural}, singular: ${kind.toLowerCase()} }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            color: { type: string, description: ${description} }
`;
}

/** A project with a definition and a program, and no client; it is the working directory from then on. */
export function newProject(folder, name) {
  const project = join(folder, name.replace(/\W+/g, "-"));
  mkdirSync(join(project, "crds"), { recursive: true });
  mkdirSync(join(project, "src"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(project, "crds/site.yaml"),
    definition("Site", "what is first"),
  );
  writeFileSync(
    join(project, "src/main.js"),
    'import { sitePath } from "./k8s/example.com/v1/paths.js";\nconsole.log(sitePath("shop", "web"));\n',
  );
  process.chdir(project);
  return project;
}

/** The example, as it is copied by who follows its README. */
export function copyExample(folder) {
  const project = join(folder, "example");
  cpSync(join(root, "examples/vite"), project, { recursive: true });
  link(join(here, "node_modules/vite-8"), join(project, "node_modules/vite"));
  process.chdir(project);
  return project;
}

/** Waits until something is so; the limit is for what never will be. */
export async function until(what, isSo, seen = []) {
  const limit = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > limit)
      throw new Error(`never came: ${what}; ${JSON.stringify(seen.at(-1))}`);
    await pause(30);
  }
}

export const pause = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
