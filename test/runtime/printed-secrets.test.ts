import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { openConnection } from "../../templates/runtime/connect.js";
import { readSettings } from "../../templates/runtime/connection-settings.js";
import { loadKubeconfig } from "../../templates/runtime/kubeconfig.js";
import { send } from "../../templates/runtime/request.js";
import { rootClient } from "../../templates/runtime/root.js";
import type { Transport } from "../../templates/runtime/types.js";
import { certificates } from "./certificates.js";
import { someFacts } from "./fake-transport.js";
import {
  sendFailure,
  startServer,
  temporaryFolder,
  writeFiles,
} from "./servers.js";

const get = { method: "GET", path: "/x" } as const;

function tokenFile(token: string): string {
  const folder = temporaryFolder();
  writeFiles(folder, { token });
  return join(folder, "token");
}

describe("what is printed", () => {
  const secret = "s3cr3t-t0ken";
  const { ca, clientCertificate, clientKey } = certificates();
  const keyLine = clientKey.split("\n")[1]!;

  /** All that `inspect` can find, hidden properties too. */
  function expectHidden(value: unknown): void {
    const options = { depth: Infinity, showHidden: true, getters: true };
    const shown =
      inspect(value, options) + JSON.stringify(value) + String(value);
    for (const text of [
      secret,
      Buffer.from(`me:${secret}`).toString("base64"),
      keyLine,
    ])
      expect(shown).not.toContain(text);
  }

  it("of a kubeconfig has no credentials", async () => {
    const folder = temporaryFolder();
    const user = {
      token: secret,
      password: secret,
      "client-key-data": Buffer.from(clientKey).toString("base64"),
    };
    writeFiles(folder, {
      config: JSON.stringify({ users: [{ name: "u", user }] }),
    });
    const config = await loadKubeconfig(join(folder, "config"), {});
    expect(config.users.get("u")?.token?.reveal()).toBe(secret);
    expectHidden(config);
    expect(inspect(config, { depth: Infinity })).not.toContain(
      user["client-key-data"].slice(0, 40),
    );
  });

  it("of a client, of its parts and of its errors has none", async () => {
    const server = await startServer((_, response) =>
      sendFailure(response, 401, "Unauthorized", "Unauthorized"),
    );
    const connect = async (user: object) =>
      openConnection({ server: server.url, ...user });
    for (const connection of [
      await connect({ token: secret }),
      await connect({ tokenFile: tokenFile(secret) }),
      await connect({
        token: secret,
        clientCertificate,
        clientKey,
        certificateAuthority: ca,
      }),
    ]) {
      const { transport } = connection;
      const facts = someFacts();
      const root = rootClient(connection, [
        {
          group: "apps",
          names: ["apps"],
          versions: { v1: { deployments: facts } },
        },
      ]);
      const handle = root.resource("apps/v1", "Deployment", { namespace: "x" });
      const error: unknown = await handle.get("web").catch((e) => e);
      expect(server.asked.at(-1)?.headers.authorization).toBe(
        `Bearer ${secret}`,
      );
      for (const value of [
        connection,
        transport,
        root,
        handle,
        root.server,
        error,
      ])
        expectHidden(value);
      await transport.close();
      expectHidden(await send(transport, get).catch((e: unknown) => e));
    }
  });

  it("of settings has none: basic, of a proxy, of certificates", async () => {
    const folder = temporaryFolder();
    const user = {
      username: "me",
      password: secret,
      "client-certificate-data":
        Buffer.from(clientCertificate).toString("base64"),
      "client-key-data": Buffer.from(clientKey).toString("base64"),
    };
    writeFiles(folder, {
      config: JSON.stringify({
        "current-context": "x",
        contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
        clusters: [
          {
            name: "c",
            cluster: {
              server: "https://kube.example",
              "proxy-url": `http://me:${secret}@127.0.0.1:1`,
            },
          },
        ],
        users: [{ name: "u", user }],
      }),
    });
    const options = { kubeconfig: join(folder, "config") };
    const settings = await readSettings(options);
    expect(await settings.credentials.authorization()).toContain("Basic ");
    expect(settings.transport.proxy?.user?.password.reveal()).toBe(secret);
    const connection = await openConnection(options);
    const error: unknown = await connection.transport
      .request(get)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
    for (const value of [settings, connection, error]) {
      expectHidden(value);
      expect(inspect(value, { depth: 10, showHidden: true })).not.toContain(
        user["client-key-data"].slice(0, 40),
      );
    }
  });

  it("of a connection that fails has none", async () => {
    const server = await startServer((_, response) => response.destroy());
    const open = (token: string): Promise<{ transport: Transport }> =>
      openConnection({ server: server.url, token });
    const { transport } = await open(secret);
    expectHidden(
      await send(transport, { ...get, method: "POST" }).catch(
        (e: unknown) => e,
      ),
    );
    // A header cannot hold this.
    const refused: unknown = await open(`${secret}\n`).catch((e) => e);
    expect(refused).toMatchObject({ name: "ConfigError" });
    expectHidden(refused);
    const headers = { authorization: `Bearer ${secret}\n` };
    const error: unknown = await send(transport, { ...get, headers }).catch(
      (e) => e,
    );
    expect(error).toMatchObject({ name: "ConnectionError", sent: false });
    expectHidden(error);
    await transport.close();
  });
});
