import type { ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { readLogs } from "../../templates/runtime/logs.js";
import {
  podLogs,
  type LoggedPod,
  type PodLogLine,
} from "../../templates/runtime/pod-logs.js";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { someFacts } from "./fake-transport.js";
import { sendFailure, sendJson, startServer } from "./servers.js";

type Status = NonNullable<LoggedPod["status"]>;

const running = { running: {} };

function pod(name: string, status: Status) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", uid: name, resourceVersion: "1" },
    status,
  };
}

function withContainers(name: string, ...containers: string[]) {
  const containerStatuses = containers.map((container) => ({
    name: container,
    restartCount: 0,
    state: running,
  }));
  return pod(name, { containerStatuses });
}

const initialEventsEnd = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    resourceVersion: "1",
    annotations: { "k8s.io/initial-events-end": "true" },
  },
};

function writeEvent(
  response: ServerResponse,
  type: string,
  object: object,
): void {
  response.write(`${JSON.stringify({ type, object })}\n`);
}

/** Pods of a server, of which each log is its lines; who follows one gets no more than these. */
async function served(
  pods: readonly LoggedPod[],
  logs: { readonly [podAndContainer: string]: string },
) {
  const server = await startServer(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://x");
    const name = /pods\/([^/]+)\/log$/.exec(pathname)?.[1];
    if (name !== undefined) {
      const log = logs[`${name}/${searchParams.get("container")}`];
      if (log === undefined)
        sendFailure(response, 404, "NotFound", "no such log");
      else response.end(log);
    } else if (searchParams.get("watch")) {
      response.writeHead(200);
      for (const object of pods) writeEvent(response, "ADDED", object);
      writeEvent(response, "BOOKMARK", initialEventsEnd);
    } else
      sendJson(response, {
        apiVersion: "v1",
        kind: "PodList",
        metadata: { resourceVersion: "1" },
        items: pods,
      });
  });
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
  const facts = someFacts({
    group: "",
    plural: "pods",
    kind: "Pod",
    logs: readLogs,
    watch: watchResource,
  });
  const handle = new ResourceHandle(transport, facts, "default");
  return { server, pods: handle };
}

async function all(lines: AsyncIterable<PodLogLine>): Promise<string[]> {
  const list: string[] = [];
  for await (const { namespace, pod: of, container, line } of lines)
    list.push(`${namespace}/${of}/${container}: ${line}`);
  return list.sort();
}

describe("podLogs", () => {
  it("merges the containers of many pods, and says whose each line is", async () => {
    const web = withContainers("web", "main", "proxy");
    const status: Status = {
      ...web.status,
      initContainerStatuses: [{ name: "init", state: { terminated: {} } }],
      ephemeralContainerStatuses: [{ name: "debug", state: running }],
    };
    const waiting = pod("new", {
      containerStatuses: [{ name: "main", state: {} }],
    });
    const { pods, server } = await served(
      [pod("web", status), withContainers("db", "main"), waiting],
      {
        "web/main": "a\nb\n",
        "web/proxy": "c\n",
        "web/init": "d\n",
        "web/debug": "e",
        "db/main": "f\n",
      },
    );
    const options = { concurrency: 1, tailLines: 7 };
    expect(await all(podLogs(pods, {}, options))).toEqual([
      "default/db/main: f",
      "default/web/debug: e",
      "default/web/init: d",
      "default/web/main: a",
      "default/web/main: b",
      "default/web/proxy: c",
    ]);
    const asked = server.asked.filter(({ url }) => url.includes("/log?"));
    expect(asked).toHaveLength(5);
    for (const { url } of asked) expect(url).toContain("tailLines=7");
  });

  it("reads the containers that are named, and passes over what is gone", async () => {
    const { pods } = await served(
      [withContainers("web", "main", "proxy"), withContainers("gone", "main")],
      { "web/main": "a\n", "web/proxy": "b\n" },
    );
    const options = { containers: ["main"] };
    expect(await all(podLogs(pods, {}, options))).toEqual([
      "default/web/main: a",
    ]);
  });

  it("follows no more logs than it may, and says so", async () => {
    const { pods, server } = await served(
      [withContainers("web", "one", "two", "three")],
      { "web/one": "a\n", "web/two": "b\n", "web/three": "c\n" },
    );
    const options = { follow: true, concurrency: 2 };
    const error: unknown = await all(podLogs(pods, {}, options)).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(
      "there are more than 2 logs to follow at once",
    );
    expect(server.asked.some(({ url }) => url.includes("=three"))).toBe(false);
  });

  it("follows as many logs as it may", async () => {
    const { pods } = await served([withContainers("web", "one", "two")], {
      "web/one": "a\n",
      "web/two": "b\n",
    });
    const seen: string[] = [];
    const options = { follow: true, concurrency: 2 };
    for await (const { line } of podLogs(pods, {}, options))
      if (seen.push(line) === 2) break;
    expect(seen.sort()).toEqual(["a", "b"]);
  });
});
