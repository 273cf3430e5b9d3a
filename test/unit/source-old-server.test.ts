import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { openSource } from "../../generator/source/open.js";
import type { Source } from "../../generator/source/source.js";
import {
  sendFailure,
  sendJson,
  startServer,
  type TestServer,
} from "../runtime/servers.js";
import { serverOf, type Served } from "./old-server.js";
import { keys, load } from "./source-api-server.js";
import { documentOf, problemsOf, readDocument } from "./source-fixtures.js";

const thing = { $ref: "#/definitions/Thing" };
const swagger = {
  swagger: "2.0",
  info: { title: "Kubernetes", version: "v1.20.15" },
  paths: {
    "/api/v1/pods": { get: { responses: { "200": { schema: thing } } } },
    "/apis/apps/": {},
    "/apis/apps/v1/deployments": {
      get: {
        parameters: [{ $ref: "#/parameters/watch-XNNPZGbK" }],
        responses: { "200": { schema: thing } },
      },
    },
    "/version/": {},
  },
  definitions: { Thing: { type: "object" } },
  parameters: {
    "watch-XNNPZGbK": { name: "watch", in: "query", type: "boolean" },
  },
};
const v2 = JSON.stringify(swagger);

/** A source on a server, for as long as something is done with it. */
async function withSource<Result>(
  spec: string,
  work: (source: Source) => Promise<Result>,
  diagnostics = new Diagnostics(),
): Promise<Result> {
  const source = await openSource([spec], {}, diagnostics);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

const start = (served: Served): Promise<TestServer> =>
  startServer(serverOf(served));

describe("a server without /openapi/v3", () => {
  test("gives the documents that are made from /openapi/v2, and says so once", async () => {
    const server = await start({ v2 });
    const diagnostics = new Diagnostics();
    const loaded = await load(server.url, {}, diagnostics);
    expect(keys(loaded)).toEqual([
      "api/v1",
      "apis/apps",
      "apis/apps/v1",
      "version",
    ]);
    const [core] = loaded;
    expect(core?.hash).toMatch(/^[0-9A-F]{128}$/);
    expect(Object.keys(core?.document.components.schemas ?? {})).toEqual([
      "Thing",
    ]);
    expect(diagnostics.list).toMatchObject([
      {
        severity: "info",
        code: "read-from-openapi-v2",
        message: expect.stringContaining(server.url) as string,
      },
    ]);
    await withSource(
      server.url,
      async (source) => {
        await source.list();
        await source.list();
      },
      diagnostics,
    );
    expect(diagnostics.list).toHaveLength(2);
  });

  test("and without /openapi/v2 is told to have neither", async () => {
    const server = await start({});
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      {
        code: "no-openapi-v3",
        message: expect.stringContaining("404 to GET /openapi/v3") as string,
        hint: expect.stringContaining("/openapi/v2 before") as string,
      },
    ]);
  });

  test.each([401, 403, 500, 503])(
    "is one that answers 404, not %i: what it may not or cannot tell is not made up for",
    async (status) => {
      const server = await startServer(({ url }, response) => {
        if (url === "/openapi/v3") sendFailure(response, status, "X", "no");
        else response.end(v2);
      });
      const problems = await problemsOf(() => load(server.url));
      expect(problems[0]?.message).toContain(`${status} to GET /openapi/v3`);
      expect(server.asked.map(({ url }) => url)).not.toContain("/openapi/v2");
    },
  );

  test("may refuse /openapi/v2", async () => {
    const server = await startServer(({ url }, response) =>
      sendFailure(response, url === "/openapi/v2" ? 403 : 404, "X", "no"),
    );
    expect(await problemsOf(() => load(server.url))).toMatchObject([
      {
        code: "forbidden",
        message: expect.stringContaining("403 to GET /openapi/v2") as string,
      },
    ]);
  });

  test.each([
    ["a page", "<html></html>", "not-an-api-server"],
    ["other JSON", "{}", "not-an-api-server"],
    ["half of it", v2.slice(0, 100), "invalid-json"],
  ])("may give %s in its place", async (_, text, code) => {
    const server = await start({ v2: text });
    expect(await problemsOf(() => load(server.url))).toMatchObject([{ code }]);
  });

  test("is also one that is asked for v2 by its URL", async () => {
    const v3 = { "api/v1": JSON.stringify(documentOf("", "v1", "Pod")) };
    const server = await start({ v2, v3 });
    expect(keys(await load(server.url))).toEqual(["api/v1"]);
    const diagnostics = new Diagnostics();
    expect(
      keys(await load(`${server.url}/openapi/v2`, {}, diagnostics)),
    ).toContain("apis/apps/v1");
    expect(diagnostics.list).toEqual([]);
  });

  test("is asked for nothing twice that has not changed", async () => {
    const server = await start({ v2 });
    await withSource(server.url, async (source) => {
      const first = await readDocument(source, "api/v1");
      expect(await readDocument(source, "api/v1")).toEqual(first);
      expect(await source.openapiV2()).toBe(v2);
    });
    const asked = server.asked.filter(({ url }) => url === "/openapi/v2");
    expect(asked.map(({ headers }) => headers["if-none-match"])).toEqual([
      undefined,
      expect.any(String),
      expect.any(String),
    ]);
  });
});

