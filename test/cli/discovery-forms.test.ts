import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { builtinSource } from "../../generator/source/builtin.js";
import { directorySource } from "../../generator/source/directory.js";
import { openSource } from "../../generator/source/open.js";
import type { AggregatedDiscovery } from "../../generator/source/source.js";
import { sendFailure, startServer } from "../runtime/servers.js";
import { serverOf, type Served } from "../unit/old-server.js";
import { realCapture } from "../unit/source-fixtures.js";
import { kubewright } from "./command-line.js";

let served: Promise<Served> | undefined;

/** What Kubernetes has built in, as a server has it. */
function builtin(): Promise<Served> {
  return (served ??= readBuiltin());
}

async function readBuiltin(): Promise<Served> {
  const source = builtinSource();
  const documents = await Promise.all(
    (await source.list()).map(async ({ key, read }) => {
      const content = await read();
      return [
        key,
        content.kind === "text" ? content.text : JSON.stringify(content.value),
      ] as const;
    }),
  );
  const discovery = await source.discovery();
  return {
    v3: Object.fromEntries(documents),
    ...(discovery && { discovery }),
  };
}

async function resources(from: string, format: string): Promise<string> {
  const args = ["resources", "--from", from, "-o", format, "--quiet"];
  const { code, stdout, stderr } = await kubewright(args);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

const ofBuiltin = new Map<string, Promise<string>>();

/** What there is without a server. */
function builtinResources(format: string): Promise<string> {
  const known = ofBuiltin.get(format) ?? resources("builtin", format);
  ofBuiltin.set(format, known);
  return known;
}

describe.each(["v2", "v2beta1", "legacy"] as const)(
  "a server with discovery of the form %s",
  (form) => {
    test.each(["wide", "json"])(
      "lists the same resources: -o %s",
      async (format) => {
        const server = await startServer(
          serverOf({ ...(await builtin()), form }),
        );
        expect(await resources(server.url, format)).toBe(
          await builtinResources(format),
        );
      },
    );
  },
);

describe.each(["v1.34", "v1.37-operators"])("the capture %s", (name) => {
  const capture = realCapture(name) ?? "";
  test.runIf(capture !== "")(
    "lists the same resources through v2 and legacy lists",
    async () => {
      const v2 = readFileSync(`${capture}.openapi-v2.json`, "utf8");
      const discovery = (await directorySource(capture).discovery()) ?? {};
      const answer = serverOf({ v2, discovery, form: "legacy" });
      const server = await startServer(answer);
      for (const format of ["wide", "json"])
        expect(await resources(server.url, format)).toBe(
          await resources(capture, format),
        );
    },
  );
});

test("a run asks for each list of resources once", async () => {
  const server = await startServer(
    serverOf({ ...(await builtin()), form: "legacy" }),
  );
  await resources(server.url, "name");
  const urls = server.asked.map(({ url }) => url);
  expect(urls.filter((url) => url === "/apis/apps/v1")).toHaveLength(1);
  expect(new Set(urls).size).toBe(urls.length);
});

describe("lists of groups and resources", () => {
  const kind = (group: string, version: string) => ({
    resource: "things",
    responseKind: { group, version, kind: "Thing" },
    scope: "Namespaced",
    singularResource: "thing",
    verbs: ["get"],
    subresources: [
      {
        subresource: "scale",
        responseKind: { group: "autoscaling", version: "v1", kind: "Scale" },
        verbs: ["get"],
      },
    ],
  });
  const version = (group: string, name: string) => ({
    version: name,
    resources: [kind(group, name)],
    freshness: "Current",
  });
  const discovery = {
    api: {
      kind: "APIGroupDiscoveryList",
      items: [{ metadata: {}, versions: [version("", "v1")] }],
    },
    apis: {
      kind: "APIGroupDiscoveryList",
      items: [
        {
          metadata: { name: "g" },
          versions: [version("g", "v2"), version("g", "v1")],
        },
        { metadata: { name: "down" }, versions: [version("down", "v1")] },
      ],
    },
  };

  async function discover(
    served: Served,
  ): Promise<AggregatedDiscovery | undefined> {
    const server = await startServer(serverOf(served));
    const source = await openSource([server.url], {}, new Diagnostics());
    const found = await source.discovery();
    await source.close();
    return found;
  }

  test("come to what aggregated discovery says, the preferred version first", async () => {
    const legacy = await discover({ discovery, form: "legacy" });
    const aggregated = await discover({ discovery });
    expect(legacy).toMatchObject(aggregated ?? {});
  });

  test("say which API server is down", async () => {
    const served: Served = {
      discovery,
      form: "legacy",
      down: ["apis/down/v1"],
    };
    expect(await discover(served)).toMatchObject({
      apis: {
        items: [
          { metadata: { name: "g" } },
          {
            metadata: { name: "down" },
            versions: [{ version: "v1", resources: [], freshness: "Stale" }],
          },
        ],
      },
    });
  });

  test("leave out what went away since it was listed", async () => {
    const answer = serverOf({ discovery, form: "legacy" });
    const server = await startServer((request, response, incoming) => {
      const isGone = /^\/apis\/(?:down\/v1|g\/v2)$/.test(request.url);
      if (isGone) sendFailure(response, 404, "NotFound", "gone");
      else answer(request, response, incoming);
    });
    const source = await openSource([server.url], {}, new Diagnostics());
    expect(await source.discovery()).toMatchObject({
      apis: {
        items: [{ metadata: { name: "g" }, versions: [{ version: "v1" }] }],
      },
    });
    await source.close();
  });

  test("are asked for again only where they have changed", async () => {
    const server = await startServer(serverOf({ discovery, form: "v2" }));
    const source = await openSource([server.url], {}, new Diagnostics());
    const first = await source.discovery();
    expect(await source.discovery()).toEqual(first);
    await source.close();
    expect(
      server.asked
        .filter(({ url }) => url === "/apis")
        .map(({ headers }) => headers["if-none-match"]),
    ).toEqual([undefined, expect.any(String)]);
  });

  test.each([
    ["nothing that is known", { kind: "Status" }],
    ["groups without names", { kind: "APIGroupList", groups: [{}, null, 1] }],
    [
      "a group that leads elsewhere",
      {
        kind: "APIGroupList",
        groups: [
          { name: "../../x", versions: [{ version: "v1" }] },
          { name: "g", versions: [{ version: "../x" }, {}, 1] },
        ],
      },
    ],
  ])("that hold %s are passed over", async (_, answer) => {
    const server = await startServer(({ url }, response) => {
      response.statusCode = url === "/apis" ? 200 : 404;
      response.end(JSON.stringify(answer));
    });
    const source = await openSource([server.url], {}, new Diagnostics());
    const { items = [] } = ((await source.discovery())?.apis ?? {}) as {
      items?: readonly unknown[];
    };
    await source.close();
    expect(items).toEqual([]);
    expect(server.asked.map(({ url }) => url).sort()).toEqual([
      "/api",
      "/apis",
    ]);
  });
});
