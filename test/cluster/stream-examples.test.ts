import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { describe, expect, inject, onTestFinished } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import { accountToken, exampleFile, writeExample } from "./example-folder.js";
import { logLines } from "./kwok-nodes.js";
import type { LiveFixtures } from "./live-client.js";
import { runPod, writeLog } from "./running-pods.js";
import { hasStreamingKubelet, test as base } from "./streaming-node.js";

/** An example that runs. */
interface Run {
  /** What it has written so far to both of its outputs. */
  readonly said: { readonly stdout: string; readonly stderr: string };
  /** The code that it exits with. */
  readonly code: Promise<number | null>;
  interrupt(): void;
  /** Writes to its input, where none was given. */
  type(text: string): void;
}

/** Runs an example. */
type RunExample = (args: readonly string[], how?: Surroundings) => Run;

interface Surroundings {
  /** All of its input; where it is not given, that stays open. */
  readonly input?: string;
  /** Gives it a terminal, of 17 lines of 91 characters. */
  readonly tty?: boolean;
}

const test = base.extend<{ logTail: RunExample; podShell: RunExample }>({
  logTail: [
    async ({ k8s, live, namespace }, use) =>
      use(await prepared(k8s, live, namespace, "log-tail")),
    { scope: "file" },
  ],
  podShell: [
    async ({ k8s, live, namespace }, use) =>
      use(await prepared(k8s, live, namespace, "pod-shell")),
    { scope: "file" },
  ],
});

/** An example as a service account of its own, with the role that its README asks for and nothing else. */
async function prepared(
  k8s: Kubernetes,
  live: LiveFixtures["live"],
  namespace: string,
  name: string,
): Promise<RunExample> {
  const readme = await exampleFile(name, "README.md");
  const [, manifest = ""] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
  const [role] = live.parseManifests(manifest);
  if (role?.kind !== "Role") throw new Error(`no role in ${name}/README.md`);
  const metadata = { name };
  const { roles, roleBindings } = k8s.rbacAuthorization.v1;
  await roles(namespace).create(role);
  await k8s.core.v1.serviceAccounts(namespace).create({ metadata });
  await roleBindings(namespace).create({
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name, namespace }],
  });
  const token = await accountToken(k8s, namespace, name);
  const folder = await writeExample(name, { namespace, token });
  return (args, how = {}) =>
    run(folder, [process.execPath, `${name}.mjs`, ...args], how);
}

