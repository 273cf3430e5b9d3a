import { Deadline } from "./deadline.js";
import { readLines } from "./lines.js";
import { collectionPath } from "./list.js";
import { pathSegment } from "./path.js";
import { queryOf } from "./query.js";
import {
  exchange,
  lateMessage,
  sendForText,
  type ApiRequest,
} from "./request.js";
import type {
  LogBehaviour,
  LogLines,
  LogOptions,
  ResourceTarget,
} from "./types.js";

/** Reads a pod's log: each iteration, and each `text()`, is a request of its own, made when it begins. */
export const readLogs: LogBehaviour = (
  target: ResourceTarget,
  name: string,
  options: LogOptions,
): LogLines => {
  const request = logRequest(target, name, options);
  return {
    [Symbol.asyncIterator]: () => lines(target, request),
    bytes: () => ({
      [Symbol.asyncIterator]: () => chunks(target, request),
    }),
    text: async () => (await sendForText(target.transport, request)).text,
  };
};

async function* lines(
  target: ResourceTarget,
  request: ApiRequest,
): AsyncGenerator<string, void, undefined> {
  for await (const { text } of readLines(chunks(target, request))) yield text;
}

async function* chunks(
  { transport }: ResourceTarget,
  request: ApiRequest,
): AsyncGenerator<Uint8Array, void, undefined> {
  const deadline = new Deadline(request, lateMessage(request));
  try {
    const response = await exchange(transport, request, deadline.signal);
    yield* response.body;
  } finally {
    deadline.abort();
    deadline.close();
  }
}

function logRequest(
  target: ResourceTarget,
  name: string,
  options: LogOptions,
): ApiRequest {
  return {
    ...options,
    method: "GET",
    path: `${collectionPath(target)}/${pathSegment("name", name)}/log`,
    // Some servers send the log as JSON where that is asked for, and refuse `text/plain` where they have an error to send.
    accept: "*/*",
    // Of a container that has nothing to say.
    idleTimeoutMs: options.follow === true ? 0 : undefined,
    query: queryOf({
      container: options.container,
      follow: options.follow,
      previous: options.previous,
      sinceSeconds: options.sinceSeconds,
      sinceTime: options.sinceTime,
      tailLines: options.tailLines,
      limitBytes: options.limitBytes,
      timestamps: options.timestamps,
    }),
  };
}
