import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import { whyUnstarted } from "../../templates/runtime/exec-failure.js";
import {
  errorOf,
  hang,
  printAnswer,
  testPlugin,
  v1,
  variable,
  gone,
} from "./exec-plugins.js";
import { until, writeFiles } from "./servers.js";

let shown: string;

beforeEach(() => {
  shown = "";
  vi.spyOn(process.stderr, "write").mockImplementation((part) => {
    shown += String(part);
    return true;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("F8 a program that is not there", () => {
  it("is named, with the hint, whose control characters are shown", async () => {
    const { credentials } = testPlugin(undefined, {
      command: "kubewright-no-such-program",
      installHint: "get it:\n \u001b[1mhere\u001b[0m \u0000\u009bπ ☃",
    });
    const error = await errorOf(credentials().authorization());
    expect(error.name).toBe("ConfigError");
    expect(error.message).toBe(
      'user "jane" of "/kube/config": the program "kubewright-no-such-program" cannot be found (ENOENT); install it, or set "command" in the kubeconfig to its path; get it:\n U+001B[1mhereU+001B[0m U+0000U+009Bπ ☃',
    );
    expect(error).toMatchObject({ transient: false });
  });

  it("or may not be run says nothing of its arguments", async () => {
    const { credentials, folder } = testPlugin(undefined, {
      args: ["--secret=s3cr3t"],
    });
    writeFiles(folder, { plain: "" });
    for (const [command, why] of [
      [join(folder, "none"), "cannot be found (ENOENT)"],
      [join(folder, "plain"), "may not be run (EACCES)"],
      ["a\0b", "cannot be run (ERR_INVALID_ARG_VALUE)"],
    ] as const) {
      const error = await errorOf(credentials({}, { command }).authorization());
      expect(error.message).toContain(why);
      expect(error.message).not.toContain("\0");
      expect(inspect(error, { showHidden: true })).not.toContain("s3cr3t");
    }
  });

  it("with a variable that cannot be says nothing of that", async () => {
    const { credentials } = testPlugin(undefined, {
      env: [variable("A", "s3cr3t\0")],
    });
    const error = await errorOf(credentials().authorization());
    expect(error.message).toContain("cannot be run (ERR_INVALID_ARG_VALUE)");
    expect(inspect(error, { showHidden: true })).not.toContain("s3cr3t");
  });

  it("or is told more than the system takes is told apart", async () => {
    const { credentials } = testPlugin(undefined, { provideClusterInfo: true });
    const cluster = { server: "https://x", config: "x".repeat(8_000_000) };
    const error = await errorOf(credentials({ cluster }).authorization());
    expect(error.message).toContain("cannot be run (E2BIG)");
  });

  it("is explained for Windows", () => {
    const { plugin } = testPlugin();
    const batch = { ...plugin, command: "C:\\az.CMD" };
    expect(whyUnstarted("EINVAL", batch, "win32")).toContain(
      "is a batch file, whose arguments Windows gives to a shell",
    );
    expect(whyUnstarted("ENOENT", plugin, "win32")).toContain(
      "only .exe and .com are looked for",
    );
    expect(whyUnstarted("EINVAL", batch, "linux")).toBe(
      "cannot be run (EINVAL)",
    );
    expect(whyUnstarted(undefined, plugin)).toContain("(unknown error)");
  });
});

describe("F8 a program that fails", () => {
  test("is named with its code and its last words, without what looks like a credential", async () => {
    const jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJqYW5lIn0.c2ln";
    const opaque = "0123456789abcdef0123456789abcdef";
    const { credentials } = testPlugin(
      `
      for (let line = 1; line < 20; line++) console.error("line " + line);
      console.error("bad ${jwt} or ${opaque}, Bearer abc, password: hunter2; cannot fetch token: 400 Bad Request, token: abc4567890 id_token=x");
      console.error("own " + process.env.OWN + "\\n\\n");
      console.error("\\u001b[31mlog in at https://login.example/device?code=AB-CD (request 01234567-89ab-cdef-0123-456789abcdef)");
      console.log("printed-s3cr3t");
      process.exitCode = 73;
      `,
      { installHint: "not this", env: [variable("OWN", "0wn-s3cr3t")] },
    );
    const error = await errorOf(credentials().authorization());
    expect(error.message).toBe(
      `user "jane" of "/kube/config": the program "${process.execPath}" failed with exit code 73; it said: line 18 | line 19 | bad [redacted] or [redacted], Bearer [redacted] password: [redacted]; cannot fetch token: 400 Bad Request, token: [redacted] id_token=[redacted] | own [redacted] | U+001B[31mlog in at https://login.example/device?code=AB-CD (request 01234567-89ab-cdef-0123-456789abcdef)`,
    );
    expect(error).toMatchObject({ name: "ConfigError", transient: true });
    // As it came, and all of it.
    expect(shown).toContain("line 1\nline 2\n");
    expect(shown).toContain("\u001b[31mlog in");
  });

  test("and says much has the end of it in its error", async () => {
    const { credentials } = testPlugin(`
      process.stderr.write("a".repeat(500_000) + "\\n" + "b ".repeat(400) + "end", () => process.exit(1));
    `);
    const { message } = await errorOf(credentials().authorization());
    expect(message).toMatch(/it said: …[ b]{500,}end$/);
    expect(message.length).toBeLessThan(1_000);
  });

  test("and has said its token before, does not say it again", async () => {
    const { answer, credentials } = testPlugin(`
      const answer = readFileSync(file("answer"), "utf8");
      if (answer === "") { console.error("refused old-token1"); process.exit(1); }
      ${printAnswer}
    `);
    answer(
      JSON.stringify({
        kind: "ExecCredential",
        apiVersion: v1,
        status: { token: "old-token1" },
      }),
    );
    const one = credentials();
    await one.authorization();
    answer("");
    expect((await errorOf(one.renew())).message).toMatch(
      /exit code 1; it said: refused \[redacted\]; it was run/,
    );
  });

  test("is named with the signal that ended it", async () => {
    const { credentials } = testPlugin(`process.kill(process.pid, "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 1_000_000));`);
    const { message } = await errorOf(credentials().authorization());
    expect(message).toMatch(/was killed by SIGKILL$/);
  });

  test("and prints without end is ended", async () => {
    const { credentials, runs } = testPlugin(`
      const more = () => process.stdout.write("s3cr3t ".repeat(10_000), more);
      more();
    `);
    const error = await errorOf(credentials().authorization());
    expect(error.message).toMatch(
      /printed more than 1048576 bytes and has been ended$/,
    );
    await gone(runs()[0]!.pid);
  });
});

describe("a program that hangs", () => {
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

  it("is ended after its time; by force where it does not listen", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { credentials, runs } = testPlugin(`
      process.on("SIGTERM", () => console.error("no"));
      console.error("log in, please");
      ${hang}
    `);
    const failing = errorOf(credentials({ timeoutMs: 5_000 }).authorization());
    while (!shown.includes("log in, please")) await nextTurn();
    await vi.advanceTimersByTimeAsync(4_999);
    await vi.advanceTimersByTimeAsync(1);
    expect((await failing).message).toMatch(
      /was not done after 5000 ms and has been ended; does it wait for somebody to log in\?; it said: log in, please$/,
    );
    expect(await failing).toMatchObject({ transient: true });
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await gone(runs()[0]!.pid);
  });

  it.each([
    ["Never", 60_000],
    ["IfAvailable", 300_000],
  ] as const)("has, with %s, %i ms", async (interactiveMode, ms) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { credentials, runs } = testPlugin(hang, { interactiveMode });
    const failing = errorOf(credentials({ isTerminal: false }).authorization());
    let ended = false;
    void failing.then(() => (ended = true));
    while (runs().length === 0) await nextTurn();
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await failing).message).toContain(`after ${ms} ms`);
    vi.useRealTimers();
    await gone(runs()[0]!.pid);
  });

  it("because of what it has started does not hang this", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    // A shell that is ended leaves its child, which has the pipes.
    const { credentials, runs, plugin } = testPlugin(
      `process.stdout.on("error", () => process.exit());
      setInterval(() => process.stdout.write("more"), 5);`,
    );
    const script = `"${process.execPath}" "${plugin.args[0]}" & wait`;
    const failing = errorOf(
      credentials(
        { timeoutMs: 1_000 },
        { command: "/bin/sh", args: ["-c", script] },
      ).authorization(),
    );
    while (runs().length === 0) await nextTurn();
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await failing).message).toContain("was not done after 1000 ms");
    vi.useRealTimers();
    // Nobody reads what it prints any more.
    await gone(runs()[0]!.pid);
  });

  it("after it has answered, by what it left behind on standard error, does not hang this", async () => {
    const { credentials, folder } = testPlugin();
    const script = `"${process.execPath}" -e 'process.stderr.write(process.pid + "\\n"); setInterval(() => {}, 1e6)' >/dev/null & cat "${folder}/answer"`;
    const one = credentials({}, { command: "/bin/sh", args: ["-c", script] });
    expect(await one.authorization()).toBe("Bearer one");
    await until(() => shown.includes("\n"));
    process.kill(Number(shown));
  });

  it("has a limit that can be one", () => {
    const { credentials } = testPlugin();
    expect(() => credentials({ timeoutMs: -1 })).toThrow(/"timeoutMs" must be/);
  });
});

test("F9 all that is printed is read, also what comes after the program's own end", async () => {
  const { credentials, folder } = testPlugin();
  const script = `(sleep 0.1; cat "${folder}/answer") 2>/dev/null &`;
  const one = credentials({}, { command: "/bin/sh", args: ["-c", script] });
  expect(await one.authorization()).toBe("Bearer one");
});

test("F8 what a program says on standard error is shown, also where all is well", async () => {
  const { credentials } = testPlugin(`console.error("hello"); ${printAnswer}`);
  expect(await credentials().authorization()).toBe("Bearer one");
  expect(shown).toBe("hello\n");
});