describe("an aggregated API server that has /openapi/v2 alone", () => {
  /** What the aggregator makes of it: references to parameters that it has dropped, and all of the server's paths. */
  const converted = (key: string): string => {
    const document = documentOf("apps", "v1", "Deployment") as {
      paths: Record<string, { get: { parameters: unknown[] } }>;
    };
    for (const item of Object.values(document.paths))
      item.get.parameters = [
        {
          $ref: "#/components/parameters/watch-XNNPZGbK",
          schema: { type: "" },
        },
      ];
    return JSON.stringify({ ...document, "x-key": key });
  };

  test("has what the aggregator forgets read from the server's /openapi/v2", async () => {
    const v3 = { "apis/apps/v1": converted("apis/apps/v1") };
    const server = await start({ v2, v3 });
    const [apps] = await load(server.url);
    expect(
      apps?.document.paths["/apis/apps/v1/deployments"]?.get?.parameters,
    ).toEqual([{ name: "watch", in: "query", schema: { type: "boolean" } }]);
  });

  test("that cannot be had so is refused, with the place", async () => {
    const v3 = { "apis/apps/v1": converted("apis/apps/v1") };
    const server = await start({ v3 });
    expect((await problemsOf(() => load(server.url)))[0]).toMatchObject({
      code: "unsupported-reference",
      at: { document: "apis/apps/v1" },
    });
  });

  test("gives each of its group/versions the whole of its document, of which the others' paths are left out", async () => {
    const one = documentOf("g", "v1", "Thing");
    const two = documentOf("g", "v2", "Thing");
    const stray = documentOf("h", "v1", "Thing");
    const text = JSON.stringify({
      ...one,
      paths: {
        ...(one["paths"] as object),
        ...(two["paths"] as object),
        ...(stray["paths"] as object),
        "/version/": {},
      },
      components: {
        schemas: Object.assign(
          {},
          ...[one, two, stray].map(
            ({ components }) => (components as { schemas: object }).schemas,
          ),
        ) as object,
      },
    });
    const server = await start({
      v3: { "apis/g/v1": text, "apis/g/v2": text },
    });
    const diagnostics = new Diagnostics();
    const loaded = await load(server.url, {}, diagnostics);
    expect(loaded.map(({ document }) => Object.keys(document.paths))).toEqual([
      ["/apis/g/v1/namespaces/{namespace}/things", "/version/"],
      ["/apis/g/v2/namespaces/{namespace}/things", "/version/"],
    ]);
    expect(diagnostics.list).toMatchObject(
      ["apis/g/v1", "apis/g/v2"].map((document) => ({
        severity: "warning",
        code: "stray-paths",
        message: expect.stringContaining('"apis/h/v1"') as string,
        at: { document, pointer: "/paths" },
      })),
    );
  });
});

describe("an index", () => {
  test("may list what is no group/version, with slashes at the end of paths", async () => {
    const documents = [
      "api",
      "apis",
      "apis/apps",
      "logs",
      "openid/v1/jwks",
    ].map((key) => [
      key,
      JSON.stringify({ openapi: "3.0.0", paths: { [`/${key}/`]: {} } }),
    ]);
    const core = JSON.stringify(documentOf("", "v1", "Pod"));
    const v3 = { ...(Object.fromEntries(documents) as object), "api/v1": core };
    const server = await start({ v3 });
    expect(keys(await load(server.url))).toEqual(Object.keys(v3).sort());
  });
});

test("an answer that was refused is asked for again, and one without an ETag too", async () => {
  let count = 0;
  const server = await startServer(({ url }, response) => {
    count += 1;
    if (url !== "/version") sendFailure(response, 404, "NotFound", "no");
    else if (count === 1)
      sendJson(response, {}, 500, { etag: '"of-a-failure"' });
    else sendJson(response, { gitVersion: `v1.${count}.0` });
  });
  await withSource(server.url, async (source) => {
    expect(await source.version()).toBeUndefined();
    expect((await source.version())?.gitVersion).toBe("v1.2.0");
    expect((await source.version())?.gitVersion).toBe("v1.3.0");
  });
  expect(server.asked.map(({ headers }) => headers["if-none-match"])).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
