import type { ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { ResourceHandle } from "../../templates/runtime/resource.js";
import type {
  KubernetesObject,
  WatchEvent,
  WatchOptions,
} from "../../templates/runtime/types.js";
import { undiciTransport } from "../../templates/runtime/undici.js";
import { watchResource } from "../../templates/runtime/watch.js";
import { someFacts } from "./fake-transport.js";
import {
  sendJson,
  startServer,
  type Asked,
  type TestServer,
} from "./servers.js";

export const path = "/apis/apps/v1/namespaces/default/deployments";

/** What a server of watches does, try by try; the last one again for all that follow. */
export interface Script {
  readonly lists?: ((response: ServerResponse, request: Asked) => void)[];
  readonly watches: ((response: ServerResponse, request: Asked) => void)[];
}

export interface Watched {
  readonly server: TestServer;
  readonly resource: ResourceHandle;
  readonly lists: () => string[];
  readonly watches: () => string[];
  readonly watch: (
    options?: WatchOptions,
  ) => AsyncIterable<WatchEvent<KubernetesObject>>;
}

export async function serve({
  lists = [emptyList],
  watches,
}: Script): Promise<Watched> {
  const isWatch = ({ url }: Asked): boolean => url.includes("watch=true");
  const server = await startServer((request, response) => {
    const kind = isWatch(request);
    const count = server.asked.filter(
      (asked) => isWatch(asked) === kind,
    ).length;
    const steps = kind ? watches : lists;
    steps[Math.min(count, steps.length) - 1]?.(response, request);
  });
  const transport = undiciTransport({ server: server.url });
  onTestFinished(() => transport.close());
  const facts = someFacts({ watch: watchResource });
  const resource = new ResourceHandle(transport, facts, "default");
  const urls = (kind: boolean) =>
    server.asked
      .filter((asked) => isWatch(asked) === kind)
      .map(({ url }) => url);
  return {
    server,
    resource,
    lists: () => urls(false),
    watches: () => urls(true),
    watch: (options) => resource.watch(options),
  };
}

export function object(
  name: string,
  resourceVersion: string,
): KubernetesObject {
  return { metadata: { name, resourceVersion } };
}

export function listOf(names: string[], resourceVersion: string, token = "") {
  return (response: ServerResponse): void =>
    sendJson(response, {
      metadata: { resourceVersion, continue: token },
      items: names.map((name) => object(name, "1")),
    });
}

export const emptyList = listOf([], "10");

/** Sends frames; then ends the stream, or leaves it open. */
export function stream(
  frames: readonly (object | string)[],
  then: "break" | "end" | "stay" = "stay",
) {
  return (response: ServerResponse): void => {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    for (const frame of frames)
      response.write(
        typeof frame === "string" ? frame : `${JSON.stringify(frame)}\n`,
      );
    if (then === "end") response.end();
    if (then === "break") setTimeout(() => response.destroy(), 20);
  };
}

export function frame(type: string, name: string, version: string): object {
  return { type, object: object(name, version) };
}

export function errorFrame(code: number, reason: string): object {
  return {
    type: "ERROR",
    object: {
      kind: "Status",
      status: "Failure",
      code,
      reason,
      message: reason,
    },
  };
}

/** The first events, in words. */
export async function take(
  events: AsyncIterable<WatchEvent<KubernetesObject>>,
  count: number,
): Promise<string[]> {
  const said: string[] = [];
  for await (const event of events) {
    said.push(
      event.type === "SYNC"
        ? `SYNC ${event.objects.map(({ metadata }) => metadata?.name).join(",")} @${event.resourceVersion}`
        : `${event.type} ${event.object.metadata?.name}`,
    );
    if (said.length === count) break;
  }
  return said;
}
