import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startServer, temporaryFolder } from "../runtime/servers.js";
import { builtGenerator } from "./built.js";

/** The command line in a process of its own. */
function start(args: readonly string[]): {
  readonly child: ChildProcess;
  readonly end: Promise<{
    code: number | null;
    stdout: string;
    stderr: string;
  }>;
} {
  const cli = join(builtGenerator(), "generator/cli.js");
  const child = spawn(process.execPath, [cli, ...args]);
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  const end = new Promise<{
    code: number | null;
    stdout: string;
    stderr: string;
  }>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
  return { child, end };
}

describe("the process", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "that gets %s while it waits ends with 130, with nothing written",
    async (signal) => {
      const out = join(temporaryFolder(), "k8s");
      let arrived: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => (arrived = resolve));
      const server = await startServer(() => arrived());
      const args = ["generate", "--from", server.url, "--out", out];
      const { child, end } = start(args);
      await asked;
      child.kill(signal);
      const { code, stderr } = await end;
      expect(stderr).toContain("interrupted: nothing was written\n");
      expect(code).toBe(130);
      expect(existsSync(out)).toBe(false);
    },
  );

  test("whose reader has seen enough is no problem", async () => {
    const { child, end } = start([
      ...["resources", "--from", "builtin", "-o", "json"],
      "--quiet",
    ]);
    child.stdout?.destroy();
    const { code, stderr } = await end;
    expect([code, stderr]).toEqual([0, ""]);
  });

  test.runIf(existsSync("/dev/full"))(
    "that cannot write its results says so in a line",
    async () => {
      const full = openSync("/dev/full", "w");
      onTestFinished(() => closeSync(full));
      const cli = join(builtGenerator(), "generator/cli.js");
      const { status, stderr } = spawnSync(
        process.execPath,
        [cli, "resources", "--from", "builtin", "--quiet"],
        { stdio: ["ignore", full, "pipe"] },
      );
      expect(String(stderr)).toBe(
        "standard output cannot be written (ENOSPC)\n",
      );
      expect(status).toBe(1);
    },
  );

  test("generates the built-in client, and has results on standard output alone", async () => {
    const out = join(temporaryFolder(), "k8s");
    const args = ["generate", "--from", "builtin", "--out", out];
    const { code, stdout, stderr } = await start(args).end;
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(/^wrote .*k8s: \d+ files/m);
    expect(existsSync(join(out, "apps/v1/client.ts"))).toBe(true);
  });
});
