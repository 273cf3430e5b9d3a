import { describe, expect, it } from "vitest";
import { identityOf, read, refusal } from "../kubeconfigs.js";

// The rows F3 and F5 of the table of kubeconfig cases: what a kubeconfig says of an exec plugin. How it is run is tested in
// exec-plugin.test.ts.

const cluster = { server: "https://127.0.0.1:1" };
const group = "client.authentication.k8s.io";

describe("exec", () => {
  it("is read as it is written", async () => {
    const { exec } = await identityOf(cluster, {
      exec: {
        apiVersion: `${group}/v1`,
        command: "plugin with blanks",
        args: ["get-token", "a b", ""],
        env: [
          { name: "A", value: "1" },
          { name: "EMPTY", value: "" },
          { name: "NONE" },
        ],
        installHint: "brew install plugin",
        interactiveMode: "Always",
        provideClusterInfo: true,
      },
    });
    expect(exec).toMatchObject({
      place: expect.stringMatching(/^the user "u" of ".*config"$/),
      apiVersion: `${group}/v1`,
      command: "plugin with blanks",
      args: ["get-token", "a b", ""],
      installHint: "brew install plugin",
      interactiveMode: "Always",
      provideClusterInfo: true,
    });
    expect(exec?.env.map(({ name, value }) => [name, value.reveal()])).toEqual([
      ["A", "1"],
      ["EMPTY", ""],
      ["NONE", ""],
    ]);
  });

  it("may leave out what is not needed", async () => {
    const exec = { apiVersion: `${group}/v1beta1`, command: "x", args: null };
    expect((await identityOf(cluster, { exec })).exec).toMatchObject({
      args: [],
      env: [],
      installHint: undefined,
      provideClusterInfo: false,
    });
  });

  it.each(["v1alpha1", "v1beta1"])(
    "F3 of %s is interactive where it can be",
    async (version) => {
      const exec = { apiVersion: `${group}/${version}`, command: "x" };
      const identity = await identityOf(cluster, { exec });
      expect(identity.exec?.interactiveMode).toBe("IfAvailable");
    },
  );

  it.each<[object, string]>([
    [
      { apiVersion: `${group}/v1`, command: "x" },
      `has no "interactiveMode", which ${group}/v1 asks for: Never, IfAvailable or Always`,
    ],
    [
      { apiVersion: `${group}/v1`, command: "x", interactiveMode: "invalid" },
      'has an "interactiveMode" that there is not: "invalid"; there are Never, IfAvailable and Always',
    ],
  ])("F3 must say whether it is interactive: %j", async (exec, expected) => {
    expect(await refusal(cluster, { exec })).toMatch(
      new RegExp(
        `^ConfigError: "exec" of the user "u" of ".*config" ${expected}$`,
      ),
    );
  });

  it.each<[object, string]>([
    [{ exec: { command: "x" } }, 'has no "apiVersion": '],
    [{ exec: {} }, 'has no "apiVersion": '],
    [
      { exec: { apiVersion: `${group}/v1beta1` } },
      'has no "command": the program',
    ],
    [
      {
        exec: { apiVersion: `${group}/v1beta1`, command: "x", env: [{}] },
      },
      'has no name for "env\\[0\\]"',
    ],
    [
      {
        exec: { apiVersion: `${group}/v1beta1`, command: "x" },
        "auth-provider": { name: "oidc" },
      },
      'has both "exec" and "auth-provider"; take "auth-provider" out',
    ],
  ])("F5 must be whole: %j", async (user, expected) => {
    const place = '("exec" of )?the user "u" of ".*config"';
    const message = new RegExp(`^ConfigError: ${place} ${expected}`);
    expect(await refusal(cluster, user)).toMatch(message);
    // client-go looks at it even where it is not run.
    const known = { ...user, token: "t" };
    expect(await refusal(cluster, known)).toMatch(message);
  });

  it.each([
    ["exec: x", '"users[0].user.exec" must be a map'],
    ["exec: { args: x }", '"users[0].user.exec.args" must be a list'],
    ["exec: { args: [1] }", '"users[0].user.exec.args[0]" must be a string'],
    ["exec: { env: [x] }", '"users[0].user.exec.env[0]" must be a map'],
    ["exec: { command: [] }", '"users[0].user.exec.command" must be a string'],
    [
      'exec: { provideClusterInfo: "true" }',
      '"users[0].user.exec.provideClusterInfo" must be a boolean: true or false, without quotes',
    ],
  ])("has fields of the right types: %s", async (exec, expected) => {
    const { loaded } = await read(`users:\n- name: u\n  user: { ${exec} }\n`);
    await expect(loaded).rejects.toThrow(`line 3: ${expected}`);
  });
});
