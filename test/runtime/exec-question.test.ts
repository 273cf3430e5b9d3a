import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { execCredentials } from "../../templates/runtime/exec-credentials.js";
import { pluginEnvironment } from "../../templates/runtime/exec-source.js";
import {
  cluster,
  credentialAnswer,
  errorOf,
  question,
  testPlugin,
  v1,
  v1beta1,
  variable,
} from "./exec-plugins.js";
import { writeFiles } from "./servers.js";

describe("what a plugin is told", () => {
  test("F1 the variables around and its own, which win; those around stay as they are", async () => {
    const { credentials, runs } = testPlugin(undefined, {
      env: [variable("B", "own"), variable("C", ""), variable("B", "last")],
    });
    const environment = { A: "around", B: "around", D: undefined };
    expect(await credentials({ environment }).authorization()).toBe(
      "Bearer one",
    );
    expect(runs()[0]?.env).toMatchObject({ A: "around", B: "last", C: "" });
    expect(environment).toEqual({ A: "around", B: "around", D: undefined });
    expect(process.env["B"]).toBeUndefined();
  });

  test("F1 not those that an ExecCredential of another time left, and no two of one name on Windows", () => {
    const around = { Path: "a", KUBERNETES_EXEC_INFO: "old" };
    const env = [variable("PATH", "b"), variable("KUBERNETES_EXEC_INFO", "no")];
    expect(pluginEnvironment(around, { env }, "new", "win32")).toEqual({
      PATH: "b",
      KUBERNETES_EXEC_INFO: "new",
    });
    expect(pluginEnvironment(around, { env }, "new", "linux")).toEqual({
      Path: "a",
      PATH: "b",
      KUBERNETES_EXEC_INFO: "new",
    });
  });

  test.each([v1, v1beta1])("F1 an ExecCredential of %s", async (apiVersion) => {
    const { answer, credentials, runs } = testPlugin(undefined, { apiVersion });
    answer(credentialAnswer({ token: "t" }, apiVersion));
    await credentials().authorization();
    expect(runs().map(question)).toEqual([
      { kind: "ExecCredential", apiVersion, spec: { interactive: false } },
    ]);
  });

  test("F2 the cluster where it asks for it, without what is empty", async () => {
    const { credentials, runs } = testPlugin();
    const told = { provideClusterInfo: true };
    await credentials({ cluster }, told).authorization();
    await credentials({ cluster }).authorization();
    expect(runs().map(question)).toEqual([
      {
        kind: "ExecCredential",
        apiVersion: v1,
        spec: {
          interactive: false,
          cluster: {
            server: "https://kube.example:6443",
            "tls-server-name": "kube",
            "certificate-authority-data": "YmF6",
            "disable-compression": true,
            config: { audience: "snorlax", nested: { list: [1, null] } },
          },
        },
      },
      {
        kind: "ExecCredential",
        apiVersion: v1,
        spec: { interactive: false },
      },
    ]);
  });

  const rows = (["Never", "IfAvailable", "Always"] as const).flatMap((mode) =>
    [true, false].flatMap((isTerminal) =>
      [undefined, "it is read here"].map(
        (stdinUnavailable) => [mode, isTerminal, stdinUnavailable] as const,
      ),
    ),
  );
  test.each(rows)(
    "F4 interactiveMode %s, terminal %s, unavailable %s",
    async (interactiveMode, isTerminal, stdinUnavailable) => {
      const { credentials, runs } = testPlugin(undefined, { interactiveMode });
      const available = isTerminal && stdinUnavailable === undefined;
      const result = credentials({ isTerminal, stdinUnavailable });
      if (interactiveMode === "Always" && !available) {
        const error = await errorOf(result.authorization());
        expect(error.name).toBe("ConfigError");
        expect(error.message).toContain(
          isTerminal
            ? "standard input is unavailable: it is read here"
            : "standard input is not a terminal",
        );
        expect(runs()).toEqual([]);
        return;
      }
      await result.authorization();
      const interactive = available && interactiveMode !== "Never";
      expect(runs().map(question)).toMatchObject([{ spec: { interactive } }]);
      // This process's own may be nothing as well: what is given is seen on a terminal below.
      if (!interactive) expect(runs()[0]?.stdin).toBe("none");
    },
  );

  test("F15 arguments and a command with spaces and signs of a shell, each as one", async () => {
    const args = ["a b", "", "$(touch x)", "'q\" \\", "*", "; exit 1"];
    const { credentials, folder, runs } = testPlugin();
    const command = join(folder, "a command.sh");
    const script = `#!/bin/sh\nexec "${process.execPath}" "${folder}/plugin.mjs" "$@"\n`;
    writeFiles(folder, { "a command.sh": script });
    chmodSync(command, 0o755);
    await credentials({}, { command, args }).authorization();
    expect(runs()[0]?.args).toEqual(args);
  });

  test("F16 the folder that this process is in", async () => {
    const { credentials, runs } = testPlugin();
    await credentials().authorization();
    expect(runs()[0]?.cwd).toBe(process.cwd());
  });

  test("F5 a version that was removed, or that nobody knows, is refused before anything is run", () => {
    const { plugin, runs } = testPlugin();
    const refused = (version: string) => () =>
      execCredentials(
        { ...plugin, apiVersion: `client.authentication.k8s.io/${version}` },
        { environment: {} },
      );
    expect(refused("v1alpha1")).toThrow(
      `user "jane" of "/kube/config": the exec plugin's apiVersion "client.authentication.k8s.io/v1alpha1" is removed in Kubernetes 1.24; set it to "${v1}" or "${v1beta1}", whichever the program speaks`,
    );
    expect(refused("v2")).toThrow(/v2" is unknown; set it to/);
    expect(runs()).toEqual([]);
  });
});
