import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeAll, describe, expect, inject, onTestFinished } from "vitest";

import { httpProxy, proxyUserInfo, socksProxy } from "../runtime/proxies.js";
import { createAuthority } from "./certificates.js";
import { test, uniqueName } from "./live-client.js";
import {
  entries,
  type Platform,
  platforms,
  runOn,
  typeCheckOn,
  writePlatformFolder,
} from "./platform-folder.js";
import { expectedLife } from "./platform-life.js";
import { runPod, writeLog } from "./running-pods.js";

const cluster = inject("cluster");
const { server, certificateAuthority, kubeconfig } = cluster;
const { clientCertificate = "", clientKey = "" } = cluster;

/** The administrator, by a certificate; and nothing of a kubeconfig. */
const certificate = { server, clientCertificate, clientKey };
const admin = { ...certificate, certificateAuthority };

let folder: string;
beforeAll(async () => {
  folder = await writePlatformFolder();
});

async function newFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "kubewright-platform-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

/** The certificate of an authority that nobody knows. */
async function strangerAuthority(): Promise<string> {
  const { certificate: file } = await createAuthority(
    await newFolder(),
    "stranger",
  );
  return file;
}

const isAdmin = {
  username: "admin",
  groups: expect.arrayContaining(["system:masters"]) as unknown,
};
const untrusted = {
  stage: "request",
  error: {
    name: "ConnectionError",
    message: expect.stringContaining(
      "its certificate is not signed by an authority that is trusted here",
    ) as unknown,
  },
};
const refusedAtConnect = (...words: readonly string[]): object => ({
  stage: "connect",
  error: {
    name: "ConfigError",
    message: expect.stringMatching(
      new RegExp(words.join(".*"), "s"),
    ) as unknown,
  },
});

