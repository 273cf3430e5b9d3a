import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { openSource } from "../../generator/source/open.js";
import { sendJson, startServer } from "../runtime/servers.js";
import {
  apiServer,
  everything,
  keys,
  load,
  texts,
  type Quirks,
} from "./source-api-server.js";
import { hashOf, problemsOf } from "./source-fixtures.js";

describe("an API server", () => {
  test("gives its documents by their hashes, and its version", async () => {
    const server = await startServer(apiServer());
    const loaded = await load(server.url);
    expect(keys(loaded)).toEqual(everything);
    expect(loaded[0]?.hash).toBe(hashOf(texts["api/v1"] ?? ""));
    expect(server.asked.map(({ url }) => url)).toContain(
      `/openapi/v3/api/v1?hash=${hashOf(texts["api/v1"] ?? "")}`,
    );
    expect(server.asked.every(({ method }) => method === "GET")).toBe(true);

    const source = await openSource([server.url], {}, new Diagnostics());
    expect((await source.version())?.gitVersion).toBe("v1.37.2");
    expect(await source.discovery()).toBeUndefined();
    expect(await source.openapiV2()).toBeUndefined();
    await source.close();
  });

  test("is asked as somebody else, where the options say so", async () => {
    const server = await startServer(apiServer());
    const options = { as: "jane", asUid: "u", asGroup: ["dev", "ops"] };
    const diagnostics = new Diagnostics();
    const source = await openSource([server.url], options, diagnostics);
    await source.version();
    await source.close();
    expect(server.asked[0]?.headers).toMatchObject({
      "impersonate-user": "jane",
      "impersonate-uid": "u",
      "impersonate-group": "dev, ops",
    });
    const nobody = await openSource(
      [server.url],
      { asGroup: ["x"] },
      diagnostics,
    );
    await expect(nobody.version()).rejects.toThrow("names no user");
    await nobody.close();
  });

  test("that warns of something has it told once", async () => {
    const answer = apiServer();
    const server = await startServer((request, response, incoming) => {
      response.setHeader("warning", '299 - "this is old"');
      answer(request, response, incoming);
    });
    const diagnostics = new Diagnostics();
    const source = await openSource([server.url], {}, diagnostics);
    await source.version();
    await source.list();
    await source.close();
    expect(diagnostics.list).toEqual([
      {
        severity: "warning",
        code: "server-warning",
        message: "the server warns of /version: this is old",
      },
    ]);
  });

  test("is asked for eight documents at a time, over connections that stay", async () => {
    const many = Array.from({ length: 60 }, (_, i) => `apis/g${i}/v1`);
    let waiting: ServerResponse[] = [];
    const atOnce: number[] = [];
    const answerAll = (): void => {
      atOnce.push(waiting.length);
      const answered = waiting;
      waiting = [];
      for (const response of answered)
        sendJson(response, { openapi: "3.0.0", info: {}, paths: {} });
    };
    const server = await startServer(({ url }, response) => {
      if (url.startsWith("/openapi/v3/")) {
        // All that come before the server has nothing else to do came at once.
        if (waiting.length === 0) setTimeout(answerAll, 20);
        waiting.push(response);
        return;
      }
      const paths = Object.fromEntries(
        many.map((key) => [key, { serverRelativeURL: `/openapi/v3/${key}` }]),
      );
      sendJson(response, { paths });
    });
    expect(await load(server.url)).toHaveLength(60);
    expect(Math.max(...atOnce)).toBe(8);
    expect(server.connections()).toBeLessThan(30);
  });

  test("whose hash is stale redirects to the right one", async () => {
    const indexed = (url: string): string => url.replace(/hash=.*/, "hash=OLD");
    const server = await startServer(apiServer({ indexed }));
    expect(keys(await load(server.url))).toEqual(everything);
  });

  test.each([
    [
      "says its prefix in the index",
      (url: string) => `/k8s/clusters/c-1${url}`,
    ],
    ["does not say its prefix", (url: string) => url],
  ])("that %s is asked below it", async (_, indexed) => {
    const prefix = "/k8s/clusters/c-1";
    const server = await startServer(apiServer({ prefix, indexed }));
    for (const url of [
      `${server.url}${prefix}`,
      `${server.url}${prefix}/`,
      `${server.url}${prefix}/openapi/v3`,
    ])
      expect(keys(await load(url))).toEqual(everything);
    expect(server.asked.every(({ url }) => url.startsWith(prefix))).toBe(true);
  });

  test("gets the token, and nothing shows it", async () => {
    const server = await startServer(apiServer());
    const diagnostics = new Diagnostics();
    await load(server.url, { token: "s3cret" }, diagnostics);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(
      server.asked.map(() => "Bearer s3cret"),
    );
    expect(diagnostics.list).toEqual([]);
  });

  test("gives aggregated discovery when it is asked for by its media type", async () => {
    const list = { kind: "APIGroupDiscoveryList", items: [] };
    const first: Quirks["first"] = (url, response) => {
      if (url !== "/api" && url !== "/apis") return false;
      sendJson(response, list);
      return true;
    };
    const server = await startServer(apiServer({ first }));
    const source = await openSource([server.url], {}, new Diagnostics());
    expect(await source.discovery()).toEqual({ api: list, apis: list });
    const asked = server.asked.find(({ url }) => url === "/apis");
    expect(asked?.headers.accept).toContain(
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
    );
    await source.close();
  });

  test("that leaves out an API that it serves is reported", async () => {
    const items = [
      {
        metadata: { name: "metrics.k8s.io" },
        versions: [{ version: "v1beta1", freshness: "Stale" }],
      },
      { metadata: { name: "apps" }, versions: [{ version: "v1" }] },
    ];
    const first: Quirks["first"] = (url, response) => {
      if (url !== "/apis") return false;
      sendJson(response, { kind: "APIGroupDiscoveryList", items });
      return true;
    };
    const server = await startServer(apiServer({ first }));
    const diagnostics = new Diagnostics();
    await load(server.url, {}, diagnostics);
    expect(diagnostics.list).toMatchObject([
      {
        severity: "warning",
        code: "unpublished-group-version",
        message: expect.stringContaining('"metrics.k8s.io/v1beta1"') as string,
        hint: expect.stringContaining(
          "kubectl get apiservice v1beta1.metrics.k8s.io",
        ) as string,
      },
    ]);
  });
});

