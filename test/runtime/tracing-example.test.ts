import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, expect, test } from "vitest";

import { type Span, traceRequests } from "../../examples/tracing/tracing.js";
import { connect } from "../../output/index.js";

interface Recorded {
  readonly name: string;
  readonly attributes: Record<string, string | number>;
  status?: { code: number };
  ended: boolean;
}

let spans: Recorded[] = [];

/** A tracer that keeps what it is told. */
const tracer = {
  startSpan(
    name: string,
    { attributes }: { readonly attributes: Record<string, string | number> },
  ): Span {
    const recorded: Recorded = { name, attributes, ended: false };
    const spanId = String(spans.push(recorded)).padStart(16, "0");
    return {
      spanContext: () => ({
        traceId: "0af7651916cd43dd8448eb211c80319c",
        spanId,
        traceFlags: 1,
      }),
      setAttribute: (key, value) => void (attributes[key] = value),
      setStatus: (status) => void (recorded.status = status),
      end: () => void (recorded.ended = true),
    };
  },
};

let server: ReturnType<typeof createServer>;
const parents: (string | string[] | undefined)[] = [];
let url: string;

beforeEach(async () => {
  spans = [];
  parents.length = 0;
  server = createServer(({ headers, url: path }, response) => {
    const parent = headers["traceparent"];
    parents.push(parent);
    const isBusy = path?.endsWith("/busy") === true && parents.length === 1;
    const status = isBusy ? 503 : path?.endsWith("/none") === true ? 404 : 200;
    response.writeHead(status, isBusy ? { "retry-after": "0" } : {});
    response.end(JSON.stringify({ kind: "ConfigMap", metadata: {} }));
  });
  await new Promise<void>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve()),
  );
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test("the example of tracing makes a span of each try, and tells the server of it", async () => {
  const k8s = await connect({ server: url, onRequest: traceRequests(tracer) });
  const configMaps = k8s.core.v1.configMaps("default");
  await configMaps.get("busy");
  await expect(configMaps.get("none")).rejects.toThrow("404");
  await k8s.close();

  const path = "/api/v1/namespaces/default/configmaps";
  const request = { "http.request.method": "GET" };
  expect(spans).toEqual([
    {
      name: "GET",
      attributes: {
        ...request,
        "url.path": `${path}/busy`,
        "http.response.status_code": 503,
        "error.type": "503",
      },
      status: { code: 2 },
      ended: true,
    },
    {
      name: "GET",
      attributes: {
        ...request,
        "url.path": `${path}/busy`,
        "http.request.resend_count": 1,
        "http.response.status_code": 200,
      },
      ended: true,
    },
    {
      name: "GET",
      attributes: {
        ...request,
        "url.path": `${path}/none`,
        "http.response.status_code": 404,
        "error.type": "404",
      },
      status: { code: 2 },
      ended: true,
    },
  ]);
  expect(parents).toEqual(
    [1, 2, 3].map(
      (n) =>
        `00-0af7651916cd43dd8448eb211c80319c-${String(n).padStart(16, "0")}-01`,
    ),
  );
});

test("of a request that no answer came to, the span says why", async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const k8s = await connect({ server: url, onRequest: traceRequests(tracer) });
  const lost = k8s.core.v1.configMaps("default").get("lost");
  await expect(lost).rejects.toThrow();
  await k8s.close();
  expect(spans[0]).toMatchObject({
    attributes: { "error.type": "ConnectionError" },
    status: { code: 2 },
    ended: true,
  });
});
