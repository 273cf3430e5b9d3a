import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  build,
  createServer,
  type Logger,
  type Plugin,
  type ViteDevServer,
} from "vite";
import { onTestFinished } from "vitest";
import type { PluginOptions } from "../../generator/plugins/options.js";
import { kubewright } from "../../generator/plugins/vite.js";
import { temporaryFolder, writeFiles } from "../runtime/servers.js";

/** A definition of one kind, with a text that comes into its types. */
export function definition(
  kind: string,
  description: string,
  group = "example.com",
): string {
  const plural = `${kind.toLowerCase()}s`;
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.${group} }
spec:
  group: ${group}
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
            spec:
              type: object
              properties:
                color: { type: string, description: ${description} }
`;
}

/** The options of a {@link newProject}. */
export const options: PluginOptions = { from: "crds", out: "src/k8s" };

/** A Vite project in a folder of its own, with a definition and a program, and no client yet. */
export function newProject(): string {
  const root = temporaryFolder();
  writeFiles(root, {
    "package.json": '{ "type": "module" }',
    "crds/site.yaml": definition("Site", "first"),
    "src/main.ts":
      'import { sitePath } from "./k8s/example.com/v1/paths.js";\nconsole.log(sitePath("shop", "web"));\n',
  });
  return root;
}

/** The text of a file of a client. */
export function readClient(root: string, path: string): string {
  return readFileSync(join(root, "src/k8s", path), "utf8");
}

/** The generated types of the project's kind, or nothing. */
export function typesOf(root: string): string {
  try {
    return readClient(root, "example.com/v1/types.ts");
  } catch {
    return "";
  }
}

/** What a run of Vite said. */
export interface Log {
  readonly errors: string[];
  readonly warnings: string[];
  readonly notes: string[];
}

/** A logger of Vite's that keeps what it is given. Rolldown insists that its functions give nothing back. */
function loggerOf({ errors, warnings, notes }: Log): Logger {
  const keepIn = (list: string[]) => (text: string) => void list.push(text);
  return {
    hasWarned: false,
    info: keepIn(notes),
    warn: keepIn(warnings),
    warnOnce: keepIn(warnings),
    error: keepIn(errors),
    clearScreen: () => undefined,
    hasErrorLogged: () => false,
  };
}

/** Starts a dev server, which ends with the test. */
export async function startDevServer(
  root: string,
  pluginOptions: PluginOptions = options,
  others: readonly Plugin[] = [],
): Promise<{ readonly server: ViteDevServer; readonly log: Log }> {
  const log: Log = { errors: [], warnings: [], notes: [] };
  const server = await createServer({
    root,
    configFile: false,
    customLogger: loggerOf(log),
    optimizeDeps: { noDiscovery: true },
    server: { host: "127.0.0.1", port: 0 },
    plugins: [...others, kubewright(pluginOptions)],
  });
  onTestFinished(() => server.close());
  return { server, log };
}

/** Builds the project; gives what was said, or throws what it failed with. */
export async function buildProject(
  root: string,
  pluginOptions: PluginOptions = options,
): Promise<Log> {
  const log: Log = { errors: [], warnings: [], notes: [] };
  await build({
    root,
    configFile: false,
    customLogger: loggerOf(log),
    logLevel: "warn",
    build: {
      lib: { entry: "src/main.ts", formats: ["es"], fileName: "main" },
      minify: false,
    },
    plugins: [kubewright(pluginOptions)],
  });
  return log;
}
