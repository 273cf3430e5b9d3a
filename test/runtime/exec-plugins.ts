import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  Secret,
  type Credentials,
} from "../../templates/runtime/credentials.js";
import {
  execCredentials,
  type ExecOptions,
} from "../../templates/runtime/exec-credentials.js";
import type {
  ExecCluster,
  ExecPlugin,
} from "../../templates/runtime/exec-plugin.js";
import { temporaryFolder, until, writeFiles } from "./servers.js";

export const v1 = "client.authentication.k8s.io/v1";
export const v1beta1 = "client.authentication.k8s.io/v1beta1";

export const cluster: ExecCluster = {
  server: "https://kube.example:6443",
  "tls-server-name": "kube",
  "insecure-skip-tls-verify": false,
  "certificate-authority-data": "YmF6",
  "proxy-url": undefined,
  "disable-compression": true,
  config: { audience: "snorlax", nested: { list: [1, null] } },
};

/** What one run of a plugin found. */
export interface Run {
  readonly pid: number;
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly cwd: string;
  readonly stdin: string;
}

/** A program in a folder of its own, which the test tells what to answer. */
export interface TestPlugin {
  readonly folder: string;
  readonly plugin: ExecPlugin;
  readonly runs: () => Run[];
  /** Makes it print this from now on. */
  readonly answer: (text: string) => void;
  /** Makes a program that waits go on. */
  readonly go: () => void;
  readonly credentials: (
    options?: Partial<ExecOptions>,
    changes?: Partial<ExecPlugin>,
  ) => Credentials;
}

const head = `
import { appendFileSync, existsSync, fstatSync, readFileSync, statSync } from "node:fs";
const file = (name) => new URL(name, import.meta.url);
const isNull = fstatSync(0).rdev === statSync("/dev/null").rdev;
appendFileSync(file("runs"), JSON.stringify({
  pid: process.pid,
  args: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdin: isNull ? "none" : "given",
}) + "\\n");
`;

/** What a plugin does where a test does not say: prints the answer. */
export const printAnswer = `process.stdout.write(readFileSync(file("answer")));`;
/** Waits until the test says so, and then prints the answer. */
export const waitThenPrint = `
while (!existsSync(file("go"))) await new Promise((next) => setTimeout(next, 5));
${printAnswer}
`;
export const hang = `setInterval(() => undefined, 1_000_000);`;

/** Writes a program for Node.js. It answers with the token `one`. */
export function testPlugin(
  body: string = printAnswer,
  changes: Partial<ExecPlugin> = {},
): TestPlugin {
  const folder = temporaryFolder();
  const answer = (text: string): void =>
    writeFileSync(join(folder, "answer"), text);
  writeFiles(folder, { "plugin.mjs": head + body });
  answer(tokenAnswer("one"));
  const plugin: ExecPlugin = {
    place: 'user "jane" of "/kube/config"',
    apiVersion: v1,
    command: process.execPath,
    args: [join(folder, "plugin.mjs")],
    env: [],
    installHint: undefined,
    interactiveMode: "Never",
    provideClusterInfo: false,
    ...changes,
  };
  return {
    folder,
    plugin,
    answer,
    runs: () => {
      const file = join(folder, "runs");
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
      return lines.map((line) => JSON.parse(line) as Run);
    },
    go: () => writeFileSync(join(folder, "go"), ""),
    credentials: (options, more) =>
      execCredentials(
        { ...plugin, ...more },
        { environment: { PATH: process.env["PATH"] }, ...options },
      ),
  };
}

/** An ExecCredential as plugins print it. */
export function credentialAnswer(status: unknown, apiVersion = v1): string {
  return JSON.stringify({ kind: "ExecCredential", apiVersion, status });
}

export function tokenAnswer(token: string, expirationTimestamp?: string) {
  return credentialAnswer({ token, expirationTimestamp });
}

/** The question that a run was asked. */
export function question({ env }: Run): unknown {
  return JSON.parse(env["KUBERNETES_EXEC_INFO"] ?? "null");
}

export function variable(name: string, value: string): ExecPlugin["env"][0] {
  return { name, value: new Secret(value) };
}

/** What a promise fails with, or `no error`. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error("no error"),
    (error: Error) => error,
  );
}

export async function gone(pid: number): Promise<void> {
  await until(() => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  });
}