function run(
  folder: string,
  command: readonly string[],
  { input, tty = false }: Surroundings,
): Run {
  const quoted = command.map((word) => `'${word}'`).join(" ");
  const inTerminal = `stty cols 91 rows 17; exec ${quoted}`;
  const [program = "", ...args] = tty
    ? ["script", "-qec", inTerminal, "/dev/null"]
    : command;
  const child = spawn(program, args, {
    cwd: folder,
    env: { KUBECONFIG: join(folder, "kubeconfig"), PATH: process.env["PATH"] },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  if (input !== undefined) child.stdin.end(input);
  const code = once(child, "close").then(([code]) => code as number | null);
  return {
    said,
    code,
    interrupt: () => void child.kill("SIGINT"),
    type: (text) => void child.stdin.write(text),
  };
}

describe.runIf(inject("cluster").whole)("the example that tails logs", () => {
  test("writes the logs of the pods with the labels, with names", async ({
    k8s,
    logTail,
    namespace,
  }) => {
    const labels = { app: "tailed" };
    const one = await runPod(k8s, namespace, ["a", "b"], labels);
    const two = await runPod(k8s, namespace, ["a"], labels);
    await runPod(k8s, namespace);
    const { said, code } = logTail(["app=tailed"]);
    expect([await code, said.stderr]).toEqual([0, ""]);
    const expected = [`${one} a`, `${one} b`, `${two} a`].flatMap((from) =>
      logLines.map((line) => `${from}: ${line}`),
    );
    const lines = said.stdout.trimEnd().split("\n");
    expect(lines.sort()).toEqual(expected.sort());

    const recent = logTail(["app=tailed", "--since", "1m"]);
    expect([await recent.code, recent.said]).toEqual([
      0,
      { stdout: "", stderr: "" },
    ]);
  });

  test("follows what is written, until Ctrl-C", async ({
    k8s,
    logTail,
    namespace,
  }) => {
    const labels = { app: "followed" };
    const name = await runPod(k8s, namespace, ["writer"], labels);
    const { said, code, interrupt } = logTail([
      ...["app=followed", "--since", "1h", "--follow"],
    ]);
    const line = async (mark: string): Promise<void> => {
      await expect
        .poll(
          async () => {
            await writeLog(mark);
            return said.stdout;
          },
          { timeout: 60_000, interval: 200 },
        )
        .toContain(`${name} writer: ${mark}\n`);
    };
    await line("first");
    await line("second");
    interrupt();
    expect([await code, said.stderr]).toEqual([0, ""]);
  });

  test("says how it is used, and what the server has against it", async ({
    logTail,
  }) => {
    const usage = logTail(["app=web", "--since", "10"]);
    expect(await usage.code).toBe(2);
    expect(usage.said.stderr).toMatch(/^usage: log-tail SELECTOR /);
    const other = logTail(["app=web", "--namespace", "kube-system"]);
    expect(await other.code).toBe(1);
    expect(other.said.stderr).toMatch(/^failed: .*403 Forbidden/);
  });
});

describe.runIf(inject("cluster").whole)("the example that is a shell", () => {
  // kwok does not hand the end of standard input on: what reads it there ends by itself.
  test("runs what is piped in, and ends with it", async ({
    k8s,
    namespace,
    podShell,
  }) => {
    const name = await runPod(k8s, namespace);
    const input = "echo grüße\necho oh >&2\nsleep 0.2\nexit 0\nnever read\n";
    const { said, code } = podShell([name], { input });
    expect([await code, said]).toEqual([
      0,
      { stdout: "grüße\n", stderr: "oh\n" },
    ]);
  });

  test("runs a program with its arguments, which gets all that is piped in", async ({
    k8s,
    namespace,
    podShell,
  }) => {
    const name = await runPod(k8s, namespace);
    const { said, code } = podShell(
      [name, "--container", "main", "--", "head", "-c", "2000000"],
      { input: "x".repeat(2_000_000) },
    );
    expect([await code, said.stderr]).toEqual([0, ""]);
    expect(said.stdout).toBe("x".repeat(2_000_000));
  });

  test.runIf(hasStreamingKubelet)(
    "hands the end of its input on, and exits with the program's code",
    async ({ node, podShell }) => {
      const name = await node.run();
      const input = "x".repeat(2_000_000);
      const counting = podShell([name, "--", "sh", "-c", "wc -c; exit 7"], {
        input,
      });
      expect(await counting.code).toBe(7);
      expect(counting.said.stdout.trim()).toBe("2000000");
      const shell = podShell([name], { input: "echo grüße\nexit 3\n" });
      expect([await shell.code, shell.said.stdout]).toEqual([3, "grüße\n"]);
    },
  );

  test("ends with a program that does not wait for its input", async ({
    k8s,
    namespace,
    podShell,
  }) => {
    const name = await runPod(k8s, namespace);
    const script = "echo done; sleep 0.2";
    const { said, code } = podShell([name, "--", "sh", "-c", script]);
    expect([await code, said]).toEqual([0, { stdout: "done\n", stderr: "" }]);
  });

  test("gives the program a terminal of the size of one's own", async ({
    k8s,
    namespace,
    podShell,
  }) => {
    const name = await runPod(k8s, namespace);
    const { said, code, type } = podShell([name], { tty: true });
    // What is typed before the terminal has its size finds another one.
    await expect
      .poll(
        () => {
          type("echo size-$(stty size | tr ' ' x)\n");
          return said.stdout;
        },
        { timeout: 60_000, interval: 500 },
      )
      .toContain("size-17x91\r");
    type("exit\n");
    expect(await code).toBe(0);
  });

  test("says what the server has against it", async ({ podShell }) => {
    const { said, code } = podShell(["none"]);
    expect(await code).toBe(1);
    expect(said.stderr).toMatch(/^failed: .*404 NotFound/);
    const usage = podShell([]);
    expect(await usage.code).toBe(2);
    expect(usage.said.stderr).toMatch(/^usage: pod-shell POD /);
  });
});
