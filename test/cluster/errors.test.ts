import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";

import { afterAll, describe, expect, inject, onTestFinished } from "vitest";

import type { ConnectOptions, Kubernetes } from "../../output/index.js";
import { createAuthority } from "./certificates.js";
import type { ClientModule } from "./generated-client.js";
import { test, uniqueName } from "./live-client.js";
import { startProxy } from "./tcp-proxy.js";

const cluster = inject("cluster");
const { server, certificateAuthority, adminToken: token } = cluster;

/** Everything that these tests saw thrown, or hold a connection by. */
const seen: unknown[] = [];

/** The error of a call. */
const errorOf = async (call: Promise<unknown>): Promise<Error> => {
  const error = await call.then(
    () => expect.unreachable("the call succeeded"),
    (thrown: unknown) => thrown,
  );
  seen.push(error);
  return error as Error;
};

const connected = async (
  live: ClientModule,
  options: ConnectOptions,
): Promise<Kubernetes> => {
  const client = await live.connect(options);
  seen.push(client);
  onTestFinished(() => client.close());
  return client;
};

afterAll(() => {
  expect(seen.length).toBeGreaterThan(15);
  const secrets = [cluster.adminToken, cluster.weakToken];
  if (cluster.clientKey !== undefined)
    secrets.push(readFileSync(cluster.clientKey, "utf8").split("\n")[1] ?? "");
  for (const one of seen) {
    const shown = [
      inspect(one, { depth: 8, showHidden: true }),
      String(one),
      one instanceof Error ? `${one.stack} ${JSON.stringify(one)}` : "",
    ].join("\n");
    for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
  }
});

describe("who may not", () => {
  test("is told which rule would allow it, and that rule does", async ({
    k8s,
    live,
    namespace,
  }) => {
    const { kubeconfig, weakUser } = cluster;
    const weak = await connected(live, { kubeconfig, context: "weak" });
    const leases = weak.coordination.v1.leases(namespace);
    const error = await errorOf(leases.list());
    expect(live.isForbidden(error)).toBe(true);
    expect(error.message).toBe(
      `GET /apis/coordination.k8s.io/v1/namespaces/${namespace}/leases: 403 Forbidden: ` +
        `leases.coordination.k8s.io is forbidden: User "${weakUser}" cannot list resource "leases" in API group "coordination.k8s.io" in the namespace "${namespace}"; ` +
        'an RBAC rule that allows it: { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["list"] }, ' +
        `in a Role of the namespace "${namespace}"`,
    );
    const watch = leases.watch()[Symbol.asyncIterator]();
    expect(live.isForbidden(await errorOf(watch.next()))).toBe(true);

    const rbac = k8s.rbacAuthorization.v1;
    const metadata = { name: "list-leases" };
    await rbac.roles(namespace).create({
      metadata,
      rules: [
        {
          apiGroups: ["coordination.k8s.io"],
          resources: ["leases"],
          verbs: ["list"],
        },
      ],
    });
    const apiGroup = "rbac.authorization.k8s.io";
    await rbac.roleBindings(namespace).create({
      metadata,
      roleRef: { apiGroup, kind: "Role", name: metadata.name },
      subjects: [{ apiGroup, kind: "User", name: weakUser }],
    });
    // The authorizer hears of it a little later.
    await expect
      .poll(() => leases.list(), { timeout: 60_000 })
      .toMatchObject({ items: [] });
  });

  test("is told that no credentials were sent", async ({ live }) => {
    const options = { server, certificateAuthority };
    const anonymous = await connected(live, options);
    const error = await errorOf(anonymous.core.v1.pods().list());
    expect(live.isForbidden(error)).toBe(true);
    expect(error.message).toMatch(
      /User "system:anonymous".*; no credentials were sent$/,
    );
  });

  test("is told that the credentials do not do", async ({ live }) => {
    const options = { server, certificateAuthority, token: "nobody's" };
    const unknown = await connected(live, options);
    const error = await errorOf(unknown.core.v1.pods().list());
    expect(live.isUnauthorized(error)).toBe(true);
    expect(error.message).toContain("did not accept the credentials");
    expect(inspect(error)).not.toContain("nobody's");
  });
});

