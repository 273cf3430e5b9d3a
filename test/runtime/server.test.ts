import { describe, expect, it } from "vitest";
import { rootClient, type RootClient } from "../../templates/runtime/root.js";
import {
  fakeTransport,
  type FakeAnswer,
  type RecordedRequest,
} from "./fake-transport.js";

function client(answer: (request: RecordedRequest) => FakeAnswer) {
  const transport = fakeTransport(answer);
  const root = rootClient<RootClient>({ transport }, []);
  const asked = (): string[] =>
    transport.requests.map(({ method, url }) => `${method} ${url}`);
  return { root, transport, asked };
}

describe("what is not a resource", () => {
  it("has methods of its own", async () => {
    const { root, asked, transport } = client(({ url }) => ({
      body: url === "/" ? { paths: ["/api"] } : url.includes("z") ? "ok" : {},
    }));
    const { server } = root;
    expect(await server.paths()).toEqual(["/api"]);
    expect(await server.healthz()).toBe("ok");
    await server.readyz({ verbose: true, exclude: ["etcd", "ping"] });
    await server.livez();
    await server.version();
    await server.coreVersions();
    await server.groups();
    await server.group("apps");
    await server.resources("v1");
    await server.resources("apps/v1");
    await server.openapiV3();
    await server.openapiV2();
    await server.openIdConfiguration();
    await server.jwks();
    await server.metrics();
    await server.logs("kubelet/x y.log");
    expect(asked()).toEqual([
      "GET /",
      "GET /healthz",
      "GET /readyz?verbose=true&exclude=etcd&exclude=ping",
      "GET /livez",
      "GET /version",
      "GET /api",
      "GET /apis",
      "GET /apis/apps",
      "GET /api/v1",
      "GET /apis/apps/v1",
      "GET /openapi/v3",
      "GET /openapi/v2",
      "GET /.well-known/openid-configuration",
      "GET /openid/v1/jwks",
      "GET /metrics",
      "GET /logs/kubelet/x%20y.log",
    ]);
    expect(transport.requests[13]?.headers["accept"]).toBe(
      "application/jwk-set+json",
    );
  });

  it("can be asked raw", async () => {
    const { root, transport } = client(({ url }) =>
      url.startsWith("/json")
        ? {
            headers: { "content-type": "application/json; charset=utf-8" },
            body: { a: 1 },
          }
        : { headers: { "content-type": "text/plain" }, body: "text" },
    );
    expect(await root.request({ path: "/json" })).toEqual({ a: 1 });
    const body = { b: 2 };
    const query = { a: true, list: ["1", "2"], none: undefined };
    expect(
      await root.request({ method: "POST", path: "/x", query, body }),
    ).toBe("text");
    expect(transport.requests[1]).toMatchObject({
      method: "POST",
      url: "/x?a=true&list=1&list=2",
      headers: { "content-type": "application/json" },
      body,
    });
    await root.request({ method: "delete", path: "/x" });
    expect(transport.requests[2]?.method).toBe("DELETE");
    await expect(root.request({ path: "https://other" })).rejects.toThrow(
      /"path"/,
    );
  });
});

describe("the health of a server, part by part", () => {
  const failing = `[+]ping ok
[-]etcd failed: reason withheld
[+]poststarthook/rbac/bootstrap-roles ok
[+]log excluded: ok
readyz check failed
`;

  it("is an answer where a part is not well", async () => {
    const { root, asked } = client(() => ({ status: 500, body: failing }));
    expect(
      await root.server.health("readyz", { exclude: ["log", "x"] }),
    ).toEqual({
      ok: false,
      checks: [
        { name: "ping", ok: true, detail: "ok" },
        { name: "etcd", ok: false, detail: "failed: reason withheld" },
        { name: "poststarthook/rbac/bootstrap-roles", ok: true, detail: "ok" },
        { name: "log", ok: true, detail: "excluded: ok" },
      ],
    });
    expect(asked()).toEqual(["GET /readyz?verbose=true&exclude=log&exclude=x"]);
  });

  it("is asked of one part", async () => {
    const { root, asked } = client(({ url }) =>
      url.includes("etcd")
        ? { status: 500, body: "internal server error: no etcd\n" }
        : { body: "ok" },
    );
    const one = (check: string) => root.server.health("livez", { check });
    expect(await one("etcd")).toEqual({
      ok: false,
      checks: [
        { name: "etcd", ok: false, detail: "internal server error: no etcd" },
      ],
    });
    expect((await one("poststarthook/rbac/bootstrap-roles")).ok).toBe(true);
    expect(asked()[1]).toBe(
      "GET /livez/poststarthook/rbac/bootstrap-roles?verbose=true",
    );
    await expect(one("")).rejects.toThrow(TypeError);
    await expect(one("../metrics")).rejects.toThrow(TypeError);
  });

  it("is an error where it is not what was answered", async () => {
    for (const status of [401, 404, 500, 503]) {
      const { root } = client(() => ({ status, body: "something else" }));
      await expect(root.server.health("healthz")).rejects.toThrow(
        `GET /healthz: ${status}`,
      );
    }
  });

  it("is an error still of readyz() where a part is not well", async () => {
    const { root } = client(() => ({ status: 500, body: failing }));
    await expect(root.server.readyz()).rejects.toThrow("500");
  });
});