// The administrator of another cluster may have no certificate.
describe.runIf(cluster.clientCertificate !== undefined).each(platforms)(
  "$name",
  (platform: Platform) => {
    const run = (
      task: string,
      input: object,
      environment?: Readonly<Record<string, string>>,
      entry = entries.package,
    ): Promise<unknown> =>
      runOn(platform, folder, { entry, task, input, environment });
    const who = (options: object): Promise<unknown> => run("who", { options });
    const isBun = platform.name === "Bun";

    test.for(Object.entries(entries))(
      "reads, writes, applies and watches by a certificate of a kubeconfig, as a %s",
      async ([, entry], { namespace }) => {
        const input = { options: { kubeconfig }, namespace };
        const lived = await run("life", input, {}, entry);
        expect(lived).toEqual(expectedLife(namespace));
      },
    );

    test("tells at once of a change behind what a watch begins with", async ({
      namespace,
    }) => {
      const name = uniqueName("late");
      const input = { options: admin, namespace, name };
      expect(await run("late", input)).toEqual({
        types: ["SYNC", "ADDED"],
        name,
      });
    });

    test.runIf(cluster.whole)("follows a log", async ({ k8s, namespace }) => {
      const pod = await runPod(k8s, namespace, ["main", "writer"]);
      const mark = `followed-${pod}`;
      const writing = setInterval(() => void writeLog(mark), 200);
      const input = { options: admin, namespace, pod };
      expect(await run("log", input)).toEqual({ line: mark });
      clearInterval(writing);
    });

    test("trusts the authority that it is given, and no server without", async () => {
      expect(await who(admin)).toEqual(isAdmin);
      const stranger = await strangerAuthority();
      const wrong = { ...admin, certificateAuthority: stranger };
      expect(await who(wrong)).toMatchObject(untrusted);
      expect(await who(certificate)).toMatchObject(untrusted);
    });

    test("reads an authority again where the server is not trusted by the one before", async () => {
      const file = join(await newFolder(), "ca.crt");
      await writeFile(file, await readFile(await strangerAuthority()));
      const text = await readFile(certificateAuthority, "utf8");
      const options = { ...admin, certificateAuthority: file };
      const replaced = { file, text };
      expect(await run("replaced", { options, replaced })).toEqual(isAdmin);
    });

    test("is nobody without a certificate, and never another one of the same process", async () => {
      expect(await who({ server, certificateAuthority })).toMatchObject({
        stage: "request",
        error: { name: "ApiError", status: expect.any(Number) as unknown },
      });
      const weak = { kubeconfig, context: "weak" };
      const { weakUser } = cluster;
      expect(await run("together", { all: [admin, weak] })).toEqual({
        names: [0, 1, 2].flatMap(() => ["admin", weakUser]),
      });
    });

    test("takes a certificate of a program that gives credentials", async () => {
      const [cert, key, ca] = await Promise.all(
        [clientCertificate, clientKey, certificateAuthority].map((file) =>
          readFile(file, "utf8"),
        ),
      );
      const given = {
        apiVersion: "client.authentication.k8s.io/v1",
        kind: "ExecCredential",
        status: { clientCertificateData: cert, clientKeyData: key },
      };
      const file = join(await newFolder(), "config");
      const exec = {
        apiVersion: given.apiVersion,
        command: "echo",
        args: [JSON.stringify(given)],
        interactiveMode: "Never",
      };
      const data = Buffer.from(ca ?? "").toString("base64");
      await writeFile(
        file,
        JSON.stringify({
          "current-context": "x",
          contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
          clusters: [
            {
              name: "c",
              cluster: { server, "certificate-authority-data": data },
            },
          ],
          users: [{ name: "u", user: { exec } }],
        }),
      );
      expect(await who({ kubeconfig: file })).toEqual(isAdmin);
    });

    test("acts as somebody with one group, and refuses one with two", async () => {
      const as = { user: "jane", groups: ["dev, ops"] };
      expect(await who({ ...admin, as })).toEqual({
        username: "jane",
        groups: expect.arrayContaining(["dev, ops"]) as unknown,
      });
      const two = { user: "jane", groups: ["dev", "ops"] };
      expect(await who({ ...admin, as: two })).toMatchObject(
        refusedAtConnect("impersonate-group", "fetch would join to one"),
      );
    });

    test("goes through a proxy, whatever NO_PROXY says for Bun, and refuses those that it cannot use", async () => {
      const proxy = await httpProxy({ auth: true });
      const proxyUrl = `http://${proxyUserInfo}127.0.0.1:${proxy.port}`;
      const environment = isBun ? { NO_PROXY: "127.0.0.1" } : {};
      const options = { ...admin, proxyUrl };
      expect(await run("who", { options }, environment)).toEqual(isAdmin);
      expect(proxy.targets).toContain(new URL(server).host);

      const socks = await socksProxy({ auth: true });
      const bySocks = await who({
        ...admin,
        proxyUrl: `socks5://${proxyUserInfo}127.0.0.1:${socks.port}`,
      });
      if (isBun) expect(bySocks).toMatchObject(refusedAtConnect("socks5://"));
      else expect(bySocks).toEqual(isAdmin);
      expect(socks.targets).toEqual(isBun ? [] : [new URL(server).host]);
      expect(
        await who({ ...admin, proxyUrl: "https://127.0.0.1:1" }),
      ).toMatchObject(refusedAtConnect("https://127.0.0.1:1"));
    });

    test("verifies another name of the server, or says that it cannot", async () => {
      const named = { ...admin, tlsServerName: "localhost" };
      const insecure = { ...certificate, insecureSkipTlsVerify: true };
      if (isBun) {
        expect(await who(named)).toEqual(isAdmin);
        expect(await who(insecure)).toEqual(isAdmin);
        const other = { ...admin, tlsServerName: "other.example.com" };
        expect(await who(other)).toMatchObject({
          stage: "request",
          error: {
            message: expect.stringContaining("ALTNAME_INVALID") as unknown,
          },
        });
        return;
      }
      expect(await who(named)).toMatchObject(refusedAtConnect("localhost"));
      expect(await who(insecure)).toMatchObject(
        refusedAtConnect("insecureSkipTlsVerify"),
      );
    });

    test.runIf(cluster.whole)(
      "runs programs in pods by a certificate, or says that it cannot",
      async ({ k8s, namespace }) => {
        const pod = await runPod(k8s, namespace);
        const done = await run("exec", { options: admin, namespace, pod });
        if (isBun)
          expect(done).toMatchObject({
            error: {
              name: "ConfigError",
              message: expect.stringContaining(
                "exec, attach and port-forward need the client of index.js",
              ) as unknown,
            },
          });
        else expect(done).toMatchObject({ code: 0, stdout: "from a pod\n" });
      },
    );

    test.runIf(isBun)(
      "needs its own transport: its undici is a stub",
      async () => {
        const options = { server };
        expect(await run("undici", { options })).toMatchObject({
          stage: "request",
          error: { name: "ConnectionError" },
        });
      },
    );

    test("has types of its own that the client compiles with", async () => {
      expect(await typeCheckOn(platform, folder)).toBe("");
    }, 300_000);

    test("refuses the client of the other platform", async () => {
      const other = isBun ? "deno" : "bun";
      const input = { options: admin };
      expect(await run("who", input, {}, `@acme/k8s/${other}`)).toMatchObject(
        refusedAtConnect(`${other}\\.js is for`, "index\\.js"),
      );
    });
  },
);