describe("an index that leads elsewhere is refused, and nothing is sent there", () => {
  test.each([
    (elsewhere: string) => `${elsewhere}/openapi/v3/api/v1`,
    (elsewhere: string) =>
      elsewhere.replace("http:", "") + "/openapi/v3/api/v1",
    (elsewhere: string) =>
      `/\\${elsewhere.replace("http://", "")}/openapi/v3/api/v1`,
    () => "/openapi/v3/../../api/v1/namespaces/kube-system/secrets",
    () => "/openapi/v3/%2e%2e/%2e%2e/api/v1/secrets",
    () => "/openapi/v3/..%2f..%2fapi/v1/secrets",
    () => "/api/v1/secrets",
    () => "file:///etc/passwd",
    () => "",
  ])("%#", async (evil) => {
    const elsewhere = await startServer((_, response) =>
      sendJson(response, JSON.parse(texts["api/v1"] ?? "")),
    );
    const indexed = (url: string, key: string): string =>
      key === "api/v1" ? evil(elsewhere.url) : url;
    const server = await startServer(apiServer({ indexed }));
    expect(
      await problemsOf(() => load(server.url, { token: "s3cret" })),
    ).toMatchObject([
      { code: "foreign-document-url", at: { document: "api/v1" } },
    ]);
    expect(elsewhere.asked).toEqual([]);
    const paths = server.asked.map(({ url }) => url);
    expect(paths.filter((path) => path.includes("secrets"))).toEqual([]);
  });

  test("also by a redirect", async () => {
    const elsewhere = await startServer((_, response) =>
      sendJson(response, JSON.parse(texts["api/v1"] ?? "")),
    );
    const first: Quirks["first"] = (url, response) => {
      if (!url.startsWith("/openapi/v3/api/v1")) return false;
      const location = `${elsewhere.url}/openapi/v3/api/v1`;
      response.writeHead(301, { location }).end();
      return true;
    };
    const server = await startServer(apiServer({ first }));
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      { code: "foreign-document-url" },
    ]);
    expect(elsewhere.asked).toEqual([]);
  });

  test("and a redirect without end is given up", async () => {
    const first: Quirks["first"] = (url, response) => {
      if (!url.startsWith("/openapi/v3/api/v1")) return false;
      response.writeHead(301, { location: url }).end();
      return true;
    };
    const server = await startServer(apiServer({ first }));
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      { code: "redirect-loop" },
    ]);
  });
});
