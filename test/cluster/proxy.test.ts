import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import {
  afterAll,
  beforeAll,
  describe,
  expect,
  inject,
  onTestFinished,
} from "vitest";

import { test, uniqueName } from "./live-client.js";

/** Any that is no loopback one, which API servers proxy to none of: each leads to 127.0.0.1 here. */
const address = "192.0.2.7";

let program: Server;
let port = 0;

/** Says what it was asked; `/status/418` is its own failure, `/away` a redirect, `/stream` ends when it is asked to. */
beforeAll(async () => {
  program = createServer((request, response) => {
    const { method, url = "", headers } = request;
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      const status = Number(/^\/status\/(\d+)/.exec(url)?.[1] ?? 200);
      if (url === "/away") response.setHeader("location", "/elsewhere");
      response.setHeader("content-type", "application/json");
      response.writeHead(url === "/away" ? 302 : status);
      response.end(
        JSON.stringify({
          method,
          url,
          body,
          type: headers["content-type"],
          authorization: headers.authorization,
        }),
      );
    });
  });
  await new Promise<void>((resolve) => program.listen(0, "127.0.0.1", resolve));
  ({ port } = program.address() as AddressInfo);
});
afterAll(() => program.close());

// An API server of another origin does not reach what listens here.
describe.runIf(inject("cluster").whole)("a proxy", () => {
  const podName = "web-0";

  test.beforeAll(async ({ k8s, namespace }) => {
    const pods = k8s.core.v1.pods(namespace);
    await pods.create({
      metadata: { name: podName },
      spec: {
        // Nobody is to run it, nor to say where it is.
        schedulerName: "none",
        containers: [
          {
            name: "web",
            image: "web",
            ports: [{ name: "http", containerPort: port }],
          },
        ],
      },
    });
    await pods.status.patch(podName, {
      status: { phase: "Running", podIP: address, podIPs: [{ ip: address }] },
    });
    await k8s.core.v1.services(namespace).create({
      metadata: { name: "web" },
      spec: { ports: [{ name: "http", port: 80 }], clusterIP: "None" },
    });
    await k8s.core.v1
      .services(namespace)
      .create({ metadata: { name: "none" }, spec: { ports: [{ port: 80 }] } });
    await k8s.discovery.v1.endpointSlices(namespace).create({
      metadata: {
        name: "web",
        labels: { "kubernetes.io/service-name": "web" },
      },
      addressType: "IPv4",
      endpoints: [
        {
          addresses: [address],
          conditions: { ready: true },
          targetRef: { kind: "Pod", name: podName, namespace },
        },
      ],
      ports: [{ name: "http", port }],
    });
  });

  test.for(["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"] as const)(
    "of a pod carries %s, its path, query and body",
    async (method, { k8s, namespace }) => {
      const answer = await k8s.core.v1.pods(namespace).proxy(podName, {
        port,
        method,
        // Two slashes are one to the API server.
        path: "/a//b c/",
        query: { x: [1, 2].map(String), y: "&" },
        ...(method === "GET" ? {} : { body: "text" }),
      });
      expect([answer.status, answer.ok]).toEqual([200, true]);
      expect(await answer.json()).toEqual({
        method,
        url: "/a/b%20c/?x=1&x=2&y=%26",
        body: method === "GET" ? "" : "text",
        ...(method === "GET" ? {} : { type: "text/plain; charset=utf-8" }),
      });
    },
  );

  test("of a pod has the head alone of HEAD", async ({ k8s, namespace }) => {
    const answer = await k8s.core.v1
      .pods(namespace)
      .proxy(podName, { port, scheme: "http", method: "HEAD" });
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(await answer.text()).toBe("");
  });

  test("of a service goes to the pod behind its port", async ({
    k8s,
    namespace,
  }) => {
    for (const named of ["http", 80]) {
      const answer = await k8s.core.v1
        .services(namespace)
        .proxy("web", { port: named, path: "metrics" });
      expect(await answer.json()).toMatchObject({ url: "/metrics" });
    }
  });

  test("of a node goes to any of its ports", async ({ k8s }) => {
    const name = uniqueName("node");
    const { nodes } = k8s.core.v1;
    await nodes.create({ metadata: { name } });
    onTestFinished(async () => void (await nodes.delete(name)));
    await nodes.status.patch(name, {
      status: { addresses: [{ type: "InternalIP", address }] },
    });
    const answer = await nodes.proxy(name, { port, scheme: "http" });
    expect(await answer.json()).toMatchObject({ url: "/" });
  });

  test("gives the program's own failures and redirects as they are", async ({
    k8s,
    namespace,
  }) => {
    const ask = (path: string) =>
      k8s.core.v1.pods(namespace).proxy(podName, { port, path });
    const failed = await ask("/status/418");
    expect([failed.status, failed.ok]).toEqual([418, false]);
    expect(await failed.json()).toMatchObject({ url: "/status/418" });
    const away = await ask("/away");
    expect(away.status).toBe(302);
    expect(String(away.headers["location"])).toMatch(/\/proxy\/elsewhere$/);
    await away.dismiss();
  });

  test("does not show the program who asks", async ({
    k8s,
    namespace,
    live,
  }) => {
    const { kubeconfig } = inject("cluster");
    const byToken = await live.connect({ kubeconfig, context: "admin-token" });
    onTestFinished(() => byToken.close());
    const answer = await byToken.core.v1
      .pods(namespace)
      .proxy(podName, { port });
    expect(await answer.json()).not.toHaveProperty("authorization");
    expect(k8s.namespace).toBe("default");
  });

  test("throws what the API server itself refuses", async ({
    k8s,
    live,
    namespace,
  }) => {
    const { core } = k8s;
    const errorOf = async (call: Promise<unknown>): Promise<unknown> =>
      call.then(
        () => expect.unreachable("the call succeeded"),
        (error: unknown) => error,
      );
    const missing = core.v1.pods(namespace).proxy("no-such");
    expect(live.isNotFound(await errorOf(missing))).toBe(true);
    const empty = core.v1.services(namespace).proxy("none", { port: 80 });
    expect(live.isServiceUnavailable(await errorOf(empty))).toBe(true);
    const closed = core.v1.pods(namespace).proxy(podName, { port: 1 });
    expect(String(await errorOf(closed))).toContain(
      "error trying to reach service",
    );
  });
});
