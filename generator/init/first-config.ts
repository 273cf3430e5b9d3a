import { configName } from "../config/find.js";
import type { OutputConfig } from "../config/config.js";
import type { InitFlags } from "../options.js";
import type { Answers } from "./answers.js";
import type { Project } from "./project.js";

/** A file to be written. */
export interface FirstConfig {
  readonly name: string;
  readonly text: string;
}

const schema = "./node_modules/kubewright/config.schema.json";

/** The first configuration of a project, as its author would have written it. */
export async function firstConfig(
  answers: Answers,
  flags: Pick<InitFlags, "kubeconfig">,
  project: Project,
): Promise<FirstConfig> {
  const output = outputOf(answers, flags, project);
  switch (answers.format) {
    case "json": {
      const value = { $schema: schema, ...output };
      return {
        name: `${configName}.json`,
        text: `${JSON.stringify(value, null, 2)}\n`,
      };
    }
    case "yaml": {
      const { stringify } = await import("yaml");
      return {
        name: `${configName}.yaml`,
        text: `# yaml-language-server: $schema=${schema}\n${stringify(output)}`,
      };
    }
    case "js":
      return {
        name: `${configName}.${moduleLetter(project)}js`,
        text: `// @ts-check\n${script(output)}`,
      };
    case "ts":
      return {
        name: `${configName}.${moduleLetter(project)}ts`,
        text: script(output),
      };
  }
}

/** A package is of CommonJS unless it says otherwise: its compiler and its editor would take an `import` for a mistake. */
function moduleLetter({ packageJson }: Project): "" | "m" {
  return packageJson === undefined || packageJson.value["type"] === "module"
    ? ""
    : "m";
}

/** What holds without being said is left out. */
function outputOf(
  { from, context, out }: Answers,
  { kubeconfig }: Pick<InitFlags, "kubeconfig">,
  { hasTypeScript, importExtension }: Project,
): OutputConfig {
  const [only, ...others] = from;
  return {
    from: only !== undefined && others.length === 0 ? only : from,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    out,
    ...(!hasTypeScript
      ? { emit: "js" }
      : importExtension !== undefined && { importExtension }),
  };
}

function script(output: OutputConfig): string {
  const lines = Object.entries(output).map(
    ([key, value]) => `  ${key}: ${literal(value)},\n`,
  );
  return `import { defineConfig } from "kubewright";

export default defineConfig({
${lines.join("")}});
`;
}

function literal(value: unknown): string {
  return Array.isArray(value)
    ? `[${value.map(literal).join(", ")}]`
    : JSON.stringify(value);
}
