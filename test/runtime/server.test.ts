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
