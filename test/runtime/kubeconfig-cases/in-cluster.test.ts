import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findIdentity } from "../../../templates/runtime/identity.js";
import { certificates } from "../certificates.js";
import { ask, failure, kubeconfig, open, whoAmI } from "../connections.js";
import { temporaryFolder, writeFiles } from "../servers.js";

// The rows G of the table of kubeconfig cases: in a pod. That a token is read again as it changes (G8) is tested in
// credentials.test.ts.

const { ca, otherCa } = certificates();

/** A pod with a service account, and no kubeconfig. */
function pod(environment: { readonly [name: string]: string } = {}) {
  const folder = temporaryFolder();
  writeFiles(folder, { token: "pod-token\n", "ca.crt": ca, namespace: "ns\n" });
  const surroundings = {
    environment: {
      HOME: folder,
      KUBERNETES_SERVICE_HOST: "10.0.0.1",
      KUBERNETES_SERVICE_PORT: "443",
      ...environment,
    },
    serviceAccountFolder: folder,
  };
  return {
    folder,
    surroundings,
    identity: (options = {}) => findIdentity(options, surroundings),
    failure: (options = {}) => failure(options, surroundings),
  };
}

/** A pod whose API server answers. */
async function livePod() {
  const server = await whoAmI();
  const made = pod({
    KUBERNETES_SERVICE_HOST: "127.0.0.1",
    KUBERNETES_SERVICE_PORT: String(server.port),
  });
  return { ...made, server };
}