describe("what is refused", () => {
  test("says what is not there", async ({ k8s, live, namespace }) => {
    const error = await errorOf(k8s.apps.v1.deployments(namespace).get("web"));
    expect(live.isNotFound(error)).toBe(true);
    expect(error).toMatchObject({
      message: `GET /apis/apps/v1/namespaces/${namespace}/deployments/web: 404 NotFound: deployments.apps "web" not found`,
      status: 404,
      reason: "NotFound",
      details: { group: "apps", kind: "deployments", name: "web" },
      method: "GET",
      path: `/apis/apps/v1/namespaces/${namespace}/deployments/web`,
    });

    const kind = await errorOf(k8s.resource("apps/v1", "Deploiment").list());
    expect(kind.message).toContain("Deployment");
    const group = await errorOf(k8s.resource("example.com/v1", "A").list());
    expect(group.message).toContain('it does not serve "example.com/v1"');
    const path = "/apis/apps/v1/nothing";
    expect(live.isNotFound(await errorOf(k8s.request({ path })))).toBe(true);
  });

  test("says what stands against it", async ({ k8s, live, namespace }) => {
    const leases = k8s.coordination.v1.leases(namespace);
    const created = await leases.create({ metadata: { name: "taken" } });
    const taken = await errorOf(leases.create({ metadata: { name: "taken" } }));
    expect(live.isAlreadyExists(taken)).toBe(true);
    expect(live.isConflict(taken)).toBe(false);
    expect(taken.message).toContain(
      '409 AlreadyExists: leases.coordination.k8s.io "taken" already exists',
    );

    await leases.patch("taken", { spec: { holderIdentity: "someone" } });
    const stale = await errorOf(leases.update(created));
    expect(live.isConflict(stale)).toBe(true);
    expect(stale.message).toContain("the object has been modified");
  });

  test("says which fields do not validate", async ({
    k8s,
    live,
    namespace,
  }) => {
    const error = await errorOf(
      k8s.apps.v1.deployments(namespace).create({
        metadata: { name: "Web" },
        spec: {
          replicas: -1,
          selector: { matchLabels: { app: "web" } },
          template: {
            metadata: { labels: { app: "other" } },
            spec: { containers: [{ name: "web" }] },
          },
        },
      }),
    );
    expect(live.isInvalid(error)).toBe(true);
    const [head, ...lines] = error.message.split("\n");
    expect(head).toBe(
      `POST /apis/apps/v1/namespaces/${namespace}/deployments: 422 Invalid: Deployment.apps "Web" is invalid:`,
    );
    expect(lines.map((line) => line.slice(0, 50)).sort()).toEqual(
      lines.map((line) => line.slice(0, 50)).sort(),
    );
    expect(error).toMatchObject({
      details: {
        causes: expect.arrayContaining([
          {
            reason: "FieldValueInvalid",
            field: "spec.replicas",
            message: expect.stringContaining(
              "must be greater than or equal to 0",
            ),
          },
        ]),
      },
    });
    expect(lines).toHaveLength(4);
  });

  test("has a word for each", async ({ k8s, live, namespace }) => {
    const configMaps = k8s.core.v1.configMaps(namespace);
    const metadata = { name: "large" };
    const large = configMaps.create({
      metadata,
      data: { large: "x".repeat(4 * 2 ** 20) },
    });
    expect(live.isRequestTooLarge(await errorOf(large))).toBe(true);

    const path = "/api/v1/namespaces";
    const method = await errorOf(k8s.request({ method: "PUT", path }));
    expect(live.isMethodNotAllowed(method)).toBe(true);

    const type = k8s.request({
      method: "PATCH",
      path: `${path}/${namespace}`,
      body: {},
      contentType: "application/example",
    });
    expect(live.isUnsupportedMediaType(await errorOf(type))).toBe(true);

    const selector = configMaps.list({ labelSelector: "a=" + ",,=" });
    expect(live.isBadRequest(await errorOf(selector))).toBe(true);
    const token = configMaps.list({ continue: "nonsense" });
    expect(live.isBadRequest(await errorOf(token))).toBe(true);
  });
});

describe("no answer", () => {
  test("comes from a server that is not trusted", async ({ live }) => {
    const folder = mkdtempSync(join(tmpdir(), "kubewright-authority-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { certificate } = await createAuthority(folder, "other");
    const wrong = { server, token, certificateAuthority: certificate };
    const client = await connected(live, wrong);
    const error = await errorOf(client.server.version());
    expect(error).toBeInstanceOf(live.ConnectionError);
    expect(error).toMatchObject({ sent: false });
    expect(error.message).toContain(
      "its certificate is not signed by an authority that is trusted here; check the certificate authority",
    );

    const open = await connected(live, {
      server,
      token,
      insecureSkipTlsVerify: true,
    });
    expect((await open.server.version()).gitVersion).toMatch(/^v1\./);
  });

  test("comes from one that is another", async ({ live }) => {
    const tlsServerName = "kube.example";
    const client = await connected(live, {
      server,
      token,
      certificateAuthority,
      tlsServerName,
    });
    const error = await errorOf(client.server.version());
    expect(error).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  test("comes from one that is down", async ({ live, namespace }) => {
    const proxy = await startProxy(server);
    const client = await connected(live, {
      server: `https://127.0.0.1:${proxy.port}`,
      tlsServerName: new URL(server).hostname,
      certificateAuthority,
      token,
    });
    const leases = client.coordination.v1.leases(namespace);
    await leases.create({ metadata: { name: uniqueName("before") } });
    await proxy.stop();
    const lost = leases.create({ metadata: { name: uniqueName("after") } });
    const error = await errorOf(lost);
    expect(error).toBeInstanceOf(live.ConnectionError);
    expect(error.message).toContain(
      `POST /apis/coordination.k8s.io/v1/namespaces/${namespace}/leases: no answer from https://127.0.0.1:${proxy.port}: `,
    );
    const refused = await errorOf(leases.list({ timeoutMs: 60_000 }));
    expect(refused).toMatchObject({ code: "ECONNREFUSED", sent: false });
    expect(refused.message).toContain("does the server run");
  });
});
