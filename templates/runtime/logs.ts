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
    [Symbol.asyncIterator]: () => iterate(target, request),
    text: async () => (await sendForText(target.transport, request)).text,
  };
};

async function* iterate(
  { transport }: ResourceTarget,
  request: ApiRequest,
): AsyncGenerator<string, void, undefined> {
  const deadline = new Deadline(request, lateMessage(request));
  try {
    const response = await exchange(transport, request, deadline.signal);
    for await (const { text } of readLines(response.body)) yield text;
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
    query: queryOf({
      container: options.container,
      previous: options.previous,
      sinceSeconds: options.sinceSeconds,
      sinceTime: options.sinceTime,
      tailLines: options.tailLines,
      limitBytes: options.limitBytes,
      timestamps: options.timestamps,
    }),
  };
}
