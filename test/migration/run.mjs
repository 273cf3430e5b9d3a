// Compiles both columns of every table of docs/migration, each cell of code behind the code blocks of its column.
//
//   node test/migration/run.mjs
//
// The last line is `N passed, N failed`, where each column of each page counts one; the exit code is 1 if any failed. It needs `npm run build`.
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import ts from "typescript";

import { installOnce } from "../install-once.mjs";
import { readColumns } from "./columns.mjs";

const here = import.meta.dirname;
const root = resolve(here, "../..");
const pages = join(root, "docs/migration");

installOnce(here);
const folder = mkdtempSync(join(tmpdir(), "kubewright-migration-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

// Each column is of a project of its own: they have other packages, and another ./k8s.
const projects = {
  theirs: project("theirs", join(here, "node_modules")),
  openapi: project("openapi", join(root, "node_modules")),
  ours: project("ours", join(root, "node_modules")),
};
symlinkSync(join(root, "output"), join(projects.ours, "k8s"));
execFileSync(
  process.execPath,
  [
    join(root, "dist/generator/cli.js"),
    ...["generate", "--from", "builtin", "--include", "apps", "core"],
    ...["--emit", "openapi", "--quiet", "--out", join(projects.openapi, "k8s")],
  ],
  { stdio: ["ignore", "inherit", "inherit"] },
);

const columns = readdirSync(pages).flatMap((page) =>
  readColumns(readFileSync(join(pages, page), "utf8")).map((column) => ({
    ...column,
    page,
    project: projectOf(column, page),
  })),
);
let failed = 0;
for (const path of Object.values(projects)) {
  const own = columns.filter((column) => column.project === path);
  const written = own.map(writeColumn);
  const problems = compile(written);
  for (const { page, name, cells, file, lines } of written) {
    const found = problems.flatMap(({ at, line, said }) =>
      at === file ? [`${lines[line]}\n         ${said}`] : [],
    );
    if (cells.length < 5) found.push(`it has ${cells.length} cells of code`);
    console.log(
      `${found.length === 0 ? "ok  " : "FAIL"} ${page}: ${cells.length} calls of ${name}`,
    );
    for (const problem of found) console.log(`       ${problem}`);
    if (found.length > 0) failed += 1;
  }
}
console.log(`${columns.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function projectOf({ isOurs }, page) {
  if (isOurs) return projects.ours;
  return page === "openapi-fetch.md" ? projects.openapi : projects.theirs;
}

function project(name, packages) {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, "package.json"), '{ "type": "module" }');
  symlinkSync(packages, join(path, "node_modules"));
  return path;
}

/** Writes a column as a file, a cell a line behind what all of them assume. */
function writeColumn(column) {
  const file = join(column.project, column.page.replace(".md", ".ts"));
  const assumed = column.blocks.flatMap((block) => block.trimEnd().split("\n"));
  const code = [...assumed, ...column.cells.map(inFunction), "export {};"];
  writeFileSync(file, code.join("\n"));
  return { ...column, file, lines: [...assumed, ...column.cells, ""] };
}

/** What the compiler says of files: of those that are given, by file and line; of any other, at once. */
function compile(written) {
  const files = written.map(({ file }) => file);
  const program = ts.createProgram(files, {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    noEmit: true,
  });
  return ts.getPreEmitDiagnostics(program).map((problem) => {
    const said = ts.flattenDiagnosticMessageText(problem.messageText, " ");
    const { file, start = 0 } = problem;
    if (file === undefined || !files.includes(file.fileName))
      throw new Error(`${file?.fileName}: ${said}`);
    const { line } = file.getLineAndCharacterOfPosition(start);
    return { at: file.fileName, line, said };
  });
}

/** A cell on one line, so that its line tells which it is: a function, or imports under names of their own. */
function inFunction(cell, index) {
  if (!cell.startsWith("import "))
    return `export async function cell${index}() { ${cell} }`;
  return cell.replaceAll(/\{([^}]+)\}/g, (_, names) => {
    const renamed = names.split(",").map((name) => name.trim());
    return `{ ${renamed.map((name) => `${name} as ${name}_${index}`).join(", ")} }`;
  });
}
