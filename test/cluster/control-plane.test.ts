import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, inject, onTestFinished, test } from "vitest";
import { parse } from "yaml";

import { startControlPlane } from "./control-plane.js";
import { type Answer, type Identity, send } from "./https-request.js";
import { Keeper } from "./keeper.js";

const cluster = inject("cluster");
const certificateAuthority = readFileSync(cluster.certificateAuthority, "utf8");

const get = (path: string, identity: Partial<Identity> = {}): Promise<Answer> =>
  send(cluster.server, path, { certificateAuthority, ...identity });

describe("the control plane of this run", () => {
  test("is of the version that go.mod names", async () => {
    const answer = await get("/version", { token: cluster.adminToken });
    const { gitVersion } = JSON.parse(answer.body) as { gitVersion: string };
    if (cluster.origin === "built") expect(gitVersion).toBe("v1.37.2");
    else expect(gitVersion).toMatch(/^v1\./);
  });

  test("knows an administrator by token and by client certificate", async () => {
    const { clientCertificate, clientKey, adminToken } = cluster;
    const byToken = await get("/api/v1/nodes", { token: adminToken });
    expect(byToken.status).toBe(200);

    if (clientCertificate === undefined || clientKey === undefined) return;
    const byCertificate = await get("/api/v1/nodes", {
      clientCertificate: await readFile(clientCertificate, "utf8"),
      clientKey: await readFile(clientKey, "utf8"),
    });
    expect(byCertificate.status).toBe(200);
  });

  test("refuses the weak user and whoever gives no name", async () => {
    const weak = await get("/api/v1/nodes", { token: cluster.weakToken });
    expect(weak.status).toBe(403);
    expect(weak.body).toContain(`User \\"${cluster.weakUser}\\" cannot list`);

    const anonymous = await get("/api/v1/nodes");
    expect(anonymous.status).toBe(403);
    expect(anonymous.body).toContain(`User \\"system:anonymous\\"`);

    const unknown = await get("/api/v1/nodes", { token: "nobody's" });
    expect(unknown.status).toBe(401);
  });

  test("is named by a kubeconfig with three contexts", async () => {
    const config = parse(await readFile(cluster.kubeconfig, "utf8")) as {
      "current-context": string;
      contexts: { name: string }[];
      clusters: { cluster: { server: string } }[];
    };
    expect(config["current-context"]).toBe("admin");
    expect(config.contexts.map(({ name }) => name)).toEqual([
      "admin",
      "admin-token",
      "weak",
    ]);
    expect(config.clusters[0]?.cluster.server).toBe(cluster.server);
  });
});

describe("startControlPlane", () => {
  test("passes on flags, and leaves nothing behind when stopped", async () => {
    const second = await startControlPlane({
      apiServerFlags: ["--anonymous-auth=false"],
    });
    onTestFinished(() => second.stop());
    const ca = await readFile(second.cluster.certificateAuthority, "utf8");
    const anonymous = { certificateAuthority: ca };
    const answer = await send(second.cluster.server, "/version", anonymous);
    expect(answer.status).toBe(401);

    await second.stop();
    await expect(
      send(second.cluster.server, "/version", anonymous),
    ).rejects.toThrow("ECONNREFUSED");
    expect(existsSync(second.cluster.kubeconfig)).toBe(false);
  });

  test("shows the end of the log of what does not come up", async () => {
    const refused = startControlPlane({ apiServerFlags: ["--no-such-flag"] });
    await expect(refused).rejects.toThrow(
      /kube-apiserver: exit code 1; .*unknown flag: --no-such-flag/s,
    );
  });
});

describe("Keeper", () => {
  const startSleeping = (): ChildProcess => {
    const sleeping = spawn("sleep", ["600"]);
    onTestFinished(() => void sleeping.kill("SIGKILL"));
    return sleeping;
  };

  test("ends what it started and removes its folder", async () => {
    const keeper = await Keeper.start("kubewright-keeper-");
    const sleeping = keeper.run("sleep", "sleep", ["600"]);
    await sleeping.throwIfEnded();

    await keeper.stop();
    expect(existsSync(keeper.folder)).toBe(false);
    await expect(keeper.stop()).resolves.toBeUndefined();
  });

  test("does so when the pipe from its owner closes, but for what has ended before", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kubewright-keeper-"));
    const [first, ended, last] = [
      startSleeping(),
      startSleeping(),
      startSleeping(),
    ];
    const script = spawn(join(import.meta.dirname, "keeper.sh"), [folder]);
    for (const { pid } of [first, ended, last])
      script.stdin.write(`+ ${pid}\n`);
    script.stdin.end(`- ${ended.pid}\n`);
    await Promise.all(
      [script, first, last].map((child) => once(child, "exit")),
    );

    expect(ended.signalCode).toBeNull();
    expect(existsSync(folder)).toBe(false);
  });
});