describe("in a pod", () => {
  it("G1 the service account gives server, authority, token and namespace", async () => {
    const { server, surroundings } = await livePod();
    const connection = await open({}, surroundings);
    expect(connection).toMatchObject({ namespace: "ns", server: server.url });
    expect(await ask(connection)).toEqual({
      authorization: "Bearer pod-token",
    });
  });

  it("G1 an IPv6 address is put in brackets", async () => {
    const { identity } = pod({ KUBERNETES_SERVICE_HOST: "fd00::1" });
    expect((await identity()).server).toBe("https://[fd00::1]:443");
  });

  it.each([
    { KUBERNETES_SERVICE_HOST: "" },
    { KUBERNETES_SERVICE_PORT: "" },
  ] as { [name: string]: string }[])(
    "G2 it is none without host and port: %j",
    async (environment) => {
      const { folder, failure } = pod(environment);
      expect(await failure()).toBe(
        `ConfigError: no cluster is configured: "${join(folder, ".kube", "config")}" (not there) has no context; give "kubeconfig" or "server", or set $KUBECONFIG`,
      );
    },
  );

  it("G3 a token must be there, and not be empty", async () => {
    const { folder, failure } = pod();
    writeFileSync(join(folder, "token"), "\n");
    expect(await failure()).toContain(
      `cannot read the token file "${join(folder, "token")}": it is empty`,
    );
    rmSync(join(folder, "token"));
    const message = await failure();
    expect(message).toContain("ConfigError: no cluster is configured: ");
    expect(message).toContain(
      `this looks like a pod, but it has no service account token "${join(folder, "token")}": see "automountServiceAccountToken"`,
    );
  });

  it("G3 without an authority there are the system's; one that is none is told", async () => {
    const { folder, identity, failure } = pod();
    writeFileSync(join(folder, "ca.crt"), "");
    expect(await failure()).toContain(
      `"${join(folder, "ca.crt")}" (the pod's service account) is not a certificate in PEM`,
    );
    rmSync(join(folder, "ca.crt"));
    expect((await identity()).certificateAuthority).toBeUndefined();
  });

  it("G4 $POD_NAMESPACE comes before the service account's namespace, and default is the last", async () => {
    const named = pod({ POD_NAMESPACE: "other" });
    expect((await named.identity()).namespace).toBe("other");
    const { folder, identity } = pod();
    expect((await identity()).namespace).toBe("ns");
    writeFileSync(join(folder, "namespace"), " \n");
    expect((await identity()).namespace).toBe("default");
    rmSync(join(folder, "namespace"));
    expect((await identity()).namespace).toBe("default");
  });

  it("G4 the namespace is also that of a context that names none", async () => {
    const context = (namespace: string) => {
      const folder = temporaryFolder();
      writeFiles(folder, {
        config: `current-context: x
clusters: [{ name: c, cluster: { server: "https://c" } }]
contexts: [{ name: x, context: { cluster: c${namespace} } }]
`,
      });
      return { kubeconfig: join(folder, "config") };
    };
    const { folder, identity } = pod();
    expect((await identity(context(""))).namespace).toBe("ns");
    expect((await identity(context(", namespace: team"))).namespace).toBe(
      "team",
    );
    expect((await identity(context(", namespace: default"))).namespace).toBe(
      "default",
    );
    rmSync(join(folder, "token"));
    expect((await identity(context(""))).namespace).toBe("default");
  });

  it("G5 a kubeconfig comes first, and one that is broken is told", async () => {
    const { surroundings } = pod();
    const file = kubeconfig({ server: "http://localhost:1" }, {});
    const environment = { ...surroundings.environment, KUBECONFIG: file };
    const withFile = { ...surroundings, environment };
    const connection = await open({}, withFile);
    expect(connection.server).toBe("http://localhost:1");
    expect(await failure({ context: "no" }, surroundings)).toContain(
      'no context "no"',
    );
    for (const [text, expected] of [
      ["- [", "not a kubeconfig"],
      ["current-context: x", 'no context "x"'],
      [
        "current-context: x\ncontexts: [{ name: x, context: { cluster: c } }]",
        'no cluster "c"',
      ],
    ] as const) {
      writeFileSync(file, text);
      expect(await failure({}, withFile)).toContain(expected);
    }
  });

  it("G5 a kubeconfig that selects nothing leaves it to the pod", async () => {
    const { surroundings } = pod();
    const file = kubeconfig({ server: "http://localhost:1" }, {});
    const environment = { ...surroundings.environment, KUBECONFIG: file };
    for (const text of [
      "",
      "kind: Config",
      "clusters: []\ncurrent-context: ''",
    ]) {
      writeFileSync(file, text);
      const found = await findIdentity({}, { ...surroundings, environment });
      expect(found.server).toBe("https://10.0.0.1:443");
    }
  });

  it("G6 the options come before the service account", async () => {
    const { folder, server, surroundings } = await livePod();
    writeFiles(folder, { mine: "my-file\n", "other.crt": otherCa });
    const byToken = await open({ token: "mine" }, surroundings);
    expect(await ask(byToken)).toEqual({ authorization: "Bearer mine" });
    const tokenFile = join(folder, "mine");
    const byFile = await open({ tokenFile }, surroundings);
    expect(await ask(byFile)).toEqual({ authorization: "Bearer my-file" });
    const wrong = { certificateAuthority: join(folder, "other.crt") };
    await expect(ask(await open(wrong, surroundings))).rejects.toThrow();
    // With a server nothing of the pod is taken: its token is not for another one.
    const options = { server: server.url, insecureSkipTlsVerify: true };
    expect(await ask(await open(options, surroundings))).toEqual({});
    const named = await open({ namespace: "mine" }, surroundings);
    expect(named.namespace).toBe("mine");
  });

  it.each(["80", "8080"])("G7 port %s speaks TLS as well", async (port) => {
    const { identity } = pod({ KUBERNETES_SERVICE_PORT: port });
    expect((await identity()).server).toBe(`https://10.0.0.1:${port}`);
  });

  it("G8 the token is taken from its file for each connection", async () => {
    const { folder, identity } = pod();
    expect(await identity()).toMatchObject({
      tokenFile: join(folder, "token"),
    });
    expect((await identity()).token).toBeUndefined();
  });

  it("G9 the token is sent after the word Bearer", async () => {
    const { surroundings } = await livePod();
    expect(await ask(await open({}, surroundings))).toEqual({
      authorization: expect.stringMatching(/^Bearer /),
    });
  });
});
