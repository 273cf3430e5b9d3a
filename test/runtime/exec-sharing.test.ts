import { inspect } from "node:util";
import { describe, expect, it, test } from "vitest";
import { certificates } from "./certificates.js";
import {
  cluster,
  credentialAnswer,
  errorOf,
  testPlugin,
  tokenAnswer,
  v1beta1,
  variable,
  waitThenPrint,
} from "./exec-plugins.js";
import { until } from "./servers.js";

describe("one run", () => {
  test("F13 serves a hundred callers", async () => {
    const { credentials, runs } = testPlugin();
    const one = credentials();
    const callers = Array.from({ length: 100 }, () => one.authorization());
    expect(new Set(await Promise.all(callers))).toEqual(
      new Set(["Bearer one"]),
    );
    expect(runs()).toHaveLength(1);
  });

  test("F13 that fails, fails for all who wait, each with an error of its own; the next one runs again", async () => {
    const { answer, credentials, runs } = testPlugin();
    answer("{}");
    const one = credentials();
    const callers = Array.from({ length: 10 }, () =>
      errorOf(one.authorization()),
    );
    expect(new Set(await Promise.all(callers)).size).toBe(10);
    expect(runs()).toHaveLength(1);
    answer(tokenAnswer("two"));
    expect(await one.authorization()).toBe("Bearer two");
  });

  test("F17 does not stop what else there is to do", async () => {
    const { credentials, go } = testPlugin(waitThenPrint);
    const running = credentials().authorization();
    setTimeout(go, 20);
    expect(await running).toBe("Bearer one");
  });

  it("is waited for no longer than a caller's signal says, and serves the next one", async () => {
    const { credentials, go, runs } = testPlugin(waitThenPrint);
    const one = credentials();
    const controller = new AbortController();
    const first = errorOf(one.authorization(controller.signal));
    const other = one.authorization(new AbortController().signal);
    await until(() => runs().length === 1);
    controller.abort(new Error("enough"));
    expect((await first).message).toBe("enough");
    expect((await errorOf(one.authorization(controller.signal))).message).toBe(
      "enough",
    );
    go();
    expect(await other).toBe("Bearer one");
    expect(runs()).toHaveLength(1);
  });

  it("is not begun for a caller that has given up", async () => {
    const { credentials, runs } = testPlugin();
    const signal = AbortSignal.abort(new Error("enough"));
    // Beginning it would fail in another way.
    const one = credentials(
      { isTerminal: false },
      { interactiveMode: "Always" },
    );
    expect((await errorOf(one.authorization(signal))).message).toBe("enough");
    expect((await errorOf(one.renew({}, signal))).message).toBe("enough");
    expect(runs()).toEqual([]);
  });

  it("goes on when nobody waits for it any more", async () => {
    const { credentials, go, runs } = testPlugin(waitThenPrint);
    const one = credentials();
    const controller = new AbortController();
    const first = errorOf(one.authorization(controller.signal));
    await until(() => runs().length === 1);
    controller.abort();
    await first;
    const next = one.authorization();
    go();
    expect(await next).toBe("Bearer one");
    expect(runs()).toHaveLength(1);
  });
});

describe("F14 plugins", () => {
  test("that are equal share what was given, wherever they stand", async () => {
    const { credentials, runs } = testPlugin(undefined, {
      env: [variable("A", "1"), variable("B", "2")],
    });
    await credentials().authorization();
    await credentials({}, { place: "another" }).authorization();
    // Where the cluster is not told, it does not matter.
    await credentials({ cluster: { server: "x" } }).authorization();
    await credentials({ cluster: { server: "y" } }).authorization();
    expect(runs()).toHaveLength(1);
  });

  const base = { provideClusterInfo: true, interactiveMode: "IfAvailable" };
  test.each<[string, object, object?]>([
    ["the command's arguments", { args: ["2"] }],
    ["variables", { env: [variable("A", "2")] }],
    ["the version", { apiVersion: v1beta1 }],
    ["whether the cluster is told", { provideClusterInfo: false }],
    ["the mode", { interactiveMode: "Never" }],
    ["the cluster", {}, { cluster: { ...cluster, server: "https://other" } }],
    ["what the cluster has for it", {}, { cluster: { ...cluster, config: 1 } }],
    ["a terminal", {}, { isTerminal: true }],
    ["standard input", {}, { stdinUnavailable: "x" }],
    ["the variables around", {}, { environment: { OTHER: "x" } }],
  ])("that differ in %s do not", async (what, changes, options = {}) => {
    const { credentials, plugin, runs } = testPlugin(
      `console.log(JSON.stringify({
        kind: "ExecCredential",
        apiVersion: JSON.parse(process.env.KUBERNETES_EXEC_INFO).apiVersion,
        status: { token: "t" },
      }));`,
      { ...(base as object), env: [variable("A", "1")] },
    );
    const args = (more: readonly string[] = []) => [...plugin.args, ...more];
    const { args: added, ...rest } = changes as { args?: string[] };
    const around = { cluster, isTerminal: false, environment: {} };
    await credentials(around).authorization();
    await credentials(around).authorization();
    expect(runs()).toHaveLength(1);
    await credentials(
      { ...around, ...options },
      { ...rest, args: args(added) },
    ).authorization();
    expect(runs(), what).toHaveLength(2);
  });

  test("that are many do not stay for ever", async () => {
    const { credentials, runs } = testPlugin();
    const first = credentials();
    await first.authorization();
    for (let other = 0; other < 100; other++)
      credentials({}, { args: [String(other)] });
    await credentials().authorization();
    expect(runs()).toHaveLength(2);
    // Who has it keeps it.
    await first.authorization();
    expect(runs()).toHaveLength(2);
  });

  it("keep what they gave out of what is printed", async () => {
    const { clientCertificate, clientKey } = certificates();
    const { answer, credentials } = testPlugin(undefined, {
      env: [variable("SECRET", "s3cr3t-of-env")],
    });
    answer(
      credentialAnswer({
        token: "s3cr3t-token",
        clientCertificateData: clientCertificate,
        clientKeyData: clientKey,
      }),
    );
    const one = credentials();
    const values = [one, await one.certificate?.()];
    const options = { depth: Infinity, showHidden: true, getters: true };
    const shown = inspect(values, options) + JSON.stringify(values);
    for (const secret of ["s3cr3t", clientKey.split("\n")[1]!])
      expect(shown).not.toContain(secret);
  });
});
