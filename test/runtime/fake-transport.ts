import { apiVersionOf } from "../../templates/runtime/path.js";
import type {
  ResourceFacts,
  Transport,
  TransportRequest,
  TransportResponse,
} from "../../templates/runtime/types.js";

/** What a fake transport answers: a body to send as JSON, or text as it is. Default: 200 and an empty object. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: TransportResponse["headers"];
  readonly body?: unknown;
}

/** A request as the transport was given it, in a form that is easy to compare. */
export interface RecordedRequest {
  readonly method: string;
  /** With its query, as it would be sent. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  /** Parsed; undefined where there was none. */
  readonly body: unknown;
}

/** A transport that keeps what it was asked, and answers from a function. */
export interface FakeTransport extends Transport {
  readonly requests: RecordedRequest[];
  readonly closed: boolean;
}

/** Makes a transport that sends nothing. */
export function fakeTransport(
  answer: (
    request: RecordedRequest,
    count: number,
  ) => FakeAnswer | Promise<FakeAnswer> = () => ({}),
): FakeTransport {
  const requests: RecordedRequest[] = [];
  let closed = false;
  return {
    requests,
    get closed() {
      return closed;
    },
    async request(request) {
      const recorded = record(request);
      requests.push(recorded);
      const {
        status = 200,
        headers = {},
        body = {},
      } = await answer(recorded, requests.length);
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return respond(status, headers, text);
    },
    async close() {
      closed = true;
    },
  };
}

/** Facts of a resource of no server, to be changed where it matters. */
export function someFacts(changes: Partial<ResourceFacts> = {}): ResourceFacts {
  return {
    group: "apps",
    version: "v1",
    plural: "deployments",
    kind: "Deployment",
    namespaced: true,
    verbs: [
      "create",
      "delete",
      "deletecollection",
      "get",
      "list",
      "patch",
      "update",
      "watch",
    ],
    subresources: {
      scale: {
        group: "autoscaling",
        version: "v1",
        kind: "Scale",
        verbs: ["get", "patch", "update"],
      },
      status: {
        group: "apps",
        version: "v1",
        kind: "Deployment",
        verbs: ["get", "patch", "update"],
      },
    },
    ...changes,
  };
}

/** The body of an error, as API servers send it. */
export function failure(
  code: number,
  reason: string,
  message: string,
  rest: object = {},
): FakeAnswer {
  return {
    status: code,
    headers: { "content-type": "application/json" },
    body: {
      kind: "Status",
      apiVersion: apiVersionOf({ group: "", version: "v1" }),
      metadata: {},
      status: "Failure",
      message,
      reason,
      code,
      ...rest,
    },
  };
}

function record(request: TransportRequest): RecordedRequest {
  const { method, path, query = [], headers = {}, body } = request;
  const search = query
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return {
    method,
    url: search === "" ? path : `${path}?${search}`,
    headers,
    body: typeof body === "string" ? JSON.parse(body) : body,
  };
}

function respond(
  status: number,
  headers: TransportResponse["headers"],
  text: string,
): TransportResponse {
  return {
    status,
    headers,
    body: (async function* () {
      yield new TextEncoder().encode(text);
    })(),
    text: () => Promise.resolve(text),
    dismiss: () => Promise.resolve(),
  };
}
