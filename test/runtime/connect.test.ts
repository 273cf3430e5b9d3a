import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import { compiledRuntime } from "./compiled.js";
import { temporaryFolder, writeFiles } from "./servers.js";
import { certificates } from "./certificates.js";
import { ask, failure, nowhere, open, whoAmI } from "./connections.js";

describe("options", () => {
  const { ca, clientCertificate, clientKey } = certificates();

  it("with a server need no kubeconfig, and read none", async () => {
    const server = await whoAmI();
    const folder = temporaryFolder();
    writeFiles(folder, { broken: "- [", "ca.crt": ca, token: " t0ken\n" });
    const surroundings = {
      ...nowhere,
      environment: { KUBECONFIG: join(folder, "broken") },
    };
    const connection = await open(
      {
        server: `${server.url}/`,
        certificateAuthority: join(folder, "ca.crt"),
        tokenFile: join(folder, "token"),
        clientCertificate,
        clientKey,
      },
      surroundings,
    );
    expect(connection).toMatchObject({
      server: server.url,
      namespace: "default",
      context: undefined,
    });
    expect(await ask(connection)).toEqual({
      authorization: "Bearer t0ken",
      certificate: "jane",
    });
  });

  it.each<[ConnectOptions, string]>([
    [
      { server: "https://x", context: "y" },
      'exclude each other: with "server"',
    ],
    [
      { server: "https://x", kubeconfig: "y" },
      'exclude each other: with "server"',
    ],
    [{ server: "https://x", token: "a", tokenFile: "b" }, "one token"],
    [
      {
        server: "https://x",
        insecureSkipTlsVerify: true,
        certificateAuthority: "a",
      },
      "nothing to verify by",
    ],
    [{ server: "https://x", clientCertificate: "a" }, "need each other"],
    [{ server: "https://x", token: "" }, 'the option "token" is empty'],
    [{ server: "https://x", namespace: "" }, 'the option "namespace" is empty'],
    [{ impersonate: "jane" } as ConnectOptions, 'no option "impersonate"'],
    [{ server: "https://x", certificateAuthority: "none.crt" }, '"none.crt"'],
  ])("%j are refused", async (options, expected) => {
    const message = await failure(options);
    expect(message).toContain("ConfigError: ");
    expect(message).toContain(expected);
  });
});

it.each([
  ["undici", "npm i undici@7"],
  ["yaml", "npm i yaml"],
])("says what to do where %s is not installed", (name, command) => {
  const folder = compiledRuntime("module", { withPackages: false });
  writeFileSync(
    join(folder, "main.js"),
    `import { openConnection } from "./connect.js";
    openConnection(${name === "undici" ? '{ server: "http://127.0.0.1:1" }' : "{}"})
      .catch((error) => console.log(error.name + ": " + error.message));`,
  );
  const { stdout } = spawnSync(process.execPath, [join(folder, "main.js")]);
  expect(String(stdout)).toBe(
    `ConfigError: the package "${name}" is not installed: ${command}\n`,
  );
});
