import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, inject } from "vitest";

import { bundleForBrowsers, hasChromium, startChromium } from "./browser.js";
import { startKubectlProxy } from "./fetch-client.js";
import { projectFolder } from "./generated-client.js";
import { liveClient, test, uniqueName } from "./live-client.js";
import { expectedLife } from "./platform-life.js";
import { runPod, writeLog } from "./running-pods.js";

const cluster = inject("cluster");

/** What a page and its worker have for tests: a task, done where it is asked for. */
type Run = (task: string, input: object) => Promise<unknown>;

/** Writes a page and a worker that do the tasks of `test/platforms` with the client of this run. Gives their folder. */
async function writePages(): Promise<string> {
  const client = join(await liveClient(), "fetch.ts");
  const tasks = join(projectFolder, "test/platforms/tasks.mjs");
  const folder = join(dirname(cluster.kubeconfig), uniqueName("pages"));
  await mkdir(folder);
  const imports = `import * as client from ${JSON.stringify(client)};
import { perform } from ${JSON.stringify(tasks)};
`;
  const scripts = {
    page: `${imports}
const worker = new Worker("./worker.js", { type: "module" });
globalThis.inPage = (task, input) => perform(client, task, input);
globalThis.inWorker = (task, input) =>
  new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ task, input });
  });
`,
    worker: `${imports}
self.onmessage = async ({ data: { task, input } }) =>
  self.postMessage(await perform(client, task, input));
`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    const source = join(folder, `${name}.ts`);
    await writeFile(source, script);
    await bundleForBrowsers(source, join(folder, `${name}.js`));
  }
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><meta charset="utf-8" /><link rel="icon" href="data:," /><title>Tasks</title><script type="module" src="page.js"></script>\n',
  );
  return folder;
}

/** A way to the proxy that answers the first list of ConfigMaps by asking for a moment. */
async function busyServer(target: string): Promise<{
  readonly server: string;
  stop(): Promise<void>;
}> {
  let isFirst = true;
  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
  ): unknown => {
    const { url = "", method, headers } = request;
    if (isFirst && url.includes("/configmaps")) {
      isFirst = false;
      return response.writeHead(429, { "retry-after": "1" }).end("busy");
    }
    const { host } = new URL(target);
    const passed = httpRequest(
      target + url,
      { method, headers: { ...headers, host } },
      (answered) => {
        response.writeHead(answered.statusCode ?? 0, answered.headers);
        answered.pipe(response);
      },
    );
    return request.pipe(passed);
  };
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe.runIf(cluster.kubectl !== undefined && hasChromium)(
  "Chromium, with a page that kubectl proxy serves",
  () => {
    let browser: Browser;
    let page: Page;
    let server: string;
    beforeAll(async () => {
      const pages = await writePages();
      const proxy = await startKubectlProxy(pages);
      ({ server } = proxy);
      browser = await startChromium();
      page = await openPage(server);
      return async () => {
        await browser.close();
        await proxy.stop();
      };
    });

    async function openPage(at: string): Promise<Page> {
      const opened = await browser.newPage();
      // A build in the background takes as long as it takes.
      opened.setDefaultTimeout(120_000);
      await opened.goto(`${at}/static/index.html`);
      await opened.waitForFunction("globalThis.inPage !== undefined");
      return opened;
    }

    const runIn =
      (place: "inPage" | "inWorker", at = (): Page => page): Run =>
      (task, input) =>
        at().evaluate(
          ([name, ...given]) =>
            (globalThis as unknown as Record<string, Run>)[name]?.(...given),
          [place, task, input] as const,
        );
    const run = runIn("inPage");

    test.for(["inPage", "inWorker"] as const)(
      "reads, writes, applies and watches, %s",
      async (place, { namespace }) => {
        expect(await runIn(place)("life", { namespace })).toEqual(
          expectedLife(namespace),
        );
      },
    );

    test("tells at once of a change behind what a watch begins with", async ({
      namespace,
    }) => {
      const input = { namespace, name: uniqueName("late") };
      expect(await run("late", input)).toEqual({
        types: ["SYNC", "ADDED"],
        name: input.name,
      });
    });

    test.runIf(cluster.whole)("follows a log", async ({ k8s, namespace }) => {
      const pod = await runPod(k8s, namespace, ["main", "writer"]);
      const mark = `followed-${pod}`;
      const writing = setInterval(() => void writeLog(mark), 200);
      expect(await run("log", { namespace, pod })).toEqual({ line: mark });
      clearInterval(writing);
    });

    test("waits where the server asks it to, and asks again", async ({
      namespace,
    }) => {
      const busy = await busyServer(server);
      try {
        const own = await openPage(busy.server);
        const again = runIn("inPage", () => own);
        expect(await again("retried", { namespace })).toEqual({
          outcomes: [429, 200],
          isList: true,
        });
        await own.close();
      } finally {
        await busy.stop();
      }
    });

    test("is refused at connect() what fetch cannot do", async () => {
      const as = { user: "jane", groups: ["dev", "ops"] };
      const options = { as, server };
      expect(await run("who", { options })).toMatchObject({
        stage: "connect",
        error: {
          name: "ConfigError",
          message: expect.stringContaining(
            "fetch would join to one",
          ) as unknown,
        },
      });
      const certified = { clientCertificate: "x", clientKey: "y" };
      expect(await run("who", { options: certified })).toMatchObject({
        stage: "connect",
        error: {
          message: expect.stringContaining(
            'over fetch there is no option "clientCertificate"',
          ) as unknown,
        },
      });
    });

    test("acts as somebody else, and says of another origin what it may be", async () => {
      const as = { user: "jane", groups: ["dev"] };
      expect(await run("who", { options: { as } })).toEqual({
        username: "jane",
        groups: expect.arrayContaining(["dev"]) as unknown,
      });
      const options = { server: server.replace("127.0.0.1", "localhost") };
      expect(await run("who", { options })).toMatchObject({
        stage: "request",
        error: {
          name: "ConnectionError",
          message: expect.stringContaining("CORS") as unknown,
        },
      });
    });
  },
);
