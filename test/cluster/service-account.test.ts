import {
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, inject, onTestFinished } from "vitest";

import type { Kubernetes } from "../../output/index.js";
import {
  type BoundTo,
  boundToken,
  letEdit,
  untilRefused,
} from "./bound-tokens.js";
import { test } from "./live-client.js";
import { startProxy } from "./tcp-proxy.js";

/** A folder as a kubelet fills it: files are links into `..data`, a link that is moved from one version to the next in one step. */
const mountTokens = async (
  namespace: string,
): Promise<{ folder: string; write(token: string): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), "kubewright-tokens-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { certificateAuthority } = inject("cluster");
  const ca = await readFile(certificateAuthority, "utf8");
  let version = 0;
  const write = async (token: string): Promise<void> => {
    const name = `..version-${++version}`;
    await mkdir(join(folder, name));
    const files = { token, "ca.crt": ca, namespace };
    for (const [file, text] of Object.entries(files))
      await writeFile(join(folder, name, file), text);
    await symlink(name, join(folder, "..data_tmp"));
    await rename(join(folder, "..data_tmp"), join(folder, "..data"));
    if (version > 1)
      return rm(join(folder, `..version-${version - 1}`), { recursive: true });
    for (const file of Object.keys(files))
      await symlink(join("..data", file), join(folder, file));
  };
  return { folder, write };
};

/** A pod that a token can be bound to. */
const runningPod = async (
  k8s: Kubernetes,
  namespace: string,
  name: string,
): Promise<BoundTo> => {
  const { metadata } = await k8s.core.v1.pods(namespace).create({
    metadata: { name },
    spec: {
      serviceAccountName: "app",
      containers: [{ name: "app", image: "example.com/app:1" }],
    },
  });
  return { kind: "Pod", name, uid: metadata.uid };
};

describe.runIf(inject("cluster").whole)("a pod's service account", () => {
  test("goes on when its token is changed, and the one before refused", async ({
    k8s,
    live,
    namespace,
  }) => {
    await k8s.core.v1
      .serviceAccounts(namespace)
      .create({ metadata: { name: "app" } });
    await letEdit(k8s, namespace, "app");
    const before = await runningPod(k8s, namespace, "before");
    const first = await boundToken(k8s, namespace, "app", before);
    const { folder, write } = await mountTokens(namespace);
    await write(first);

    const path = await startProxy(inject("cluster").server);
    onTestFinished(() => path.stop());
    const connection = await live.openConnection(
      {},
      {
        environment: {
          HOME: folder,
          KUBERNETES_SERVICE_HOST: "127.0.0.1",
          KUBERNETES_SERVICE_PORT: String(path.port),
        },
        serviceAccountFolder: folder,
      },
    );
    onTestFinished(() => connection.transport.close());
    expect(connection.namespace).toBe(namespace);
    const app = live.kubernetes(connection.transport, { namespace });
    const podOf = async (): Promise<readonly string[] | undefined> => {
      const { username, extra } = await app.whoAmI();
      expect(username).toBe(`system:serviceaccount:${namespace}:app`);
      return extra["authentication.kubernetes.io/pod-name"];
    };
    expect(await podOf()).toEqual(["before"]);
    const leases = app.coordination.v1.leases(namespace);
    const configMaps = app.core.v1.configMaps(namespace);
    await configMaps.create({ metadata: { name: "settings" } });
    await expect(leases.list()).resolves.toBeDefined();
    const watch = configMaps
      .watch({ fieldSelector: { "metadata.name": "settings" } })
      [Symbol.asyncIterator]();
    onTestFinished(async () => {
      await watch.return?.();
    });
    expect((await watch.next()).value).toMatchObject({ type: "SYNC" });

    const after = await runningPod(k8s, namespace, "after");
    await write(await boundToken(k8s, namespace, "app", after));
    await k8s.core.v1
      .pods(namespace)
      .delete("before", { gracePeriodSeconds: 0 });
    await untilRefused(first);

    // The token that the client remembers is less than a minute old: it is the server that says it is no longer good.
    expect(await podOf()).toEqual(["after"]);
    path.cut();
    await k8s.core.v1
      .configMaps(namespace)
      .patch("settings", { data: { a: "1" } });
    expect((await watch.next()).value).toMatchObject({
      object: { data: { a: "1" } },
    });
  });
});
