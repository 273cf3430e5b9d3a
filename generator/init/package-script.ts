import { randomUUID } from "node:crypto";
import {
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { failure } from "../diagnostics.js";
import { isRecord } from "../json.js";
import type { PackageJson, Project } from "./project.js";

/** The script that generates the client. */
export const scriptName = "generate:k8s";

/** What the script runs. */
const script = "kubewright generate";

/**
 * Refuses a folder without a package.json that a script can be added to.
 *
 * @throws {GenerationFailed} `no-package-json`
 */
export function checkPackage({ folder, packageJson }: Project): void {
  if (packageJson === undefined)
    throw failure({
      code: "no-package-json",
      message: `there is no package.json in "${folder}" that a script can be added to`,
      hint: "make one with npm init, or leave --script out",
    });
}

/**
 * Adds the script to the project's package.json, whose indentation and ends of lines stay.
 *
 * @returns whether it was added: one of that name stays as it is
 * @throws {GenerationFailed} `package-json-not-writable`
 */
export function addScript({ folder, packageJson }: Project): boolean {
  const text = packageJson && withScript(packageJson);
  if (text === undefined) return false;
  replaceFile(join(folder, "package.json"), text);
  return true;
}

/** The text of a package.json with the script; undefined where there is one of its name, or `scripts` is no object. */
function withScript({ text, value }: PackageJson): string | undefined {
  const { scripts = {} } = value;
  if (!isRecord(scripts) || Object.hasOwn(scripts, scriptName))
    return undefined;
  const added = { ...value, scripts: { ...scripts, [scriptName]: script } };
  const [, indent = "  "] = /^\s*\{\r?\n([ \t]+)/.exec(text) ?? [];
  const end = /\s*$/.exec(text)?.[0] ?? "";
  const lines = JSON.stringify(added, null, indent);
  return (text.includes("\r\n") ? lines.replaceAll("\n", "\r\n") : lines) + end;
}

/** A reader sees the old file or the new one. */
function replaceFile(path: string, text: string): void {
  let next: string | undefined;
  try {
    const target = realpathSync(path);
    next = `${target}.${randomUUID()}`;
    writeFileSync(next, text, { flag: "wx", mode: statSync(target).mode });
    renameSync(next, target);
  } catch (error) {
    if (next !== undefined) rmSync(next, { force: true });
    throw failure(
      {
        code: "package-json-not-writable",
        message: `"${path}" cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
        hint: `add the script yourself: "${scriptName}": "${script}"`,
      },
      { cause: error },
    );
  }
}
