import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, test } from "vitest";
import { compiledRuntime } from "./compiled.js";
import {
  gone,
  hang,
  printAnswer,
  question,
  testPlugin,
  waitThenPrint,
  type TestPlugin,
} from "./exec-plugins.js";
import { until, writeFiles } from "./servers.js";

/** Writes a program of its own that has `credentials` of a plugin. Gives its path. */
function programWith({ plugin }: TestPlugin, body: string): string {
  const folder = compiledRuntime("module");
  const main = `
    import { execCredentials } from "./exec-credentials.js";
    const credentials = execCredentials(
      ${JSON.stringify(plugin)},
      { environment: process.env },
    );
    ${body}
  `;
  writeFiles(folder, { "main.js": main });
  return join(folder, "main.js");
}

function started(command: string, args: readonly string[]) {
  const child: ChildProcess = spawn(command, args, { stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  child.stdout?.on("data", (part: Buffer) => (printed += String(part)));
  child.stderr?.on("data", (part: Buffer) => (printed += String(part)));
  const exit = new Promise<number | null>((resolve) =>
    child.once("close", resolve),
  );
  return { child, exit, printed: () => printed };
}

describe("the process of a client", () => {
  it("goes on while a request waits for a plugin", async () => {
    const plugin = testPlugin(waitThenPrint);
    const main = programWith(
      plugin,
      "console.log(await credentials.authorization());",
    );
    const { exit, printed } = started(process.execPath, [main]);
    await until(() => plugin.runs().length === 1);
    plugin.go();
    expect(await exit).toBe(0);
    expect(printed()).toBe("Bearer one\n");
  });

  it("ends when nobody waits any more, and the plugin with it", async () => {
    const plugin = testPlugin(hang);
    const main = programWith(
      plugin,
      `import { statSync } from "node:fs";
      const controller = new AbortController();
      const begun = setInterval(() => {
        const runs = statSync(${JSON.stringify(join(plugin.folder, "runs"))}, { throwIfNoEntry: false });
        if (!runs?.size) return;
        clearInterval(begun);
        controller.abort(new Error("enough"));
      }, 5);
      credentials.authorization(controller.signal).catch((error) => console.log(error.message));`,
    );
    const { exit, printed } = started(process.execPath, [main]);
    expect(await exit).toBe(0);
    expect(printed()).toBe("enough\n");
    await gone(plugin.runs()[0]!.pid);
  });

  it("that exits meanwhile ends the plugin", async () => {
    const plugin = testPlugin(hang);
    const main = programWith(
      plugin,
      `process.stdin.once("data", () => process.exit(3));
      await credentials.authorization();`,
    );
    const { child, exit } = started(process.execPath, [main]);
    await until(() => plugin.runs().length === 1);
    child.stdin?.write("now\n");
    expect(await exit).toBe(3);
    await gone(plugin.runs()[0]!.pid);
  });
});

// From util-linux: it runs a command on a terminal of its own.
const hasTerminal = spawnSync("script", ["--version"], {
  encoding: "utf8",
}).stdout?.includes("util-linux");

test.runIf(hasTerminal)(
  "F4 a plugin has the terminal that its client has",
  async () => {
    const plugin = testPlugin(
      `
      console.error("terminal: " + process.stdin.isTTY + process.stderr.isTTY + ". name? ");
      process.stdin.once("data", (line) => {
        console.error("hello " + String(line).trim());
        ${printAnswer}
        process.exit();
      });
      `,
      { interactiveMode: "Always" },
    );
    const main = programWith(
      plugin,
      "console.log(await credentials.authorization());",
    );
    const command = `"${process.execPath}" "${main}"`;
    const args = ["-qec", command, "/dev/null"];
    const { child, exit, printed } = started("script", args);
    await until(() => printed().includes("name?"));
    child.stdin?.write("jane\n");
    expect(await exit).toBe(0);
    expect(printed()).toContain("terminal: truetrue.");
    expect(printed()).toContain("hello jane");
    expect(printed()).toContain("Bearer one");
    expect(plugin.runs().map(question)).toMatchObject([
      { spec: { interactive: true } },
    ]);
    expect(plugin.runs()[0]?.stdin).toBe("given");
  },
);
