import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect.js";
import { compiledRuntime } from "./compiled.js";
import { temporaryFolder, writeFiles } from "./servers.js";
import { certificates } from "./certificates.js";
import {
  ask,
  failure,
  kubeconfig,
  nowhere,
  open,
  whoAmI,
} from "./connections.js";

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

describe("in a pod", () => {
  const { ca } = certificates();

  async function pod(environment: { readonly [name: string]: string } = {}) {
    const server = await whoAmI();
    const folder = temporaryFolder();
    writeFiles(folder, {
      token: "pod-token\n",
      "ca.crt": ca,
      namespace: "ns\n",
    });
    return {
      folder,
      server,
      surroundings: {
        environment: {
          HOME: folder,
          KUBERNETES_SERVICE_HOST: "127.0.0.1",
          KUBERNETES_SERVICE_PORT: String(server.port),
          ...environment,
        },
        serviceAccountFolder: folder,
      },
    };
  }

  it("the service account is used, where no kubeconfig selects anything", async () => {
    const { server, surroundings } = await pod();
    const connection = await open({}, surroundings);
    expect(connection).toMatchObject({ namespace: "ns", server: server.url });
    expect(await ask(connection)).toEqual({
      authorization: "Bearer pod-token",
    });
    const other = await pod({ POD_NAMESPACE: "other" });
    const { namespace } = await open({ token: "mine" }, other.surroundings);
    expect(namespace).toBe("other");
  });

  it("a kubeconfig comes first, and one that is broken is told", async () => {
    const { surroundings } = await pod();
    const file = kubeconfig({ server: "http://localhost:1" }, {});
    const environment = { ...surroundings.environment, KUBECONFIG: file };
    const connection = await open({}, { ...surroundings, environment });
    expect(connection.server).toBe("http://localhost:1");
    expect(await failure({ context: "no" }, surroundings)).toContain(
      'no context "no"',
    );
    writeFileSync(file, "- [");
    expect(await failure({}, { ...surroundings, environment })).toContain(
      "not a kubeconfig",
    );
  });

  it("an IPv6 address is put in brackets", async () => {
    const { surroundings } = await pod({
      KUBERNETES_SERVICE_HOST: "fd00::1",
      KUBERNETES_SERVICE_PORT: "443",
    });
    expect((await open({}, surroundings)).server).toBe("https://[fd00::1]");
  });

  it("it must be one: with host, port and token", async () => {
    for (const environment of [
      { KUBERNETES_SERVICE_HOST: "" },
      { KUBERNETES_SERVICE_PORT: "" },
    ] as { [name: string]: string }[]) {
      const { surroundings, folder } = await pod(environment);
      expect(await failure({}, surroundings)).toBe(
        `ConfigError: no cluster is configured: "${join(folder, ".kube", "config")}" (not there) has no context; give "kubeconfig" or "server", or set $KUBECONFIG`,
      );
    }
    const { surroundings } = await pod();
    const serviceAccountFolder = temporaryFolder();
    expect(
      await failure({}, { ...surroundings, serviceAccountFolder }),
    ).toContain("no cluster is configured");
  });
});

it.each(["undici", "yaml"])(
  "says what to do where %s is not installed",
  (name) => {
    const folder = compiledRuntime("module", { withPackages: false });
    writeFileSync(
      join(folder, "main.js"),
      `import { openConnection } from "./connect.js";
    openConnection(${name === "undici" ? '{ server: "http://127.0.0.1:1" }' : "{}"})
      .catch((error) => console.log(error.name + ": " + error.message));`,
    );
    const { stdout } = spawnSync(process.execPath, [join(folder, "main.js")]);
    expect(String(stdout)).toBe(
      `ConfigError: the package "${name}" is not installed: npm i ${name}\n`,
    );
  },
);
